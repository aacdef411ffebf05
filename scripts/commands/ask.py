"""`lentigo ask`: questions in, one answer a line out; in a terminal it is a small chat."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.settings import Settings

if TYPE_CHECKING:
    from scripts.talk import Talk


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "ask", help="ask the chatbot", description="Ask about skin cancer; questions on standard input, one a line."
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--language", default="en", metavar="CODE", help="answer in this language: en, es, hi")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Answer every line of a pipe, an empty one too; in a terminal, talk until an empty line."""
    from scripts.talk import Talk  # noqa: PLC0415 - keeps `lentigo --help` quick

    talk = Talk.open(Settings().country, arguments.language)
    if sys.stdin.isatty() and not arguments.json:
        talk_in_terminal(talk)
        return 0
    for question in _piped():
        said = talk.ask(question)
        print(json.dumps(said, ensure_ascii=False) if arguments.json else f"{said['answer']}\n", flush=True)
    return 0


def talk_in_terminal(talk: "Talk") -> None:
    """Until an empty line, the end of the input, or Ctrl-C."""
    from rich.console import Console  # noqa: PLC0415

    from scripts.chat import Chat  # noqa: PLC0415

    # Rich colours a terminal only, and none where NO_COLOR is set.
    console = Console(highlight=False)
    chat = Chat(talk, console)
    chat.greet()
    try:
        while typed := console.input("[bold]>[/] ").strip():
            chat.take(typed)
    except (EOFError, KeyboardInterrupt):
        console.print()


def _piped() -> Iterator[str]:
    """Lines of standard input; bytes that are no UTF-8 are replaced, not refused."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")
