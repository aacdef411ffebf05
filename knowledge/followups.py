"""Follow-up questions: "and the treatment?" says which side of the subject is meant, not what the subject is."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from knowledge.asking import ASKS, GLUE, SPEAKS
from knowledge.entries import ASKED_ONLY, Aspect
from knowledge.features import tokens

_LONGEST = 10

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The phrases of a language that name an aspect, and the words that only hold them together.

    Where a text names several, the first that is listed counts. `speaks` are beginnings of what a sentence says that
    tells an aspect; where there are none, the words that ask for it.
    """

    aspects: Mapping[Phrase, Aspect]
    glue: frozenset[str]
    words: Callable[[str], list[str]]
    overview: frozenset[Phrase] = frozenset()
    """How a question begins that asks what the subject is, when it names no aspect."""
    speaks: Mapping[Aspect, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        aspects: Mapping[Aspect, Iterable[str]],
        glue: Iterable[str],
        words: Callable[[str], list[str]] = tokens,
        overview: Iterable[str] = (),
        speaks: Mapping[Aspect, Iterable[str]] | None = None,
    ) -> "FollowUps":
        """From lists of words as they are written."""
        named = [(tuple(words(text)), aspect) for aspect, listed in aspects.items() for text in listed]
        told = {one: listed for one, listed in {**aspects, **(speaks or {})}.items() if one not in ASKED_ONLY}
        return cls(
            dict(reversed(named)),
            frozenset(word for text in glue for word in words(text)),
            words,
            frozenset(tuple(words(text)) for text in overview),
            {aspect: tuple(_beginning(text, words) for text in listed) for aspect, listed in told.items()},
        )

    def aspect_of(self, text: str, own: Collection[str] = ()) -> Aspect | None:
        """The aspect that a follow-up asks for; None when the text names a subject of its own or asks for nothing.

        Words that are the subject's `own` name no other.
        """
        words = self.words(text)
        named = self._named(words, frozenset(own)) if words and len(words) <= _LONGEST else None
        if named is None:
            return None
        if named:
            return min(named, key=_RANK.index)
        opens = any(tuple(words[: len(start)]) == start for start in self.overview)
        return Aspect.OVERVIEW if opens else None

    def says_nothing(self, text: str) -> bool:
        """Whether a text is made of nothing but the words between others, as "which one"."""
        words = self.words(text)
        return bool(words) and all(word in self.glue for word in words)

    def telling(self, sentence: str, aspect: Aspect) -> int:
        """How many signs a sentence has that it tells an aspect."""
        said = f" {' '.join(self.words(sentence))} "
        return sum(f" {beginning}" in said for beginning in self.speaks.get(aspect, ()))

    def _named(self, words: list[str], own: frozenset[str]) -> set[Aspect] | None:
        """The aspects of all phrases, the longest first at each place; None when a word is neither phrase nor glue."""
        named: set[Aspect] = set()
        place = 0
        while place < len(words):
            length = self._phrase(words[place:])
            if length:
                named.add(self.aspects[tuple(words[place : place + length])])
            elif words[place] not in self.glue and words[place] not in own:
                return None
            place += length or 1
        return named

    def _phrase(self, words: list[str]) -> int:
        longest = min(len(words), max(map(len, self.aspects), default=0))
        return next((length for length in range(longest, 0, -1) if tuple(words[:length]) in self.aspects), 0)


def _beginning(text: str, words: Callable[[str], list[str]]) -> str:
    """As it is looked for; a full stop ends a word that must be whole."""
    return " ".join(words(text)) + (" " if text.endswith(".") else "")


def _listed(words: Mapping[Aspect, str]) -> dict[Aspect, list[str]]:
    return {aspect: text.split(", ") for aspect, text in words.items()}


_RANK = (*ASKS, Aspect.OVERVIEW)
ENGLISH = FollowUps.of(_listed(ASKS), GLUE.split(), overview=("what is", "whats", "what are"), speaks=_listed(SPEAKS))
