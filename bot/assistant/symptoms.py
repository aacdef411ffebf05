"""The questions about the spot that stand beside a photo: which one is open, what is offered, what an answer means."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.assistant.replies import Choice, Reply
from bot.assistant.texts import Texts
from bot.assistant.understand import bare, understand, words_of
from ml.answers import SIGNS, Answers, Site

QUESTIONS = ("bleed", "grew", "changed", "itch", "hurt", "raised", "site", "age")
"""In their order: the signs that ask for a doctor by themselves come first, for those who stop early."""

PATIENCE = timedelta(minutes=10)
"""How long an open question waits before the result comes without it, as the first one says."""

YOUNGEST, OLDEST = 18, 120
"""Ages in years that are taken; younger people are sent to a doctor without a photo."""

AGES = (24, 35, 45, 55, 65, 75, 85)
"""The middle of each range that has a button, from 18 to 29 up to 80 and over."""

SITES = tuple(site.value for site in Site)

SKIP, ALL = "skip", "all"

Answer = bool | int | str | None
Told = Mapping[str, Answer]
"""What was said to each question that is over, None where it was skipped, as it is stored."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A photo that is being asked about, and what was told so far."""

    photo: str
    told: Told

    @property
    def open(self) -> str | None:
        """The question that comes next; None when they are over."""
        return next((question for question in QUESTIONS if question not in self.told), None)

    def closed(self) -> "Asked":
        """The same with every question that is still open skipped."""
        return replace(self, told={question: self.told.get(question) for question in QUESTIONS})

    def after(self, press: str) -> "Asked | None":
        """The same after a press such as `bleed:yes`, of an earlier question too; None for one that nothing offers."""
        question, _, word = press.partition(":")
        if question == ALL:
            return self.closed()
        try:
            return replace(self, told={**self.told, question: answer(question, word)})
        except ValueError:
            return None


def answer(question: str, word: str) -> Answer:
    """What a word of a button or a form says to a question. Raises ValueError for a word that says nothing there."""
    match word:
        case "skip" if question in QUESTIONS:
            return None
        case "yes" | "no" if question in SIGNS:
            return word == "yes"
        case _ if question == "site":
            return Site(word).value
        case _ if question == "age" and YOUNGEST <= int(word) <= OLDEST:
            return int(word)
        case _:
            raise ValueError(f"{word} to {question}")


def answers_of(told: Told | None) -> Answers:
    """The answers as verdict and model take them."""
    said = {question: (told or {}).get(question) for question in QUESTIONS}
    site = said.pop("site")
    return Answers(site=Site(site) if site else None, **said)  # type: ignore[arg-type]  # each was read by `answer`


def ask(asked: Asked | None, texts: Texts) -> Reply | None:
    """The open question with its buttons and its number; None when there is none."""
    question = asked.open if asked else None
    if asked is None or question is None:
        return None
    place = QUESTIONS.index(question) + 1
    text = texts("ask.question", question=texts(f"ask.{question}"), place=place, all=len(QUESTIONS))
    offered = tuple(Choice(_id(asked, question, word), label) for word, label in _offers(question, texts))
    skip_all = Choice(_id(asked, ALL, SKIP), texts("ask.skip-all"))
    return Reply(text, (*offered, Choice(_id(asked, question, SKIP), texts("ask.skip")), skip_all))


def _offers(question: str, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Words and labels of the answers that a question offers."""
    if question == "site":
        return tuple((site, texts(f"ask.sites.{site}")) for site in SITES)
    if question == "age":
        return tuple((str(age), texts(f"ask.ages.{age}")) for age in AGES)
    return tuple((word, texts(f"ask.{word}")) for word in ("yes", "no"))


def hear(text: str, asked: Asked, texts: Texts) -> str | None:
    """The id of the button that a free text means at the open question; an age in years is one as well."""
    question, shown = asked.open, ask(asked, texts)
    if question is None or shown is None:
        return None
    said = bare(text)
    if question == "age" and (years := _years(said, texts)):
        return _id(asked, "age", str(years))
    if said in words_of("ask.words.skip", texts) or (question not in SIGNS and said in words_of("words.no", texts)):
        return _id(asked, question, SKIP)
    if said in words_of("ask.words.skip-all", texts):
        return _id(asked, ALL, SKIP)
    for word in ("yes", "no") if question in SIGNS else ():
        if said in words_of(f"ask.words.{word}", texts):
            return _id(asked, question, word)
    return understand(_without_beginning(said, texts) if question == "site" else text, shown.choices, texts)


def _years(said: str, texts: Texts) -> int | None:
    """The number in "i am 47 years old"; one of a single digit is the number of a button."""
    around = words_of("ask.words.age", texts)
    numbers = [word for word in said.split() if word not in around]
    return int(numbers[0]) if len(numbers) == 1 and numbers[0].isdecimal() and 1 < len(numbers[0]) < 4 else None


def _without_beginning(said: str, texts: Texts) -> str:
    """`on my left ear` is `ear`."""
    words, before = said.split(), words_of("ask.words.before", texts)
    while len(words) > 1 and words[0] in before:
        words.pop(0)
    return " ".join(words)


def _id(asked: Asked, question: str, word: str) -> str:
    return f"ask:{asked.photo}:{question}:{word}"
