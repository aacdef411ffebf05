"""Speed and size of Lentigo on this machine, as `scripts/bench` runs it."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from threadpoolctl import threadpool_limits

from bot.settings import Settings
from bot.wiring import MODELS
from ml.eyes import Eyes
from scripts.benchmarks import classifier, floor
from scripts.benchmarks.process import process_probes
from scripts.benchmarks.reply import reply_probes
from scripts.benchmarks.report import Report, gigamacs_of, machine, rows_of, tables
from scripts.benchmarks.rounds import Part, Probe, take_turns
from scripts.benchmarks.whole_way import photo_probes


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; returns 0 when everything was measured."""
    arguments = _parser().parse_args(argv)
    report = _measure(arguments, frozenset(arguments.part or Part))
    if arguments.json:
        print(json.dumps(report.as_json(), indent=2))
        return 0
    console = Console()
    for table in tables(report):
        console.print(table)
    for what, why in report.left_out.items():
        console.print(f"Left out: {what} ({why})")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Measure speed and size on this machine.")
    parser.add_argument("--run", type=Path, help="training run whose network is run in every way, TensorFlow's as well")
    parser.add_argument("--model", help="a model under ml/models, or a folder; the one of LENTIGO_MODEL if not told")
    parser.add_argument("--rounds", type=int, default=20, help="rounds in which everything takes its turn")
    parser.add_argument("--part", type=Part, action="append", choices=list(Part), help="measure this part only")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


def _measure(arguments: argparse.Namespace, parts: frozenset[Part]) -> Report:
    settings = Settings()
    folder = (MODELS / (arguments.model or settings.model)).resolve()
    with tempfile.TemporaryDirectory() as made, threadpool_limits(limits=1, user_api="blas"):
        ways = _ways(arguments.run, folder, Path(made), parts)
        probes = [floor.probe(), *ways.probes, *_others(folder, settings.country, Path(made), parts)]
        taken = take_turns(probes, arguments.rounds)
    return Report(
        machine=machine(),
        rounds=arguments.rounds,
        model=folder.name,
        run=str(arguments.run) if arguments.run else None,
        gigamacs=gigamacs_of(taken),
        rows=rows_of(taken),
        left_out=ways.left_out,
    )


def _ways(run: Path | None, folder: Path, made: Path, parts: frozenset[Part]) -> classifier.Ways:
    if Part.CLASSIFIER not in parts:
        return classifier.Ways([])
    return classifier.of_run(run, made) if run else classifier.of_model(folder)


def _others(folder: Path, country: str, made: Path, parts: frozenset[Part]) -> list[Probe]:
    eyes = Eyes.load(folder)
    probes: list[Probe] = []
    if Part.PHOTO in parts:
        probes += photo_probes(folder, eyes)
    if Part.PROCESS in parts:
        probes += process_probes(folder, eyes, made)
    if Part.REPLY in parts:
        probes += reply_probes(country)
    return probes


if __name__ == "__main__":
    sys.exit(main())
