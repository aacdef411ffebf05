"""The chat of `lentigo ask` in a terminal: buttons are numbers, sources are shown when asked for."""

from dataclasses import replace

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from knowledge.answers import Kind
from scripts.talk import Bubble, Talk

SOURCES = "?"


class Chat:
    """What was said last, so that a number presses its button and `?` shows its sources."""

    def __init__(self, talk: Talk, console: Console) -> None:
        self._talk, self._console = talk, console
        self._last = Bubble("")
        self._subject: str | None = None
        self._asked = self._more_told = False

    def greet(self) -> None:
        """How it works, in two lines."""
        self._console.print("Ask about skin cancer. This is a program, not a doctor.")
        self._console.print(f"[dim]A number presses a button, {SOURCES} shows sources, an empty line ends.[/]")

    def take(self, typed: str) -> None:
        """Answer one line."""
        if typed == SOURCES:
            self._show_sources()
        elif typed.isdecimal() and 1 <= int(typed) <= len(self._last.suggestions):
            self._say(self._talk.press(self._last.suggestions[int(typed) - 1].topic))
        else:
            self._say(self._answer(typed))

    def _answer(self, typed: str) -> tuple[Bubble, ...]:
        return self._talk.bubbles(typed, subject=self._subject, more_told=self._more_told, asked_before=self._asked)

    def _say(self, bubbles: tuple[Bubble, ...]) -> None:
        """Show the bubbles; the buttons of all stand under the last."""
        if not bubbles:
            return
        offered = {one.topic: one for bubble in bubbles for one in bubble.suggestions}
        sources = {one.id: one for bubble in bubbles for one in bubble.sources}
        self._last = replace(bubbles[-1], suggestions=tuple(offered.values()), sources=tuple(sources.values()))
        self._asked = bubbles[0].kind is Kind.CLARIFY
        subject = bubbles[0].subject or self._subject
        self._more_told = bubbles[0].all_told or (self._more_told and subject == self._subject)
        self._subject = subject
        for bubble in bubbles:
            style = "bold red" if bubble.urgent else ""
            self._console.print(Padding(escape(bubble.text), (0, 2)), style=style)
        for number, one in enumerate(self._last.suggestions, 1):
            self._console.print(f"    [cyan]{number}[/]  {escape(one.label)}")
        if self._last.sources:
            self._console.print(f"    [dim]{SOURCES}  sources ({len(self._last.sources)})[/]")

    def _show_sources(self) -> None:
        if not self._last.sources:
            self._console.print("  No sources here.")
        for one in self._last.sources:
            told = escape(f"{one.title}, {one.publisher} {one.year}")
            self._console.print(f"  {told}\n  [dim]{escape(one.url)}[/]", soft_wrap=True)
