"""`lentigo export`: turn a training run into a model that can be shipped, with its figures and its card."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress

from ml.card import write_card
from ml.release import Held, settle

MODELS = Path(__file__).parents[2] / "ml" / "models"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `export`."""
    parser = subparsers.add_parser("export", help="turn a training run into a model that can be shipped")
    parser.add_argument("--run", type=Path, dest="run_folder", required=True, help="the training run")
    parser.add_argument("--data", type=Path, help="its data, if they moved since")
    parser.add_argument("--name", default="main", help="the model's name under ml/models")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export; returns 0 when the model stands in its folder with its contract and its card."""
    from ml.export import export  # noqa: PLC0415 - TensorFlow takes seconds to import
    from ml.runs import read_config  # noqa: PLC0415

    config = read_config(arguments.run_folder)
    held = Held.read(arguments.data or Path(config["data"]), config["fold"])
    staged = arguments.run_folder / "model"
    export(arguments.run_folder, staged, name=arguments.name)
    with ticking("measuring") as tick:
        contract = settle(staged, held, table=arguments.run_folder / "predictions.csv", tick=tick)
    folder = MODELS / arguments.name
    folder.mkdir(parents=True, exist_ok=True)
    for file in (contract.weights, "model.json"):
        (staged / file).replace(folder / file)
    write_card(contract, MODELS.parent / "MODEL_CARD.md")
    print(f"{folder}: {(folder / contract.weights).stat().st_size / 1e6:.1f} MB")
    return 0


@contextmanager
def ticking(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a progress bar when somebody is watching, nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)
