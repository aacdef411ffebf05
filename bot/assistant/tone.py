"""What no word names: danger and forbidden asks read from what a message means, beside the rules of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.assistant.hearing import Heard
from bot.assistant.letters import pieces_of
from knowledge.regression import Floats
from knowledge.sentences import Encoder

WEIGHTS = Path(__file__).parent / "rules" / "tone.npz"
"""Made by `lentigo safety learn` from the phrasings and the topics; English only, as its encoder is."""

NEAR = 1.0
"""Of exp(-NEAR d^2) between vectors; at as many false alarms 2 misses four cries for help of a hundred more."""

LETTERS = 0.5
"""Weight of the product of the letters beside it; without, three of a hundred cries for help more are missed."""

SHORTEST = 3
"""Words of a part that is read: `good morning` and `bye` mean nothing by themselves."""

MOST_PARTS = 8
"""Sentences read by themselves, so that a long story does not drown one of them; the rest is read as a whole."""

MOST_WORDS = 40
"""Words of a sentence that are surely read to its end; the encoder stops after 64 pieces of words."""

_SENTENCE_END = re.compile(r"[.?!;\n।]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Tone:
    """A support vector machine a kind (Cortes and Vapnik 1995), an alarm from 0 on. Keeps nothing that it reads.

    Its kernel is nearness of meaning plus likeness of letters: `examples` (n, 384) are unit vectors with `shares` (n,
    kinds), `letters` (SIZE, kinds) the sum of what the pieces of the examples weigh, LETTERS put in, `bias` (kinds);
    `silent` as in Heard.
    """

    encoder: Encoder
    examples: Floats
    shares: Floats
    letters: Floats
    bias: Floats
    silent: Floats

    @classmethod
    def load(cls, encoder: Encoder, file: Path = WEIGHTS) -> "Tone":
        """Read what was learned."""
        with np.load(file) as kept:
            names = ("examples", "shares", "letters", "bias", "silent")
            return cls(encoder, *(kept[name].astype(np.float32) for name in names))

    def hear(self, parts: Sequence[str]) -> Heard | None:
        """What the loudest of the parts speaks of; nothing can be said of parts that are all too short.

        Of a message that was not read to its end nothing is denied.
        """
        read = [part for part in parts if len(part.split()) >= SHORTEST]
        if not read:
            return None
        silent = self.silent if _to_the_end(parts) else np.full_like(self.silent, -np.inf)
        return Heard(self.odds(read).max(axis=0), silent)

    def odds(self, texts: Sequence[str]) -> Floats:
        """How loud each text speaks of each kind, (texts, kinds)."""
        meaning = nearness(self.encoder.encode_all(texts), self.examples) @ self.shares
        letters = np.array(
            [values @ self.letters[places] for places, values in (pieces_of(one, "en") for one in texts)]
        )
        return np.asarray(meaning + letters + self.bias, np.float32)


def nearness(one: Floats, other: Floats) -> Floats:
    """The kernel of two stacks of unit vectors, (rows of one, rows of other)."""
    return np.asarray(np.exp(np.float32(2 * NEAR) * (one @ other.T - np.float32(1))), np.float32)


def parts_of(text: str, most: int = MOST_PARTS) -> list[str]:
    """The whole text and, when there are several, its sentences, `most` of them.

    Ends of sentences are left out, as the chatbot leaves them out: what both read the same is read once.
    """
    sentences = [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]
    whole = " ".join(sentences)
    return [whole] if len(sentences) < 2 else [whole, *sentences[:most]]


def _to_the_end(parts: Sequence[str]) -> bool:
    """Whether every sentence of a message was read, and each to its last word."""
    sentences = parts[1:] or parts
    return len(sentences) < MOST_PARTS and all(len(one.split()) <= MOST_WORDS for one in sentences)
