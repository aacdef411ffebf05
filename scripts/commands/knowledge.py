"""`lentigo knowledge`: are the knowledge files right, and how well are topics found?"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from knowledge import corpus

if TYPE_CHECKING:
    from knowledge.figures import Sheet

ASKED = corpus.FOLDER.parent / "tests" / "knowledge" / "asked.yaml"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `knowledge` and its two verbs."""
    parser = subparsers.add_parser("knowledge", help="check the knowledge files, measure the matcher")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="every rule of the knowledge files, reviews that are due included")
    check.add_argument("--today", type=date.fromisoformat, default=None, help="the day to check for, 2026-11-24")
    check.add_argument("--folder", type=Path, default=corpus.FOLDER, help="where the files are, if not in the package")
    check.set_defaults(run=check_files)
    learn = verbs.add_parser("learn", help="learn from the knowledge files and keep it, so that a start is quick")
    learn.set_defaults(run=learn_files)
    measure = verbs.add_parser("measure", help="the matcher beside its peers on question sets")
    measure.add_argument("--data", type=Path, help="folder with covidfaq.json, stackfaq.json, clinc150.json")
    measure.add_argument(
        "--questions",
        type=Path,
        default=ASKED,
        help="YAML of own questions: {questions: [{text, topic}], off_topic: [text]}; the tests' own by default",
    )
    measure.add_argument("--json", action="store_true", help="everything as one JSON object")
    measure.add_argument("--write", action="store_true", help="keep the tables as knowledge/FIGURES.md")
    measure.set_defaults(run=measure_matcher)


def check_files(arguments: argparse.Namespace) -> int:
    """Print every problem, or the counts when there is none; returns 1 when something is wrong."""
    today = arguments.today or datetime.now(UTC).date()
    known, problems = corpus.examine(arguments.folder, today=today)
    console = Console()
    for pack in known.packs.values():
        waiting = f", {pack.awaiting_review} awaiting review by a speaker" if pack.awaiting_review else ""
        console.print(f"{pack.language}: {len(pack.topics)} topics{waiting}.")
    if not problems:
        console.print(f"{len(known.topics)} topics, {len(known.conditions)} conditions: fine on {today}.")
        return 0
    table = Table("file", "entry", "what", "why", title=f"{len(problems)} problems")
    for one in problems:
        table.add_row(one.file, one.entry, one.what, one.why)
    console.print(table)
    return 1


def learn_files(_: argparse.Namespace) -> int:
    """Write what the matcher learns beside the knowledge files; returns 0."""
    from knowledge import floors  # noqa: PLC0415 - keeps `lentigo --help` quick
    from knowledge.chatbot import LEARNED, examples_of  # noqa: PLC0415
    from knowledge.learned import write  # noqa: PLC0415
    from knowledge.sentences import shipped_encoder  # noqa: PLC0415

    console = Console()
    known = corpus.load()
    examples = examples_of(known)
    with console.status(f"Learning from {len(examples.known)} texts ..."):
        write(LEARNED, examples.labels, examples.known, examples.elsewhere, shipped_encoder())
        floors.write(known.packs.values())
    console.print(f"{LEARNED}: {LEARNED.stat().st_size / 1e6:.1f} MB")
    return 0


def measure_matcher(arguments: argparse.Namespace) -> int:
    """Print every table, or all of it as JSON; 1 when a reply takes longer the more is known."""
    from knowledge.figures import sheets, write  # noqa: PLC0415 - keeps `lentigo --help` quick
    from knowledge.flatness import is_flat  # noqa: PLC0415
    from scripts.measuring import measured  # noqa: PLC0415

    if arguments.write and not arguments.data:
        print("lentigo: --write keeps the whole table, so it needs --data too", file=sys.stderr)
        return 2
    figures = measured(arguments.questions, arguments.data)
    if arguments.write:
        write(figures, datetime.now(UTC).date())
    if arguments.json:
        print(json.dumps(asdict(figures), indent=2))
    else:
        _print(sheets(figures))
    return 0 if is_flat(figures.flat) else 1


def _print(told: "Sequence[Sheet]") -> None:
    console = Console()
    for sheet in told:
        table = Table(*sheet.columns, title=sheet.title)
        for cells in sheet.rows:
            table.add_row(*(escape(cell) for cell in cells))
        console.print(table)
