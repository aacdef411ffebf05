"""The rules that every text of the knowledge keeps: short, plain, calm, sourced, linked, reviewed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from knowledge.entries import Condition, Problem, Topic
from knowledge.readability import grade

LONGEST_ANSWER, LONGEST_MORE = 90, 120
"""Words: one bubble of a chat, and what is still read on a phone."""
HARDEST = 8.0
"""School grade: health agencies ask for grade 6 to 8 in texts for patients."""
LONGEST_QUESTION = 48
"""Characters: a question is also the label of a button."""
PARAPHRASES = (8, 25)
RELATED = (1, 4)

BRANDS = (
    "aldara|bavencio|braftovi|carac|coppertone|cotellic|efudex|efudix|erivedge|eucerin|gleevec|glivec|keytruda|"
    "libtayo|mekinist|mektovi|neutrogena|nivea|odomzo|opdivo|solaraze|tafinlar|yervoy|zelboraf|zyclara"
)

_DOSE = r"\d\s?(mg|mcg|µg|ml|iu|units?|milligrams?|micrograms?|millilit\w+|tablets?|pills?)\b"
_VERDICT = r"\byou have (an? )?(\w+ )?(melanoma|cancer|carcinoma|sarcoma|lymphoma)\b"
_FORBIDDEN = tuple(
    (re.compile(pattern, re.IGNORECASE), what, why)
    for pattern, what, why in (
        (r"!", "has an exclamation mark", "a frightened person reads this"),
        (r"unfortunately|please wait", "has a filler", "say it plainly"),
        (_VERDICT, "says what the reader has", "it never diagnoses"),
        (_DOSE, "names a dose", "a doctor decides a dose"),
        (rf"\b({BRANDS})\b", "names a brand", "no brand is advice"),
    )
)


def check_topic(topic: Topic, file: str) -> Iterator[Problem]:
    """Faults of one topic by itself."""
    if len(topic.question) > LONGEST_QUESTION:
        yield Problem(file, topic.id, f"question has {len(topic.question)} characters", f"<= {LONGEST_QUESTION}")
    if not PARAPHRASES[0] <= len(topic.paraphrases) <= PARAPHRASES[1]:
        yield Problem(file, topic.id, f"{len(topic.paraphrases)} paraphrases", "{} to {}".format(*PARAPHRASES))
    if not RELATED[0] <= len(topic.related) <= RELATED[1]:
        yield Problem(file, topic.id, f"{len(topic.related)} related topics", "{} to {}".format(*RELATED))
    for name, text, longest in (("answer", topic.answer, LONGEST_ANSWER), ("more", topic.more, LONGEST_MORE)):
        for what, why in _faults(text or "", longest):
            yield Problem(file, topic.id, f"{name} {what}", why)


def check_condition(condition: Condition, file: str) -> Iterator[Problem]:
    """Faults of one condition by itself; its texts are parts of bubbles and short by nature."""
    care = (text for step in condition.care for text in (step.extent, step.text))
    shown = (condition.name, condition.plain, condition.looks, condition.who, condition.confirmation, *care)
    shown = (*shown, condition.who_treats, condition.next_step, *condition.questions, *condition.always_say)
    for text in shown:
        for what, why in forbidden(text):
            yield Problem(file, condition.id, f"{text[:30]!r} {what}", why)


def check_links(topics: Sequence[Topic], conditions: Sequence[Condition]) -> Iterator[Problem]:
    """Ids that stand twice or lead nowhere, and paraphrases that would fit two topics."""
    yield from _twice((topic.group, topic.id, topic.id) for topic in topics)
    yield from _twice(("conditions", condition.id, condition.id) for condition in conditions)
    yield from _twice(("conditions", one.id, code) for one in conditions for code in one.codes)
    yield from _twice((topic.group, topic.id, plain(one)) for topic in topics for one in topic.paraphrases)
    ids, known = {topic.id for topic in topics}, {condition.id for condition in conditions}
    for topic in topics:
        for related in topic.related:
            if related not in ids or related == topic.id:
                yield Problem(topic.group, topic.id, f"related {related!r} leads nowhere", "it is a button")
        for side in topic.sides.values():
            if side not in ids or side == topic.id:
                yield Problem(topic.group, topic.id, f"side {side!r} leads nowhere", "follow-ups are answered by it")
        for condition in (topic.condition, topic.within):
            if condition is not None and condition not in known:
                yield Problem(topic.group, topic.id, f"condition {condition!r} is not there", "follow-ups need it")


def check_dates(entries: Iterable[Topic | Condition], today: date) -> Iterator[Problem]:
    """Entries whose review is overdue, or that were never to be reviewed again."""
    for entry in entries:
        if entry.review_by <= today:
            yield Problem("review", entry.id, f"review_by {entry.review_by} has passed", "facts grow old")
        if entry.review_by <= entry.reviewed:
            yield Problem("review", entry.id, "review_by is not after reviewed", "facts grow old")


def plain(text: str) -> str:
    """A text as it counts when two are compared: lower case, letters and figures only."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _faults(text: str, longest: int) -> Iterator[tuple[str, str]]:
    words, hard = len(text.split()), grade(text)
    if words > longest:
        yield f"has {words} words", f"<= {longest}"
    if hard > HARDEST:
        yield f"has reading grade {hard:.1f}", f"<= {HARDEST:.0f}"
    yield from forbidden(text)


def forbidden(text: str) -> Iterator[tuple[str, str]]:
    """What a text that is shown must not hold, and why."""
    for pattern, what, why in _FORBIDDEN:
        if pattern.search(text):
            yield what, why


def _twice(named: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file, entry, name in named:
        if name in first:
            yield Problem(file, entry, f"{name!r} stands twice, first in {first[name]}", "nobody could tell them apart")
        first.setdefault(name, entry)
