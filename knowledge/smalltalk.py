"""Greetings, thanks and goodbyes: told apart from questions, taken off their edges, answered in a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.features import tokens

FILE = Path(__file__).parent / "smalltalk.yaml"
LONGEST_PHRASE = 6
OPENERS, CLOSERS = frozenset({"hello", "thanks", "ok"}), frozenset({"thanks"})
"""Kinds that are taken off around a question; "how are you trained" must stay whole."""


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Phrases by their words, the answer of each kind of small talk, and the chatbot's own lines.

    `examples` are topic ids to offer when nothing fits, `words` splits a text.
    """

    kinds: Mapping[tuple[str, ...], str]
    answers: Mapping[str, str]
    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    fallback: str
    clarify: str
    examples: tuple[str, ...]
    words: Callable[[str], list[str]] = tokens

    @classmethod
    def load(cls, path: Path = FILE) -> "SmallTalk":
        """Read the phrases of a file."""
        return cls.of(yaml.safe_load(path.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, content: Mapping[str, Any], words: Callable[[str], list[str]] = tokens) -> "SmallTalk":
        """Read the phrases. Raises KeyError, TypeError or AttributeError when a part is missing or of another kind."""

        def split(phrase: object) -> tuple[str, ...]:
            return tuple(words(str(phrase)))

        return cls(
            {split(phrase): kind for kind, talk in content["talk"].items() for phrase in talk["phrases"]},
            {kind: " ".join(talk["answer"].split()) for kind, talk in content["talk"].items()},
            frozenset(map(split, content["before"])),
            frozenset(map(split, content["after"])),
            " ".join(content["lines"]["fallback"].split()),
            " ".join(content["lines"]["clarify"].split()),
            tuple(content["examples"]),
            words,
        )

    @property
    def phrases(self) -> list[str]:
        """Every phrase of small talk."""
        return [" ".join(words) for words in self.kinds]

    def kind(self, text: str) -> str | None:
        """The kind of small talk when the text is nothing else; the last kind said counts ("hi, how are you")."""
        words, kind = tuple(self.words(text)), None
        while words:
            length = self._phrase(words, frozenset(self.answers), self.before | self.after)
            if not length:
                return None
            kind = self.kinds.get(words[:length], kind)
            words = words[length:]
        return kind

    def question(self, text: str) -> str:
        """The words of the text without greeting before and thanks after; empty when nothing is left."""
        words = tuple(self.words(text))
        while length := self._phrase(words, OPENERS, self.before):
            words = words[length:]
        while length := self._phrase(words, CLOSERS, self.after, at_end=True):
            words = words[:-length]
        return " ".join(words)

    def _phrase(
        self,
        words: tuple[str, ...],
        kinds: frozenset[str],
        fillers: frozenset[tuple[str, ...]],
        *,
        at_end: bool = False,
    ) -> int:
        """How many words at an edge are a phrase; the longest wins, 0 for none."""
        for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
            part = words[-length:] if at_end else words[:length]
            if part in fillers or self.kinds.get(part) in kinds:
                return length
        return 0
