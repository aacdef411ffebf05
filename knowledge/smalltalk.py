"""Greetings, thanks and goodbyes: told apart from questions, taken off their edges, answered in a line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.features import tokens

FILE = Path(__file__).parent / "smalltalk.yaml"
LONGEST_PHRASE = 6
_TINTS = dict.fromkeys((0x200D, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)))
"""Signs that only join or tint the smiley before them: a thumb is a thumb in any skin colour."""
OPENERS = frozenset({"hello", "thanks", "ok", "no", "holiday", "laugh", "meet"})
CLOSERS = frozenset({"thanks"})
"""Kinds that are taken off around a question; "how are you trained" must stay whole."""
LONGEST_PIECE = 8


@dataclass(frozen=True, slots=True)
class Pieces:
    """A story that comes in pieces: how a piece begins, the words that show what it is about, and what is said to it.

    `topics` are offered; the first is what the talk is about from then on.
    """

    opens: frozenset[tuple[str, ...]] = frozenset()
    about: frozenset[str] = frozenset()
    line: str = ""
    topics: tuple[str, ...] = ()

    @classmethod
    def of(cls, content: Mapping[str, Any], words: Callable[[str], list[str]]) -> "Pieces":
        """Read them; a language without any hears none."""
        return cls(
            frozenset(tuple(words(str(phrase))) for phrase in content.get("opens", ())),
            frozenset(word for phrase in content.get("about", ()) for word in words(str(phrase))),
            " ".join(content.get("line", "").split()),
            tuple(content.get("topics", ())),
        )

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether these few words state something about a spot and ask nothing."""
        opens = any(words[: len(start)] == start for start in self.opens)
        return opens and len(words) <= LONGEST_PIECE and not self.about.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Phrases by their words, the answer of each kind of small talk, and the chatbot's own lines.

    `examples` are topic ids to offer when nothing fits, `words` splits a text. `smileys` tell the kind of those that
    stand alone, `offers` the topic ids to go on with after a kind.
    """

    kinds: Mapping[tuple[str, ...], str]
    answers: Mapping[str, str]
    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    fallback: str
    clarify: str
    examples: tuple[str, ...]
    no_more: str
    words: Callable[[str], list[str]] = tokens
    smileys: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pieces: Pieces = Pieces()

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
            " ".join(content["lines"]["no_more"].split()),
            words,
            {sign: kind for kind, talk in content["talk"].items() for sign in talk.get("smileys", ())},
            {kind: tuple(talk.get("offers", ())) for kind, talk in content["talk"].items()},
            Pieces.of(content.get("pieces", {}), words),
        )

    @property
    def phrases(self) -> list[str]:
        """Every phrase of small talk."""
        return [" ".join(words) for words in self.kinds]

    def kind(self, text: str) -> str | None:
        """The kind of small talk when the text is nothing else; the last kind said counts ("hi, how are you")."""
        if smiley := self._smiley(text):
            return smiley
        words, kind = tuple(self.words(text)), None
        while words:
            length = self._phrase(words, frozenset(self.answers), self.before | self.after)
            if not length:
                return None
            kind = self.kinds.get(words[:length], kind)
            words = words[length:]
        return kind

    def is_piece(self, text: str) -> bool:
        """Whether the text is a piece of a story about a spot."""
        return self.pieces.has(tuple(self.words(text)))

    def _smiley(self, text: str) -> str | None:
        """The kind of the last smiley of a text that holds nothing else."""
        rest, kind = "".join(text.lower().translate(_TINTS).split()), None
        while rest:
            sign = max((sign for sign in self.smileys if rest.startswith(sign)), key=len, default="")
            if not sign:
                return None
            kind, rest = self.smileys[sign], rest[len(sign) :]
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
