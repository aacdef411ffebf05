"""One typed question to the chatbot in this process, with and without the safety rules before it."""

from collections.abc import Callable
from itertools import cycle

from knowledge import corpus
from scripts.benchmarks.rounds import Part, Probe, timed
from scripts.talk import Talk


def questions() -> list[str]:
    """One question of people's own on each topic, more than any cache of the voice keeps, and a few on other things."""
    told = [topic.paraphrases[-1] for topic in corpus.load().topics.values()]
    return [*told, "who wins the cup final on saturday", "thanks", "sunscrean factor for a toddler"]


def reply_probes(country: str) -> list[Probe]:
    """The chatbot alone, and as the doors ask it."""
    talk = Talk.open(country)
    ways: dict[str, Callable[[str], object]] = {"chatbot": talk.chatbot.answer, "safety rules, then chatbot": talk.ask}
    return [Probe(Part.REPLY, what, timed(_in_turn(ask))) for what, ask in ways.items()]


def _in_turn(ask: Callable[[str], object]) -> Callable[[], object]:
    asked = cycle(questions())
    return lambda: ask(next(asked))
