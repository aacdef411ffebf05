"""Follow-up questions: "and the treatment?" says which side of the subject is meant, not what the subject is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from knowledge.entries import Aspect
from knowledge.features import tokens

_ASPECTS = {
    Aspect.TREATMENT: "treatment treatments treat treated treating therapy therapies remove removed removal operation "
    "operate surgery medicine medicines cream creams help",
    Aspect.DANGER: "dangerous danger deadly serious bad harmless harmful fatal kill kills die risky worry worried "
    "malignant aggressive safe",
    Aspect.LOOKS: "look looks looking appearance recognise recognize sign signs symptom symptoms picture pictures "
    "spot see colour color",
    Aspect.CONFIRM: "diagnose diagnosed diagnosis diagnostic test tests tested confirm confirmed biopsy proven certain",
    Aspect.OUTLOOK: "outlook prognosis survive survival rate rates chance chances cure cured curable healed heal live",
    Aspect.CHILDREN: "child children childrens kid kids baby babies son daughter teenager teenagers teens young",
    Aspect.CAUSE: "cause causes caused why reason reasons from",
    Aspect.SPREAD: "spread spreads spreading metastasis metastases metastasise metastasize contagious infectious catch",
    Aspect.FOLLOW_UP: "follow followup checkup checkups after afterwards aftercare return returns recur recurrence "
    "again back",
    Aspect.MORE: "explain mean means meaning more details detail tell",
}
"""Words that name an aspect; where a text has words of several, the first of this list wins."""

_GLUE = (
    "a about also am an and any anything are at be been being but can come comes could did do does for get gets "
    "give go good had has have how i if in is it its itself just know like long many me much my need now of ok on "
    "one ones or please should so something than that the their them then there they thing this those to too up "
    "us usually was way we what whats when where which who will with would you your"
)
_LONGEST = 10


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The words of a language that name an aspect, the gravest first, and those that only hold them together."""

    aspects: Mapping[str, Aspect]
    glue: frozenset[str]
    words: Callable[[str], list[str]]
    overview: frozenset[tuple[str, ...]] = frozenset()
    """How a question begins that asks what the subject is, when it names no aspect."""

    @classmethod
    def of(
        cls,
        aspects: Mapping[Aspect, Iterable[str]],
        glue: Iterable[str],
        words: Callable[[str], list[str]] = tokens,
        overview: Iterable[str] = (),
    ) -> "FollowUps":
        """From lists of words as they are written."""
        named = [(word, aspect) for aspect, listed in aspects.items() for text in listed for word in words(text)]
        return cls(
            dict(reversed(named)),
            frozenset(word for text in glue for word in words(text)),
            words,
            frozenset(tuple(words(text)) for text in overview),
        )

    def aspect_of(self, text: str) -> Aspect | None:
        """The aspect that a follow-up asks for; None when the text names a subject of its own or asks for nothing."""
        words = self.words(text)
        if not words or len(words) > _LONGEST or any(self._names_a_subject(word) for word in words):
            return None
        named = {self.aspects[word] for word in words if word in self.aspects}
        if named:
            return min(named, key=_RANK.index)
        opens = any(tuple(words[: len(start)]) == start for start in self.overview)
        return Aspect.OVERVIEW if opens else None

    def _names_a_subject(self, word: str) -> bool:
        return word not in self.glue and word not in self.aspects


_RANK = (*_ASPECTS, Aspect.OVERVIEW)
ENGLISH = FollowUps.of(
    {aspect: words.split() for aspect, words in _ASPECTS.items()}, _GLUE.split(), overview=("what is", "whats")
)
