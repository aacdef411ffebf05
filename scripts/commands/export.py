"""`lentigo export`: turn training runs into a model folder that can be measured, calibrated and promoted."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import Progress

MODELS = Path(__file__).parents[2] / "ml" / "models"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `export`."""
    parser = subparsers.add_parser("export", help="turn training runs into a model folder")
    parser.add_argument("--run", type=Path, dest="run_folder", required=True, help="the run of the classifier")
    parser.add_argument("--outline", type=Path, help="an evaluated run of an outline network to go with it")
    parser.add_argument("--name", default="main", help="what the model will be called")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Export into the folder `model` of the run; returns 0 when it stands there."""
    from ml.training.export import export  # noqa: PLC0415 - TensorFlow takes seconds to import

    folder = staged(arguments.run_folder)
    outline = staged(arguments.outline) if arguments.outline else None
    export(arguments.run_folder, folder, name=arguments.name, outline=outline)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder}: {size / 1e6:.1f} MB. Next: lentigo evaluate --run {arguments.run_folder}")
    return 0


def staged(run_folder: Path) -> Path:
    """The folder in a run where its model waits to be promoted."""
    return run_folder / "model"


@contextmanager
def ticking(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a progress bar when somebody is watching, nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)
