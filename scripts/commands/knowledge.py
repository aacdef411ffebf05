"""`lentigo knowledge`: are the knowledge files right, and how well are topics found?"""

import argparse
import json
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from knowledge import corpus

TOO_SLOW = frozenset({"ChatterBot default"})
"""Left out of CLINC150: against 15,000 stored questions a single answer takes it a second."""


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
        "--questions", type=Path, help="YAML of own questions: {questions: [{text, topic}], off_topic: [text]}"
    )
    measure.set_defaults(run=measure_matcher)


def check_files(arguments: argparse.Namespace) -> int:
    """Print every problem, or the counts when there is none; returns 1 when something is wrong."""
    today = arguments.today or datetime.now(UTC).date()
    known, problems = corpus.examine(arguments.folder, today=today)
    console = Console()
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
    from knowledge.chatbot import LEARNED, examples_of  # noqa: PLC0415 - keeps `lentigo --help` quick
    from knowledge.learned import write  # noqa: PLC0415
    from knowledge.sentences import shipped_encoder  # noqa: PLC0415

    console = Console()
    examples = examples_of(corpus.load())
    with console.status(f"Learning from {len(examples.known)} texts ..."):
        write(LEARNED, examples.labels, examples.known, examples.elsewhere, shipped_encoder())
    console.print(f"{LEARNED}: {LEARNED.stat().st_size / 1e6:.1f} MB")
    return 0


def measure_matcher(arguments: argparse.Namespace) -> int:
    """Print the figures of the sets that were given."""
    console = Console()
    if arguments.data:
        for name in ("covidfaq.json", "stackfaq.json"):
            console.print(_faq_table(arguments.data / name))
        console.print(_scope_table(arguments.data / "clinc150.json"))
    if arguments.questions:
        console.print(_own_table(arguments.questions))
    return 0


def _faq_table(path: Path) -> Table:
    from knowledge.measure import cross_validate, read_faq  # noqa: PLC0415 - keeps `lentigo --help` quick
    from knowledge.peers import PEERS  # noqa: PLC0415

    table = Table(
        "ranker", "top answer right", "95 %", "queries", "fit s", "p95 ms", title=f"{path.stem}, 5-fold, unseen"
    )
    for name, fit in PEERS.items():
        one = cross_validate(fit, *read_faq(path)).figure()
        interval = f"{one.low:.3f} to {one.high:.3f}"
        cells = (f"{one.right:.3f}", interval, str(one.queries), f"{one.fit_seconds:.2f}", f"{one.p95_ms:.1f}")
        table.add_row(name, *cells)
    return table


def _scope_table(path: Path) -> Table:
    from knowledge.measure import measure_scope  # noqa: PLC0415
    from knowledge.peers import PEERS  # noqa: PLC0415

    content = json.loads(path.read_text(encoding="utf-8"))
    table = Table("ranker", "in scope right", "out of scope refused", "queries", title="CLINC150, threshold from val")
    for name, fit in PEERS.items():
        if name not in TOO_SLOW:
            one = measure_scope(fit, content)
            table.add_row(name, f"{one.right:.3f}", f"{one.refused:.3f}", str(one.queries))
    return table


def _own_table(path: Path) -> Table:
    from knowledge.chatbot import Chatbot  # noqa: PLC0415
    from knowledge.measure import measure_own, read_asked  # noqa: PLC0415

    one = measure_own(Chatbot.from_corpus(corpus.load()), *read_asked(path))
    columns = ("right", "wrong", "offered", "off-topic refused", "off-topic answered", "questions", "off-topic")
    table = Table(*columns, title=f"{path.name}, the whole chatbot, texts that nothing learned from")
    shares = (one.answered_right, one.answered_wrong, one.offered, one.off_topic_refused, one.off_topic_answered)
    table.add_row(*(f"{share:.3f}" for share in shares), str(one.questions), str(one.off_topic))
    return table
