"""`lentigo evaluate`: measure a model on pictures that it never saw."""

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ml.classify import Classifier
from ml.evaluate import write_table
from ml.release import Held, measure, show
from scripts.commands.export import MODELS, ticking


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `evaluate`."""
    parser = subparsers.add_parser("evaluate", help="measure a model on pictures that it never saw")
    parser.add_argument("--data", type=Path, required=True, help="folder with lesions.csv and its pictures")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--run", type=Path, dest="run_folder", help="a training run, as it stands")
    which.add_argument("--model", help="the name of a model under ml/models")
    parser.add_argument("--fold", type=int, default=4, help="the fold that was held out")
    parser.add_argument("--table", type=Path, help="write what the model said of every picture to this CSV")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; returns 0 when every picture was read."""
    classifier = Classifier.load(_model(arguments))
    held = Held.read(arguments.data, arguments.fold)
    with ticking("evaluating") as tick:
        seen = show(classifier, held, tick)
    if arguments.table:
        write_table(seen, arguments.table)
    result = {"model": classifier.contract.name, "fold": arguments.fold}
    result |= measure(seen, classifier.contract, held.digest)
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        _print(result)
    return 0


def _model(arguments: argparse.Namespace) -> Path:
    if arguments.model:
        return MODELS / str(arguments.model)
    from ml.export import export  # noqa: PLC0415 - TensorFlow takes seconds to import

    folder = Path(arguments.run_folder) / "model"
    export(arguments.run_folder, folder, name=folder.parent.name)
    return folder


def _print(result: dict[str, Any]) -> None:
    table = Table(title=f"{result['model']}, fold {result['fold']}, levels {result['read_out']}")
    for column in ("domain", "figure", "value", "95 % interval", "pictures"):
        table.add_column(column)
    for domain, told in result["domains"].items():
        for name, one in told["figures"].items():
            table.add_row(domain, name.replace("_", " "), *_cells(one))
    for name, told in result["gate"].items():
        table.add_row(name, "refused", *_cells(told["refused"]))
    Console().print(table)


def _cells(figure: dict[str, float]) -> tuple[str, str, str]:
    return f"{figure['value']:.3f}", f"{figure['low']:.3f} to {figure['high']:.3f}", str(figure["n"])
