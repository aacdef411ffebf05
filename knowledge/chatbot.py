"""The chatbot: a typed question in, a sourced answer out, in the language of the person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knowledge.answers import Answer, Kind, Suggestion
from knowledge.corpus import FOLDER, Corpus
from knowledge.features import LONGEST_TEXT
from knowledge.finding import Finding
from knowledge.following import Thread
from knowledge.learned import Learned
from knowledge.match import Examples, Matcher
from knowledge.sentences import shipped_encoder
from knowledge.voice import Voice

__all__ = ["Answer", "Chatbot", "Kind", "Suggestion", "Voices"]

ENGLISH = "en"

SURE_OF_ENGLISH = 0.5
"""Confidence from which an English answer is told rather than a "did you mean" in the language of the person."""

LEARNED = FOLDER / "learned.npz"
"""Made by `lentigo knowledge learn`; stale where the knowledge files have changed since, and then only slow."""


@dataclass(frozen=True, slots=True)
class Voices:
    """All languages over one corpus."""

    english: Voice
    abroad: Mapping[str, Voice]

    @classmethod
    def of(cls, corpus: Corpus) -> "Voices":
        """Fit the matchers on the topics; takes a second or two, half a minute where `LEARNED` is stale."""
        examples = examples_of(corpus)
        matcher = Matcher(examples, shipped_encoder(), Learned(LEARNED))
        abroad = {language: Voice.abroad(corpus, pack) for language, pack in corpus.packs.items()}
        return cls(Voice.english(corpus, examples, matcher), abroad)

    def speaking(self, language: str) -> Voice:
        """The voice of a language tag such as `es` or `es-MX`; English where there is none."""
        return self.abroad.get(language.split("-", maxsplit=1)[0].lower(), self.english)


class Chatbot:
    """ChatterBot over the corpus. It learns nothing and keeps nothing, so threads and users share one.

    The voices are asked for anew with each question, for they change when the knowledge files do.
    """

    def __init__(self, voices: Callable[[], Voices]) -> None:
        self._voices = voices

    @classmethod
    def from_corpus(cls, corpus: Corpus) -> "Chatbot":
        """Over a corpus that stays as it is."""
        voices = Voices.of(corpus)
        return cls(lambda: voices)

    def answer(
        self,
        text: str,
        *,
        subject: str | None = None,
        more_told: bool = False,
        language: str = ENGLISH,
        asked_before: bool = False,
    ) -> Answer:
        """The answer to a text of any length; `subject` is the topic or condition id that follow-ups refer to.

        `more_told` says that all of the subject was told. Who types English to a voice of another language is
        understood too. After a "did you mean", `asked_before` keeps the next unsure text from being answered by
        another. Takes milliseconds of processor time: call it in a thread from a running event loop.
        """
        voices, read = self._voices(), text[:LONGEST_TEXT]
        voice, thread = voices.speaking(language), Thread(subject, more_told) if subject else None
        found = voice.find(read, thread, asked_before=asked_before)
        if voice is voices.english or found.kind in {Kind.ANSWER, Kind.SMALLTALK} or found.still_about:
            return voice.answer(found)
        english = voices.english.find(read, thread, asked_before=asked_before)
        return voice.answer(voice.retold(english) if _is_better(english, found) else found)

    def topic(self, topic_id: str, *, language: str = ENGLISH) -> Answer | None:
        """The answer of a topic, as when its button was pressed; None when there is no such topic."""
        return self._voices().speaking(language).topic(topic_id)

    def none_of_these(self, *, language: str = ENGLISH) -> Answer:
        """What is said to who meant none of the topics that were offered."""
        voice = self._voices().speaking(language)
        return voice.answer(voice.resolver.nothing())


def _is_better(english: Finding, found: Finding) -> bool:
    """Whether English knows a text that the language of the person does not, or has to ask about."""
    if found.kind is Kind.FALLBACK:
        return english.kind is not Kind.FALLBACK
    return english.kind is Kind.ANSWER and english.confidence >= SURE_OF_ENGLISH


def examples_of(corpus: Corpus) -> Examples:
    """What the matcher learns from a corpus: questions, answers, and texts about something else."""
    topics = corpus.topics.values()
    questions = [(topic.id, text) for topic in topics for text in (topic.question, *topic.paraphrases)]
    return Examples(questions, [(topic.id, topic.answer) for topic in topics], corpus.elsewhere)
