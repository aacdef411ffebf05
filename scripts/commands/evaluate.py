"""`lentigo evaluate`: the figures of a model, as they travel with it or measured anew on pictures it never saw."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ml.contract import ModelContract
from ml.dataset import DatasetError, Lesion, data_hash, read_lesions, read_not_lesions
from ml.evaluation.release import measure, show
from ml.evaluation.seen import write_table
from ml.eyes import OUTLINE, Eyes
from scripts.commands.export import MODELS, staged, ticking

TABLE, STRANGERS = "predictions.csv", "strangers.csv"
_SLOW = 150
"""Pictures of each domain that GrabCut, which takes a fifth of a second, is measured on."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `evaluate`."""
    parser = subparsers.add_parser("evaluate", help="the figures of a model")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--run", type=Path, dest="run_folder", help="measure a training run on what it never saw")
    which.add_argument("--model", default="main", help="the name of a model under ml/models")
    parser.add_argument("--data", type=Path, help="folder with lesions.csv and its pictures, if another than the run's")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; returns 0 when there are figures."""
    if arguments.run_folder:
        result = _of_run(arguments.run_folder, arguments.data)
    elif arguments.data:
        result = _of_pictures(MODELS / arguments.model, arguments.data)
    else:
        contract = ModelContract.load(MODELS / arguments.model)
        result = {"model": contract.name, **contract.metrics}
    print(json.dumps(result, indent=2)) if arguments.json else _print(result)
    return 0


def _of_run(run_folder: Path, data: Path | None) -> dict[str, Any]:
    """Show a run what neither it nor a run that it started from has learned from; keeps the table in the run."""
    from ml.training.runs import is_outline, read_config, strangers, unseen  # noqa: PLC0415 - TensorFlow takes seconds

    config = read_config(run_folder)
    folder = data or Path(config["data"])
    lesions = unseen(run_folder, read_lesions(folder))
    if is_outline(config):
        return _of_outline(run_folder, lesions)
    if not lesions:
        raise DatasetError(f"{run_folder}: it has learned from every picture of {folder}; evaluate a run with a fold")
    _stage(run_folder)
    eyes = Eyes.load(staged(run_folder))
    with ticking("evaluating") as tick:
        shown = show(eyes, lesions, [other for other in read_not_lesions(folder) if other.held_out], tick)
    seen = [one for one in shown if one.label not in config.get("without", ())]
    write_table(seen, run_folder / TABLE)
    if unknown := strangers(run_folder, read_lesions(folder)):
        with ticking("showing what it never learned") as tick:
            write_table(show(eyes, unknown, (), tick), run_folder / STRANGERS)
    return {"model": run_folder.name, **measure(seen, eyes.contract, fitted_here=True)}


def _stage(run_folder: Path) -> None:
    """Export the run unless it stands there as it was trained last; its name and outline network stay."""
    from ml.training.export import export  # noqa: PLC0415 - TensorFlow takes seconds to import
    from ml.training.trainer import CHECKPOINT  # noqa: PLC0415

    folder, checkpoint, name, outline = staged(run_folder), run_folder / CHECKPOINT, run_folder.name, None
    if folder.is_dir():
        contract = ModelContract.load(folder)
        written = (folder / contract.weights).stat().st_mtime  # the contract is written anew by `calibrate`
        if not checkpoint.is_file() or checkpoint.stat().st_mtime <= written:
            return
        name, outline = contract.name, folder / OUTLINE if (folder / OUTLINE).is_dir() else None
    export(run_folder, folder, name=name, outline=outline)


def _of_outline(run_folder: Path, lesions: Sequence[Lesion]) -> dict[str, Any]:
    """Draw outlines that a network never saw, beside Otsu and GrabCut; the figures go into its contract."""
    from ml.evaluation.outlines import by_grabcut, by_network, by_otsu  # noqa: PLC0415
    from ml.evaluation.outlines import measure as measure_outlines  # noqa: PLC0415
    from ml.segment import Outliner  # noqa: PLC0415
    from ml.training.outline.export import export  # noqa: PLC0415 - TensorFlow takes seconds to import

    contract = export(run_folder, staged(run_folder), name=run_folder.name)
    drawers = {"this network": by_network(Outliner.load(staged(run_folder))), "Otsu": by_otsu, "GrabCut": by_grabcut}
    with ticking("outlining") as tick:
        metrics = measure_outlines(drawers, lesions, at_most={"GrabCut": _SLOW}, tick=tick)
    replace(contract, metrics=metrics).save(staged(run_folder))
    return {"model": run_folder.name, "outline": metrics}


def _of_pictures(model: Path, folder: Path) -> dict[str, Any]:
    """Show a shipped model pictures of one's own, with the levels that it ships with."""
    eyes, lesions = Eyes.load(model), read_lesions(folder)
    if data_hash(lesions) == eyes.contract.data_hash:
        raise DatasetError(f"{folder}: the model learned from these pictures; they tell nothing about it")
    with ticking("evaluating") as tick:
        seen = show(eyes, lesions, [other for other in read_not_lesions(folder) if other.held_out], tick)
    return {"model": eyes.contract.name, **measure(seen, eyes.contract, fitted_here=False)}


def _print(result: dict[str, Any]) -> None:
    table = Table(title=result["model"])
    for column in ("domain", "figure", "value", "95 % interval", "pictures"):
        table.add_column(column)
    for domain, told in result.get("domains", {}).items():
        for name, one in told["figures"].items():
            table.add_row(domain, name.replace("_", " "), *_cells(one))
    for name, told in result.get("gate", {}).items():
        table.add_row(name, "refused", *_cells(told["refused"]))
    for name, told in result.get("outline", {}).items():
        for domain, one in told.items():
            table.add_row(domain, f"Jaccard index, {name}", *_cells(one))
    Console().print(table)


def _cells(figure: dict[str, float]) -> tuple[str, str, str]:
    return f"{figure['value']:.3f}", f"{figure['low']:.3f} to {figure['high']:.3f}", str(figure["n"])
