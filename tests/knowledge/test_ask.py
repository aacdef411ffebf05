"""`lentigo ask`: a chat in a terminal, one answer a line in a pipe."""

import argparse
import io
import json
import os
import pty
import select
import subprocess
import sys

import pytest
from rich.console import Console

from bot.assistant.safety import Safety
from knowledge.chatbot import Chatbot
from scripts.chat import Chat
from scripts.commands import ask
from scripts.talk import Talk


@pytest.fixture(scope="module")
def talk(chatbot: Chatbot) -> Talk:
    return Talk(Safety.for_country(""), chatbot)


@pytest.fixture
def shown() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def chat(talk: Talk, shown: io.StringIO) -> Chat:
    return Chat(talk, Console(file=shown, width=200, highlight=False))


def said(chat: Chat, shown: io.StringIO, typed: str) -> str:
    shown.seek(0)
    shown.truncate()
    chat.take(typed)
    return shown.getvalue()


def test_buttons_are_numbers(chat: Chat, shown: io.StringIO) -> None:
    first = said(chat, shown, "what is melanoma")
    assert "1  How is melanoma treated?" in first
    assert "A doctor cuts it out." in said(chat, shown, "1")


def test_a_number_without_a_button_is_a_text(chat: Chat, shown: io.StringIO) -> None:
    assert "I only know about skin" in said(chat, shown, "7")


def test_sources_are_shown_when_asked_for(chat: Chat, shown: io.StringIO) -> None:
    assert "https://" not in said(chat, shown, "what is melanoma")
    assert "https://" in said(chat, shown, "?")


def test_sources_before_any_answer_are_none(chat: Chat, shown: io.StringIO) -> None:
    assert "No sources here." in said(chat, shown, "?")


def test_two_questions_are_two_bubbles_with_the_sources_of_both(chat: Chat, shown: io.StringIO) -> None:
    told = said(chat, shown, "How much sunscreen do I need? Does an itchy mole matter?")
    assert told.index("Itching alone") < told.index("More than most people think.")
    assert "sources (2)" in told


def test_follow_ups_keep_their_subject(chat: Chat, shown: io.StringIO) -> None:
    said(chat, shown, "what is melanoma")
    assert "A doctor cuts it out." in said(chat, shown, "and the treatment?")


def test_danger_comes_before_everything(chat: Chat, shown: io.StringIO) -> None:
    told = said(chat, shown, "what is melanoma? i want to kill myself")
    assert "988" in told
    assert "Melanoma is a cancer" not in told


def test_no_colour_where_there_is_no_terminal(chat: Chat, shown: io.StringIO) -> None:
    assert "\x1b" not in said(chat, shown, "what is melanoma")


def test_what_is_typed_is_no_markup(chat: Chat, shown: io.StringIO) -> None:
    assert "I only know about skin" in said(chat, shown, "[bold]zzz[/nothing]")


def called(*words: str) -> int:
    parser = argparse.ArgumentParser()
    ask.register(parser.add_subparsers())
    arguments = parser.parse_args(["ask", *words])
    return int(arguments.run(arguments))


def test_a_pipe_gets_a_json_line_a_line(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.talk.Talk.open", lambda *_: talk)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"my mole itches\n\n\xff\n")))
    assert called("--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["question"], line["kind"]) for line in lines] == [
        ("my mole itches", "answer"),
        ("", "fallback"),
        ("�", "fallback"),
    ]


def test_the_language_is_that_of_the_option(
    chatbot: Chatbot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.talk.Talk.open", lambda _, language: Talk(Safety.for_country(""), chatbot, language))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"me pica un lunar\n")))
    called("--language", "es")
    assert "El picor solo suele ser inofensivo." in capsys.readouterr().out


@pytest.mark.parametrize("ending", [b"\n", b"\x04", b"\x03"], ids=["empty line", "end of file", "ctrl-c"])
def test_a_terminal_is_left_in_peace(ending: bytes) -> None:
    """The prompt of a real terminal, without the chatbot, which takes seconds to load in another process."""
    # A terminal of its own, and Ctrl-C heard even when the tests themselves were started in the background, deaf to it.
    own = "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"
    own += "; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{own}; from scripts.commands.ask import talk_in_terminal; talk_in_terminal(None)"
    terminal, inside = pty.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-c", code], stdin=inside, stdout=inside, stderr=inside, start_new_session=True
    )
    os.close(inside)
    shown = read(terminal, b">")
    os.write(terminal, ending)
    read(terminal, b"no such ending")
    os.close(terminal)
    assert asking.wait(30) == 0
    assert b"not a doctor" in shown


def read(terminal: int, until: bytes) -> bytes:
    shown = b""
    while until not in shown and select.select([terminal], [], [], 30)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
    return shown
