"""Follow-up questions: "and the treatment?" says which side of the subject is meant, not what the subject is."""

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
    Aspect.OUTLOOK: "outlook prognosis survive survival chance chances cure cured curable healed heal live",
    Aspect.CHILDREN: "child children childrens kid kids baby babies son daughter teenager teenagers teens young",
    Aspect.CAUSE: "cause causes caused why reason reasons from",
    Aspect.SPREAD: "spread spreads spreading metastasis metastases metastasise metastasize contagious infectious catch",
    Aspect.FOLLOW_UP: "follow followup checkup checkups after afterwards aftercare return returns recur recurrence "
    "again back",
    Aspect.OVERVIEW: "explain mean means meaning more details detail tell",
}
"""Words that name an aspect; where a text has words of several, the first of this list wins."""

_GLUE = frozenset(
    tokens(
        "a about also am an and any anything are at be been being but can come comes could did do does for get gets "
        "give go good had has have how i if in is it its itself just know like long many me much my need now of ok on "
        "one ones or please should so something than that the their them then there they thing this those to too up "
        "us usually was way we what whats when where which who will with would you your"
    )
)
_ASPECT_OF = {word: aspect for aspect, words in _ASPECTS.items() for word in words.split()}
_RANK = tuple(_ASPECTS)
_LONGEST = 10


def aspect_of(text: str) -> Aspect | None:
    """The aspect that a follow-up asks for; None when the text names a subject of its own or asks for nothing."""
    words = tokens(text)
    if not words or len(words) > _LONGEST or any(word not in _GLUE and word not in _ASPECT_OF for word in words):
        return None
    named = {_ASPECT_OF[word] for word in words if word in _ASPECT_OF}
    if named:
        return min(named, key=_RANK.index)
    return Aspect.OVERVIEW if words[:2] == ["what", "is"] or words[0] == "whats" else None
