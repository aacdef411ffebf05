"""`lentigo promote`: let a calibrated model take its place under ml/models, unless it is worse than what is there."""

import argparse
import shutil
import sys
from pathlib import Path

from ml.contract import ModelContract
from ml.evaluation.card import write_card
from ml.evaluation.release import unfit, worse
from ml.eyes import Eyes
from scripts.commands.export import MODELS, staged

REFUSED = 3


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `promote`."""
    parser = subparsers.add_parser("promote", help="ship a calibrated model; refused when it is worse")
    parser.add_argument("--run", type=Path, dest="run_folder", required=True, help="the run whose model is to ship")
    parser.add_argument("--into", type=Path, default=MODELS, help="the folder of models")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Promote; returns 0 when the model stands in its place, 3 when it was refused and nothing changed."""
    folder = staged(arguments.run_folder)
    new = Eyes.load(folder).contract
    place = arguments.into / new.name
    _restore(place)
    if reasons := _against(new, place):
        print(f"{folder} stays where it is and does not become {place}:", *reasons, sep="\n- ", file=sys.stderr)
        return REFUSED
    _replace(folder, place)
    write_card(arguments.into, arguments.into.parent)
    print(f"{place}: shipped")
    return 0


def _against(new: ModelContract, place: Path) -> list[str]:
    if not new.metrics:
        return ["it has no figures; run `lentigo calibrate` first"]
    fallen = worse(new, ModelContract.load(place)) if place.is_dir() else []
    return list(dict.fromkeys([*unfit(new), *fallen]))


def _restore(place: Path) -> None:
    """Put back the model that a kill between the two renames of `_replace` left beside its place."""
    old = _old(place)
    if old.is_dir() and not place.is_dir():
        old.rename(place)


def _old(place: Path) -> Path:
    return place.with_name(place.name + ".old")


def _replace(folder: Path, place: Path) -> None:
    """Put a copy in the place of the old model; a kill in between leaves the old one beside it, for `_restore`."""
    part, old = place.with_name(place.name + ".part"), _old(place)
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(folder, part)
    if place.is_dir():
        place.rename(old)
    part.rename(place)
    shutil.rmtree(old, ignore_errors=True)
