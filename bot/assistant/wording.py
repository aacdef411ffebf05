"""Danger that words name: the rules of every language, read from YAML, and the alarms that they raise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.plain import folded, mended, plain
from knowledge.features import tokens

RULES = Path(__file__).parent / "rules"
ENGLISH = "en"


class AlarmKind(StrEnum):
    """Kinds of alarm, in the order in which they win."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    RED_FLAG = "red_flag"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm, and the rule that fired; `topic` answers a forbidden ask, `key` is the text of all others."""

    kind: AlarmKind
    rule: str
    topic: str | None = None

    @property
    def key(self) -> str:
        """The catalogue key of what to say; some crises and emergencies have words of their own."""
        return f"safety.{self.rule if self.rule in OWN_WORDS else self.kind.value}"

    @property
    def subject(self) -> str | None:
        """The topic that follow-ups refer to; none where help comes first."""
        return LEAVES_BEHIND.get(self.rule, "how-soon") if self.kind is AlarmKind.RED_FLAG else None


LEAVES_BEHIND = {
    "bleeds": "bleeding-spot",
    "grows": "evolving",
    "changes": "evolving",
    "does-not-heal": "sore-not-healing",
    "nail": "nail-line",
    "weak-defence": "immune-drugs",
    "earlier-melanoma": "recurrence-signs",
}
"""What a talk is about after the alarm of a red flag, by its rule."""

OWN_WORDS = frozenset({"bleeding", "overdose", "poison"})
"""Rules of what needs something done before help comes, or another number first."""

GAPS = {"..": r"(?:\S++ ){0,3}?", "...": r"(?:\S++ ){0,6}?", "....": r"(?:\S++ ){0,12}?"}
"""How many words may stand between. Never any number: a text twice as long may take twice as long, not four times."""

CUT = "~ "
"""Stands where a look-alike was: a gap may reach over it, no phrase matches it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires when each of `says` matches what is left of a text without its `look_alikes`."""

    id: str
    says: tuple[re.Pattern[str], ...]
    look_alikes: re.Pattern[str]
    topic: str | None

    def fires(self, text: str) -> bool:
        """Whether the plain text raises this alarm; each word of it ends in a space."""
        left = self.look_alikes.sub(CUT, text)
        return all(phrases.search(left) for phrases in self.says)


@dataclass(frozen=True, slots=True)
class Group:
    """The rules of one kind in one language. `general` holds the questions in general, which are for the chatbot."""

    kind: AlarmKind
    rules: tuple[Rule, ...]
    look_alikes: tuple[re.Pattern[str], ...]
    general: "tuple[General, ...]"

    def first(self, text: str) -> Alarm | None:
        """The alarm of the first rule that fires."""
        if any(general.asked(text) for general in self.general):
            return None
        left = self.harmless_cut(text, CUT)
        return next((Alarm(self.kind, rule.id, rule.topic) for rule in self.rules if rule.fires(left)), None)

    def harmless_cut(self, text: str, put: str) -> str:
        """The text with `put` in the place of each look-alike."""
        for look_alikes in self.look_alikes:
            text = look_alikes.sub(put, text)
        return text

    def beside(self, english: "Group") -> "Group":
        """These rules with what English knows to be harmless.

        People mix English into every language, and rules of other languages share words with it, such as "suicide".
        The other way round it would cost danger: a look-alike of one language may be a cry for help in another.
        """
        cut, general = (*self.look_alikes, *english.look_alikes), (*self.general, *english.general)
        return replace(self, look_alikes=tuple(dict.fromkeys(cut)), general=tuple(dict.fromkeys(general)))


