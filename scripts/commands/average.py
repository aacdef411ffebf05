"""`lentigo average`: make one run of several that started from one."""

import argparse
from pathlib import Path


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `average`."""
    parser = subparsers.add_parser("average", help="make one run of several that started from one: their mean weights")
    parser.add_argument(
        "runs", type=Path, nargs="+", metavar="RUN", help="runs that started from one network and held out one fold"
    )
    parser.add_argument("--out", type=Path, required=True, help="run folder to write")
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace) -> int:
    """Average; returns 0 when the run is written."""
    from ml.training.soup import average  # noqa: PLC0415 - TensorFlow takes seconds to import

    try:
        average(arguments.runs, arguments.out)
    except ValueError as unlike:
        arguments.parser.error(str(unlike))
    print(f"Next: lentigo export --run {arguments.out}")
    return 0
