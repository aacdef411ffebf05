"""One typed question to the chatbot in this process, with and without the safety rules before it."""

from collections.abc import Callable
from itertools import cycle

from scripts.benchmarks.rounds import Part, Probe, timed
from scripts.talk import Talk

QUESTIONS = (
    "is a mole that itches dangerous",
    "how often should i check my skin",
    "what does the ABCDE rule mean?",
    "can melanoma come back after it was taken out, my scar looks fine but i keep wondering about it",
    "sunscrean factor for a toddler",
    "does a biopsy hurt",
    "who wins the cup final on saturday",
    "thanks",
    "what is the difference between a basal cell and a squamous cell cancer",
    "my gran has actinic keratosis on her scalp, does it have to be frozen off?",
    "how long until the results are back",
)
"""As people write; their number has no common factor with the calls of a round, so that every call meets others."""


def reply_probes(country: str) -> list[Probe]:
    """The chatbot alone, and as the doors ask it."""
    talk = Talk.open(country)
    ways: dict[str, Callable[[str], object]] = {"chatbot": talk.chatbot.answer, "safety rules, then chatbot": talk.ask}
    return [Probe(Part.REPLY, what, timed(_in_turn(ask))) for what, ask in ways.items()]


def _in_turn(ask: Callable[[str], object]) -> Callable[[], object]:
    questions = cycle(QUESTIONS)
    return lambda: ask(next(questions))
