"""How well and how fast topics are found: the matcher and its peers, each on texts that none learned from."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.chatbot import Chatbot, Kind
from knowledge.match import Examples, Ranker
from knowledge.peers import Peer
from knowledge.sets import Part, QuestionSet

DRAWS = 2000
"""Bootstrap samples of the 95 % interval."""

Asked = Callable[[], None]
"""Called after each text, for a progress bar."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of texts with its 95 % bootstrap interval."""

    share: float
    low: float
    high: float
    of: int

    @classmethod
    def among(cls, hits: Sequence[bool]) -> "Share":
        """How many are true; to draw true and false again and again is to draw from a binomial distribution."""
        share, count = float(np.mean(hits)), len(hits)
        drawn = np.random.default_rng(0).binomial(count, share, DRAWS) / count
        low, high = np.percentile(drawn, (2.5, 97.5))
        return cls(share, float(low), float(high), count)


@dataclass(frozen=True, slots=True)
class Delay:
    """Milliseconds of processor time until a reply: the wait on a core that has nothing else to do."""

    p50: float
    p95: float

    @classmethod
    def among(cls, seconds: Sequence[float]) -> "Delay":
        """The median, and what one of twenty takes longer than."""
        p50, p95 = np.percentile(seconds, (50, 95)) * 1000
        return cls(float(p50), float(p95))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a ranker said: the topic was right or not, its best score, and the time it took, one a text."""

    right: list[bool]
    score: list[float]
    seconds: list[float]


@dataclass(frozen=True, slots=True)
class Row:
    """One ranker on one set: the top answer right; and, from the floor on, answered right and the strange refused."""

    set: str
    ranker: str
    top: Share
    delay: Delay
    learning_seconds: float
    floor: float | None = None
    answered: Share | None = None
    refused: Share | None = None


def ask(ranker: Ranker, questions: Sequence[tuple[str, str]], asked: Asked = lambda: None) -> Trial:
    """Rank every text; one about something else has a topic that no ranker knows."""
    trial = Trial([], [], [])
    for topic, text in questions:
        begun = time.thread_time()
        ranked = ranker.rank(text)
        trial.seconds.append(time.thread_time() - begun)
        trial.right.append(bool(ranked) and ranked[0].topic == topic)
        trial.score.append(ranked[0].score if ranked else -np.inf)
        asked()
    return trial


def measure(name: str, peer: Peer, known: QuestionSet, asked: Asked = lambda: None) -> Row:
    """One row: the floor is chosen on what there is to tune on, then every part is asked once."""
    fits = _Fits(peer)
    tuned = _try_out(fits.on(known.tuning.learned), known.tuning, asked) if known.tuning else None
    trials = [_try_out(fits.on(part.learned), part, asked) for part in known.parts]
    inside, strange = _joined([one for one, _ in trials]), _joined([one for _, one in trials])
    top, delay = Share.among(inside.right), Delay.among(inside.seconds)
    if tuned is None:
        return Row(known.name, name, top, delay, fits.seconds)
    floor = best_floor(*tuned)
    answered, refused = map(Share.among, _hits(inside, strange, floor))
    return Row(known.name, name, top, delay, fits.seconds, floor, answered, refused)


def best_floor(inside: Trial, strange: Trial) -> float:
    """The score from which to answer: the best mean of questions answered right and strange texts refused."""
    return max(sorted({*inside.score, *strange.score}), key=lambda at: sum(map(np.mean, _hits(inside, strange, at))))


@dataclass(frozen=True, slots=True)
class Whole:
    """What the whole chatbot does with questions of our own, by the floors that it is shipped with."""

    right: Share
    wrong: Share
    offered: Share
    """Asked "did you mean" with the right topic among the offers."""
    refused: Share
    strange_answered: Share
    delay: Delay


def measure_whole(
    chatbot: Chatbot,
    questions: Sequence[tuple[str, str]],
    strange: Sequence[str],
    *,
    language: str = "en",
    asked: Asked = lambda: None,
) -> Whole:
    """Ask the chatbot everything, as a person of this language."""
    seconds, answers = [], []
    for text in (*(text for _, text in questions), *strange):
        begun = time.thread_time()
        answers.append(chatbot.answer(text, language=language))
        seconds.append(time.thread_time() - begun)
        asked()
    told = list(zip((topic for topic, _ in questions), answers, strict=False))
    refused = [answer.kind for answer in answers[len(questions) :]]
    return Whole(
        Share.among([one.kind is Kind.ANSWER and one.topic == topic for topic, one in told]),
        Share.among([one.kind is Kind.ANSWER and one.topic != topic for topic, one in told]),
        Share.among(
            [one.kind is Kind.CLARIFY and topic in {it.topic for it in one.suggestions} for topic, one in told]
        ),
        Share.among([kind is Kind.FALLBACK for kind in refused]),
        Share.among([kind is Kind.ANSWER for kind in refused]),
        Delay.among(seconds),
    )


def delay_of(reply: Callable[[str], object], texts: Sequence[str], asked: Asked = lambda: None) -> Delay:
    """How long replies to these texts take."""
    seconds = []
    for text in texts:
        begun = time.thread_time()
        reply(text)
        seconds.append(time.thread_time() - begun)
        asked()
    return Delay.among(seconds)


class _Fits:
    """Fits a peer, once for parts that are learned from the same; `seconds` is the longest that it took."""

    def __init__(self, peer: Peer) -> None:
        self._peer, self.seconds = peer, 0.0
        self._last: tuple[Examples, Ranker] | None = None

    def on(self, learned: Examples) -> Ranker:
        if self._last is None or self._last[0] is not learned:
            begun = time.perf_counter()
            self._last = (learned, self._peer.fit(learned))
            self.seconds = max(self.seconds, time.perf_counter() - begun)
        return self._last[1]


def _try_out(ranker: Ranker, part: Part, asked: Asked) -> tuple[Trial, Trial]:
    return ask(ranker, part.questions, asked), ask(ranker, [("", text) for text in part.strange], asked)


def _joined(trials: Sequence[Trial]) -> Trial:
    return Trial(
        [one for trial in trials for one in trial.right],
        [one for trial in trials for one in trial.score],
        [one for trial in trials for one in trial.seconds],
    )


def _hits(inside: Trial, strange: Trial, floor: float) -> tuple[Sequence[bool], Sequence[bool]]:
    """Which questions are answered right, and which strange texts refused, from a floor on."""
    answered = np.array(inside.right) & (np.array(inside.score) >= floor)
    return answered.tolist(), (np.array(strange.score) < floor).tolist()
