"""What must be caught before the chatbot sees a text: crisis, emergency, red flags, forbidden asks."""

from collections.abc import Mapping, Sequence

import yaml

from bot.assistant.hearing import Heard
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
        """The gravest alarm in the text, or None; takes milliseconds of processor time.

        A reader raises what no word names. Where words name a danger that no reader hears anything of, they mean
        something else, as "dying to know" does.
        """
        heard = self._heard(text)
        by_words = (alarm for alarm in self._words.alarms(text) if not _denied(alarm, heard))
        return _gravest(next(by_words, None), *(_raised(one, reader) for reader, one in heard))

    def _heard(self, text: str) -> list[tuple[str, Heard | None]]:
        """What each of the readers hears, and which it is; None of a text that it cannot read."""
        parts = parts_of(text, MOST_SENTENCES)
        return [
            ("tone", self._tone.hear([told(part) for part in parts_of(text)])),
            *(("letters", reader.hear(parts)) for reader in self._letters),
        ]


def _denied(alarm: Alarm, heard: Sequence[tuple[str, Heard | None]]) -> bool:
    """Whether every reader has read the text and is sure that what the words name is not there.

    A warning sign of a spot is never denied: being told to have it seen does no harm.
    """
    return alarm.kind is not AlarmKind.RED_FLAG and all(
        one is not None and one.denies(alarm.topic or alarm.kind) for _, one in heard
    )


def _raised(heard: Heard | None, reader: str) -> Alarm | None:
    kind = heard.alarm() if heard else None
    if kind is None:
        return None
    return Alarm(AlarmKind.FORBIDDEN, reader, kind) if kind in ASKS else Alarm(AlarmKind(kind), reader)


def _gravest(*alarms: Alarm | None) -> Alarm | None:
    """The first of the gravest kind."""
    return next((alarm for kind in AlarmKind for alarm in alarms if alarm and alarm.kind is kind), None)
