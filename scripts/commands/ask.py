"""`lentigo ask`: questions in, one answer a line out; in a terminal it is a small chat."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from bot.settings import Settings


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "ask", help="ask the chatbot", description="Ask about skin cancer; questions on standard input, one a line."
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Answer every line; an empty line is answered too."""
    from scripts.talk import Talk  # noqa: PLC0415 - keeps `lentigo --help` quick

    talk = Talk.open(Settings().country)
    questions: Iterable[str] = _typed() if sys.stdin.isatty() else _piped()
    for question in questions:
        said = talk.ask(question)
        print(json.dumps(said, ensure_ascii=False) if arguments.json else f"{said['answer']}\n", flush=True)
    return 0


def _piped() -> Iterator[str]:
    """Lines of standard input; bytes that are no UTF-8 are replaced, not refused."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _typed() -> Iterator[str]:
    print("Ask about skin cancer. Ctrl-D ends. This is a program, not a doctor.")
    while True:
        try:
            yield input("> ")
        except EOFError:
            return
