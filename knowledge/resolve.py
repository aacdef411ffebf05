"""From what was typed to what is answered: small talk off, follow-ups in their subject, then the matcher's best."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers import Kind
from knowledge.corpus import Corpus
from knowledge.entries import Level, Topic
from knowledge.finding import OFFERED, Finding, Findings, Floors, Matching
from knowledge.following import FOLLOWED, NAMED, Following, Thread
from knowledge.followups import ENGLISH, FollowUps
from knowledge.questions import leans, questions_of
from knowledge.smalltalk import SmallTalk

_MOST_PARTS = 6
"""Sentences that are looked at one by one; a long story is matched as a whole anyway."""


class Resolver:
    """Decides between answer, "did you mean", small talk and "I only know about skin"; keeps nothing of a text."""

    def __init__(
        self,
        corpus: Corpus,
        matcher: Matching,
        talk: SmallTalk,
        *,
        floors: Floors | None = None,
        followups: FollowUps = ENGLISH,
    ) -> None:
        self._corpus, self._matcher, self._talk, self._followups = corpus, matcher, talk, followups
        self._findings = Findings(corpus, talk, floors or Floors())
        self._following = Following(self._findings, followups, lambda text: matcher.rank_all([text])[0])

    def small_talk(self, text: str) -> Finding | None:
        """The line for a text that is nothing but small talk, and what is offered with it."""
        kind = self._talk.kind(text)
        if kind is None:
            return None
        offered = tuple(one for one in self._talk.offers.get(kind, ()) if one in self._corpus.topics)
        return Finding(Kind.SMALLTALK, self._talk.answers[kind], 1.0, suggestions=offered)

    def question(self, text: str, thread: Thread | None = None, *, asked_before: bool = False) -> Finding:
        """The finding for a text with a question in it; `thread` is what the talk is about.

        Who was `asked_before` what they meant is not asked a second time in a row.
        """
        found = self._find(text, thread)
        return self.nothing() if asked_before and found.kind is Kind.CLARIFY else found

    def nothing(self) -> Finding:
        """Nothing fits: what can be asked, by examples."""
        return self._findings.nothing()

    def told(self, topic: Topic) -> Finding:
        """The answer of a topic."""
        return self._findings.told(topic)

    def asking(self, topics: Sequence[str], confidence: float) -> Finding:
        """ "Did you mean" one of these?"""
        return self._findings.asking(topics, confidence)

    def _find(self, text: str, thread: Thread | None) -> Finding:
        spoken = [part for part in questions_of(text) if not self._talk.kind(part)]
        parts = [question for part in spoken if (question := self._talk.question(part))]
        whole = " ".join(parts)
        if thread and (followed := self._following.asked(whole, thread)):
            return followed
        looked_at = parts[:_MOST_PARTS] if len(parts) > 1 else []
        first, *rest = map(self._findings.judged, self._matcher.rank_all([whole, *looked_at]))
        found = self._choose(first, self._in_turn(looked_at, rest)) if rest else first
        found = self._following.leaning(whole, thread, found) if thread else found
        return self._findings.piece() if self._talk.is_piece(whole) and self._is_lost(found) else found

    def _is_lost(self, found: Finding) -> bool:
        """Whether a text that may be a piece of a story says nothing else that is sure or grave."""
        if found.still_about or self._findings.level(found) is not Level.GENERAL:
            return False
        return found.kind is Kind.FALLBACK or found.confidence < NAMED

    def _in_turn(self, parts: Sequence[str], found: Sequence[Finding]) -> list[Finding]:
        """Each part's finding; "and how is it treated?" takes its subject from the part before.

        What leans on another part and is no such side, as "does it hurt", says nothing by itself: the whole tells it,
        unless what it seems to say is graver.
        """
        told: list[Finding] = []
        for part, finding in zip(parts, found, strict=True):
            before = told[-1].condition if told else None
            aspect = self._followups.aspect_of(part) if before else None
            side = self._corpus.about(before, aspect) if before and aspect else None
            if side:
                told.append(self._findings.told(side, FOLLOWED))
            elif (
                not told
                or not leans(part)
                or self._findings.level(finding).gravity > self._findings.level(told[-1]).gravity
            ):
                told.append(finding)
        return told

    def _choose(self, whole: Finding, parts: Sequence[Finding]) -> Finding:
        """Of several questions the graver, then the surer one; a second is told too when both are sure."""
        answered = {part.topic: part for part in parts if part.kind is Kind.ANSWER and part.topic}
        if not answered or (len(answered) == 1 and whole.kind is Kind.ANSWER):
            return whole
        first, *others = sorted(answered.values(), key=self._weight, reverse=True)
        also = others[0].topic if len(others) == 1 and self._both_told(first, others[0]) else None
        offered = dict.fromkeys((*(one.topic for one in others if one.topic), *first.suggestions))
        return replace(first, suggestions=tuple(one for one in offered if one != also)[: OFFERED + 1], also=also)

    def _both_told(self, first: Finding, second: Finding) -> bool:
        """When both are sure, and the first is no emergency, beside which nothing else is said."""
        sure = min(first.confidence, second.confidence) >= self._findings.floors.both
        return sure and self._findings.level(first) is not Level.EMERGENCY

    def _weight(self, finding: Finding) -> tuple[int, float]:
        return self._findings.level(finding).gravity, finding.confidence
