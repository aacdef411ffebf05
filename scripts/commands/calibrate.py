"""`lentigo calibrate`: set the levels of an exported model from what was held out, and write its figures."""

import argparse
from pathlib import Path

from ml.contract import ModelContract
from ml.evaluate import read_table
from ml.release import settle
from scripts.commands.evaluate import TABLE
from scripts.commands.export import staged


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `calibrate`."""
    parser = subparsers.add_parser("calibrate", help="set the levels of an exported model and write its figures")
    parser.add_argument("--run", type=Path, dest="run_folder", required=True, help="the run whose model is to be set")
    parser.add_argument(
        "--held-out",
        type=Path,
        nargs="+",
        metavar="RUN",
        help="runs of the same recipe that were evaluated with a fold held out; by default the run itself",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Calibrate; returns 0 when the contract holds levels and figures."""
    folder = staged(arguments.run_folder)
    runs = arguments.held_out or [arguments.run_folder]
    seen = [one for held_out in runs for one in read_table(held_out / TABLE)]
    contract = settle(ModelContract.load(folder), seen)
    contract.save(folder)
    for domain, read_out in contract.read_outs.items():
        print(f"{domain}: see_doctor {read_out.see_doctor:.4f}, urgent {read_out.urgent:.4f}")
    print(f"Next: lentigo promote --run {arguments.run_folder}")
    return 0
