"""What must be caught before the chatbot sees a text: crisis, emergency, red flags, forbidden asks."""

from collections.abc import Iterator, Mapping, Sequence

import yaml

from bot.assistant.letters import MOST_SENTENCES, Letters
from bot.assistant.phrasings import ASKS
from bot.assistant.sounds import SOUNDS
from bot.assistant.tone import Tone, parts_of
from bot.assistant.wording import RULES, Alarm, AlarmKind, Words, told
from knowledge.sentences import shipped_encoder

__all__ = ["Alarm", "AlarmKind", "Safety"]


class Safety:
    """The layer before everything else: rules of words, and readers for what no word names.

    The reader of meaning knows English only; each other language has a reader of letters. It keeps nothing of what it
    reads.
    """

    def __init__(self, numbers: Mapping[str, str], tone: Tone, letters: Sequence[Letters]) -> None:
        self.numbers = numbers
        self._words = Words()
        self._tone = tone
        self._letters = letters

    @classmethod
    def for_country(cls, country: str) -> "Safety":
        """With the helplines of a two-letter country; several are named when none is set."""
        lines = yaml.safe_load((RULES / "helplines.yaml").read_text(encoding="utf-8"))
        letters = [Letters.load(language) for language in SOUNDS]
        return cls(lines.get(country or "several", lines["world"]), Tone.load(shipped_encoder()), letters)

    def check(self, text: str) -> Alarm | None:
        """The gravest alarm in the text, or None; takes milliseconds of processor time."""
        by_words = self._words.check(text)
        if by_words and by_words.kind in {AlarmKind.CRISIS, AlarmKind.EMERGENCY}:
            return by_words  # words that name such a danger are surer than an undertone
        return _gravest(by_words, *self._heard(text))

    def _heard(self, text: str) -> Iterator[Alarm | None]:
        """What each of the readers hears."""
        yield _alarm(self._tone.heard([told(part) for part in parts_of(text)]), "tone")
        parts = parts_of(text, MOST_SENTENCES)
        for reader in self._letters:
            yield _alarm(reader.heard(parts), "letters")


def _alarm(heard: str | None, rule: str) -> Alarm | None:
    if heard is None:
        return None
    return Alarm(AlarmKind.FORBIDDEN, rule, heard) if heard in ASKS else Alarm(AlarmKind(heard), rule)


def _gravest(*alarms: Alarm | None) -> Alarm | None:
    """The first of the gravest kind."""
    return next((alarm for kind in AlarmKind for alarm in alarms if alarm and alarm.kind is kind), None)