@dataclass(frozen=True, slots=True)
class General:
    """A question in general opens like one, and nobody in particular is in it."""

    opens: re.Pattern[str]
    somebody: re.Pattern[str]

    def asked(self, text: str) -> bool:
        """Whether the plain text asks about melanoma at large rather than about somebody's own trouble."""
        return bool(self.opens.search(text)) and not self.somebody.search(text)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language, the gravest kind first, and the words whose misspellings are mended there."""

    groups: tuple[Group, ...]
    mend: tuple[str, ...]
    leave: frozenset[str]

    def readings(self, as_typed: str) -> tuple[str, ...]:
        """A plain text as it was typed and, where that differs, mended; each word ends in a space."""
        right = mended(as_typed, self.mend, self.leave)
        return (f"{as_typed} ",) if right == as_typed else (f"{as_typed} ", f"{right} ")


class Words:
    """The rules of every language, whatever language a person is spoken to in: danger does not mind its language."""

    def __init__(self) -> None:
        self.rules = tuple(_beside_english(rules_of(language)) for language in languages())

    def check(self, text: str) -> Alarm | None:
        """The gravest alarm that a rule raises."""
        return next(self.alarms(text), None)

    def alarms(self, text: str) -> Iterator[Alarm]:
        """The alarms that rules raise, the gravest first, each sought when it is asked for."""
        as_typed = plain(text)
        read = [(rules, rules.readings(as_typed)) for rules in self.rules]
        raised = (
            rules.groups[place].first(reading)
            for place, _ in enumerate(AlarmKind)
            for rules, readings in read
            for reading in readings
        )
        yield from filter(None, raised)


def told(text: str) -> str:
    """A text as its meaning is read: without look-alikes, for sentence vectors hear no "not" in "not to die".

    With none in it, it is read as the matcher reads it, whose vector is then at hand: each takes milliseconds.
    """
    whole = left = f"{plain(text)} "
    for group in rules_of(ENGLISH).groups:
        left = group.harmless_cut(left, "")
    return " ".join(tokens(text)) if left == whole else left


def languages() -> tuple[str, ...]:
    """The languages that have rules, English first: most texts are, and the first rule that fires ends the search."""
    named = sorted(path.stem for path in RULES.glob("??.yaml"))
    return tuple(sorted(named, key=lambda language: language != ENGLISH))


@cache
def rules_of(language: str) -> Rules:
    """The rules of a language, compiled once a process."""
    written = yaml.safe_load((RULES / f"{language}.yaml").read_text(encoding="utf-8"))
    words = _words(written["words"])
    asks, spelling = written["questions_in_general"], written["spelling"]
    general = General(phrases(asks["opens"], words), phrases(asks["somebody"], words))
    groups = tuple(_group(kind, written[kind], words, general) for kind in AlarmKind)
    return Rules(groups, tuple(spelling["mend"].split()), frozenset(spelling["leave"].split()))


def _beside_english(rules: Rules) -> Rules:
    pairs = zip(rules.groups, rules_of(ENGLISH).groups, strict=True)
    return replace(rules, groups=tuple(own.beside(english) for own, english in pairs))


def _group(kind: AlarmKind, written: Mapping[str, Any], words: Mapping[str, str], general: General) -> Group:
    rules = tuple(
        Rule(
            rule["id"],
            tuple(phrases(one, words) for one in (rule["any"], *rule.get("and", ()))),
            phrases(rule.get("look_alikes", ""), words),
            rule.get("topic"),
        )
        for rule in written["rules"]
    )
    asked = (general,) if written.get("leaves_questions_in_general") else ()
    return Group(kind, rules, (phrases(written.get("look_alikes", ""), words),), asked)


def phrases(written: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for all phrases, one a line, in the notation told at the head of the rules; none match no text."""
    lines = [line for line in folded(written).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    either = "|".join(_phrase(line, words) for line in lines) or r"(?!)"
    return re.compile(rf"(?<!\S)(?:{either})")


def _phrase(line: str, words: Mapping[str, str]) -> str:
    return "".join(_part(part, words) for part in line.split())


def _part(part: str, words: Mapping[str, str]) -> str:
    """A word with the space after it, a gap, or an end of the text."""
    if part in GAPS:
        return GAPS[part]
    if part in {"^", "$"}:
        return r"\A" if part == "^" else r"\Z"
    if part.endswith("|$)"):
        return rf"(?:{_part(part[:-3] + ')', words)}|\Z)"
    if part.startswith("["):
        return f"(?:{_part(part[1:-1], words)})?"
    return f"(?:{_filled(part, words)}) "


def _words(lists: Mapping[str, str]) -> Mapping[str, str]:
    """The lists of words, each with the lists that it names put in; a list names only lists above it."""
    filled: dict[str, str] = {}
    for name, written in lists.items():
        filled[name] = _filled("".join(folded(written).splitlines()), filled)
    return filled


def _filled(written: str, words: Mapping[str, str]) -> str:
    spelt = written.replace("*", r"\w{0,12}").replace("_", " ")
    return re.sub(r"\{([a-z-]+)\}", lambda name: f"(?:{words[name[1]]})", spelt)
