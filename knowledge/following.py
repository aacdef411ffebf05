"""Follow-ups: a text that leans on the subject of the talk finds the side of it that it asks for, and no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers import Kind
from knowledge.corpus import Corpus
from knowledge.entries import Aspect, Condition, Level, Topic
from knowledge.finding import OFFERED, Finding, Findings, still_about
from knowledge.followups import FollowUps
from knowledge.match import Match
from knowledge.passages import part_of
from knowledge.questions import is_short, leans, pointed_at
from knowledge.sides import said_by

FOLLOWED = 0.9
"""Confidence of a follow-up: found by rule within a known subject, not measured."""
NAMED = 0.35
"""From where on a match is no accident: what matched nothing is believed from here once its subject is put in."""
UNPOINTED = 0.75
"""The same for what points at nothing, as "side effects": of 721 such texts about something else one comes so far."""
_LONG_ENOUGH = 4
"""Letters of a word, or of its beginning, that tells what a question is after."""
_BETTER_SAID_BY_CONDITION = frozenset({Aspect.WHO, Aspect.NEXT, Aspect.WHEN})


@dataclass(frozen=True, slots=True)
class Thread:
    """What the talk is about, a topic or a condition, and whether all that a topic has was told."""

    subject: str
    more_told: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a follow-up asks of its subject: the text, the side that it names, the topic and the condition meant.

    The condition is that of the topic, be it one of its sides, a kind of it or a part.
    """

    text: str
    aspect: Aspect
    thread: Thread
    topic: Topic | None
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Following:
    """Where the sides of a subject are looked for, in turn, and what is told when there is none."""

    findings: Findings
    followups: FollowUps
    rank: Callable[[str], list[Match]]

    @property
    def _corpus(self) -> Corpus:
        return self.findings.corpus

    def asked(self, text: str, thread: Thread) -> Finding | None:
        """The side of the subject that a text asks for; None when it asks for none or names another subject."""
        topic, condition = self._about(thread)
        if topic is None and condition is None:
            return None
        own = self.followups.words(topic.question) if topic and leans(text) else ()
        aspect = self.followups.aspect_of(text, own)
        ask = Ask(text, aspect, thread, topic, condition) if aspect else None
        return still_about(thread.subject, self._side(ask)) if ask else None

    def leaning(self, text: str, thread: Thread, found: Finding) -> Finding:
        """A text that names no side but is too short to stand alone, in the light of its subject."""
        lost = found.kind is Kind.FALLBACK
        if not any(self._about(thread)) or not (leans(text) or (lost and is_short(text))):
            return found
        if lost and self.followups.says_nothing(text):
            return self.findings.no_more(thread.subject)
        lit = self._in_its_light(text, thread, found)
        return still_about(thread.subject, lit) if lit.kind is not Kind.FALLBACK else lit

    def _about(self, thread: Thread) -> tuple[Topic | None, Condition | None]:
        topic = self._corpus.topics.get(thread.subject)
        return topic, self._corpus.conditions.get((topic.condition or topic.within or "") if topic else thread.subject)

    def _side(self, ask: Ask) -> Finding:
        again = ask.topic is not None and ask.aspect is ask.topic.aspect
        if again or ask.aspect is Aspect.MORE or (ask.aspect is Aspect.OVERVIEW and not ask.condition):
            return self._deeper(ask)
        ways = (self._declared, self._of_condition, self._in_own_words, self._of_whole, self._of_anything, self._near)
        found = (way(ask) for way in ways)
        return next((one for one in found if one), None) or self.findings.no_more(ask.thread.subject)

    def _declared(self, ask: Ask) -> Finding | None:
        """The topic that the subject names for it, or what that topic has beyond its answer when only this tells it."""
        side = self._corpus.topics.get(ask.topic.sides.get(ask.aspect, "")) if ask.topic else None
        if not side:
            return None
        beyond = not self._telling(side.answer, ask.aspect) and self._telling(side.more or "", ask.aspect)
        told = self.findings.told(side, FOLLOWED)
        return replace(told, text=side.more) if beyond and side.more else told

    def _of_condition(self, ask: Ask) -> Finding | None:
        """The condition's topic for it; a kind or a part of a condition is asked first what it says itself."""
        if not ask.condition or (ask.topic and ask.topic.within):
            return None
        side = self._corpus.about(ask.condition.id, ask.aspect)
        return self.findings.told(side, FOLLOWED) if side else None

    def _in_own_words(self, ask: Ask) -> Finding | None:
        """What the subject itself says about it; whom to see, and by when, its condition knows better."""
        if not ask.topic or (ask.condition and ask.aspect in _BETTER_SAID_BY_CONDITION):
            return None
        beginnings = self._beginnings(ask.text)

        def tells(sentence: str) -> int:
            signs = self._telling(sentence, ask.aspect)
            return signs + _sharing(self.followups.words(sentence), beginnings) if signs else 0

        return self._says(ask.topic, ask.thread, tells)

    def _of_whole(self, ask: Ask) -> Finding | None:
        """What the condition, its topics and its overview have for it."""
        if not ask.condition:
            return None
        overview = self._corpus.about(ask.condition.id, Aspect.OVERVIEW)
        declared = overview.sides.get(ask.aspect) if overview else None
        side = self._corpus.about(ask.condition.id, ask.aspect) or self._corpus.topics.get(declared or "")
        if side:
            return self.findings.told(side, FOLLOWED)
        related = self.findings.offered(one.id for one in self._corpus.of(ask.condition.id))[:OFFERED]
        said = said_by(ask.condition, ask.aspect)
        return Finding(Kind.ANSWER, said, FOLLOWED, None, ask.condition.id, related) if said else None

    def _of_anything(self, ask: Ask) -> Finding | None:
        """The topic that tells it of whatever is talked about."""
        side = self._corpus.anywhere(ask.aspect)
        return self.findings.told(side, FOLLOWED) if side and side is not ask.topic else None

    def _near(self, ask: Ask) -> Finding | None:
        """What a neighbour says to it, when words point there by no accident and it tells no other side."""
        near = self._neighbours(ask.thread)
        found = self.findings.judged([one for one in self._besides(ask.text, ask.thread) if one.topic in near])
        told = self._corpus.topics[found.topic].aspect if found.topic else None
        return found if _is_sure(found, NAMED) and told in {None, ask.aspect} else None

    def _deeper(self, ask: Ask) -> Finding:
        """More of the same: what was not told yet, else what it is about, else that this was all."""
        if ask.topic and ask.topic.more and not ask.thread.more_told:
            return self._rest(ask.topic)
        if ask.topic and ask.aspect is Aspect.OVERVIEW:
            return self.findings.told(ask.topic, FOLLOWED)
        whole = None if ask.topic else self._of_whole(replace(ask, aspect=Aspect.OVERVIEW))
        return self._in_own_words(ask) or whole or self.findings.no_more(ask.thread.subject)

    def _besides(self, text: str, thread: Thread) -> list[Match]:
        """What a text means beside its subject, which is put in where it points, else before it."""
        topic, _ = self._about(thread)
        name = self.findings.name_of(thread.subject)
        asked = pointed_at(text, name) if name else f"{topic.question} {text}" if topic else text
        return _without(thread.subject, self._at_home(self.rank(asked), thread))

    def _neighbours(self, thread: Thread) -> set[str]:
        """The topics that the subject names or that name it, and those of its condition."""
        topic, condition = self._about(thread)
        named_by = {one.id for one in self._corpus.topics.values() if thread.subject in one.related}
        same = {one.id for one in self._corpus.of(condition.id)} if condition else set()
        return (named_by | same | set(topic.related if topic else ())) - {thread.subject}

    def _in_its_light(self, text: str, thread: Thread, found: Finding) -> Finding:
        """ "What if I leave it" says little by itself; with the name of its subject put in, it may say more.

        What is found so is told when it is surer than what the text says alone, unless that is surely urgent.
        """
        (topic, _), name = self._about(thread), self._called(thread)
        if self.findings.level(found).gravity >= Level.URGENT.gravity and found.confidence >= NAMED:
            return found
        if not name:
            beside = self.findings.judged(self._besides(text, thread))
            return beside if _is_sure(beside, max(NAMED, found.confidence if found.topic else 0)) else found
        ranked = self._at_home(self.rank(pointed_at(text, name)), thread)
        named = self.findings.judged(ranked)
        if topic and named.topic == topic.id:
            return self._beyond(topic, text, thread, ranked, found) if leans(text) else found
        nothing = NAMED if leans(text) else UNPOINTED
        least = {Kind.ANSWER: found.confidence, Kind.FALLBACK: nothing}.get(found.kind, 0.0)
        return named if _is_sure(named, least) else found

    def _called(self, thread: Thread) -> str | None:
        """The name of the subject, or the statement by which people bring it up, as "a dark line in my nail"."""
        topic, _ = self._about(thread)
        return self.findings.name_of(thread.subject) or (topic.question if topic and _is_own_spot(topic) else None)

    def _at_home(self, ranked: Sequence[Match], thread: Thread) -> list[Match]:
        """Without the topics of other conditions than those that the subject or its neighbours tell of."""
        _, condition = self._about(thread)
        near = {self._corpus.topics[one].condition for one in self._neighbours(thread)}
        home = {None, condition.id} if condition else {None, *near}
        return [one for one in ranked if self._corpus.topics[one.topic].condition in home]

    def _beyond(self, topic: Topic, text: str, thread: Thread, ranked: Sequence[Match], found: Finding) -> Finding:
        """What else there is when the subject's own topic comes first, which was told already.

        Its name alone may have brought it there: a text with words of its own is answered where these are found.
        """
        if _is_sure(found, NAMED):
            return found
        beginnings = self._beginnings(text)
        own = self._says(topic, thread, lambda sentence: _sharing(self.followups.words(sentence), beginnings))
        beside = self.findings.judged([match for match in ranked if match.topic != topic.id])
        if own or _is_sure(beside, 0):
            return own or beside
        if _is_own_spot(topic) and (advice := self._says(topic, thread, self._advises)):
            return advice
        unheard = topic.more and not thread.more_told and not beginnings
        return self._rest(topic) if unheard else self.findings.no_more(topic.id)

    def _advises(self, sentence: str) -> int:
        return self.followups.telling(sentence, Aspect.NEXT)

    def _rest(self, topic: Topic) -> Finding:
        return replace(self.findings.told(topic, FOLLOWED), text=topic.more or topic.answer)

    def _beginnings(self, text: str) -> set[str]:
        """Of the words that tell what a text is after, as much as other forms of them share."""
        glue = self.followups.glue
        words = (word for word in self.followups.words(text) if word not in glue and len(word) >= _LONG_ENOUGH)
        return {word[: max(_LONG_ENOUGH, len(word) - 2)] for word in words}

    def _says(self, topic: Topic, thread: Thread, tells: Callable[[str], int]) -> Finding | None:
        """The part of the answer that tells it; the rest where this tells far more, and all of it the first time."""
        part, weight = part_of(topic.answer, tells)
        further, more = part_of(topic.more or "", tells)
        if more > weight + bool(weight):
            part = further if thread.more_told else topic.more
        return replace(self.findings.told(topic, FOLLOWED), text=part) if part else None

    def _telling(self, sentence: str, aspect: Aspect) -> int:
        """How much a sentence tells an aspect; "within two weeks" in an advice to see a doctor is no duration."""
        advice = aspect is Aspect.DURATION and self._advises(sentence)
        return 0 if advice else self.followups.telling(sentence, aspect)


def _is_own_spot(topic: Topic) -> bool:
    """Whether people bring it up as a statement about themselves; what comes after it may be a change for the worse."""
    return not topic.question.endswith("?")


def _without(subject: str, ranked: Sequence[Match]) -> list[Match]:
    """The chances of the others when it is none of the subject itself, whose name was put in."""
    left = 1 - sum(one.score for one in ranked if one.topic == subject)
    return [Match(one.topic, one.score / left) for one in ranked if one.topic != subject and left > 0]


def _sharing(words: Sequence[str], beginnings: set[str]) -> int:
    return sum(any(word.startswith(one) for word in words) for one in beginnings)


def _is_sure(found: Finding, least: float) -> bool:
    return found.kind is Kind.ANSWER and found.confidence > least
