"""Danger that no word names: crisis and emergency read from what a message means, beside the rules of words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.regression import Floats, sigmoid
from knowledge.sentences import SentenceEncoder

RULES = Path(__file__).parent / "rules"
PHRASINGS = RULES / "phrasings"
WEIGHTS = RULES / "tone.npz"
"""Made by `lentigo safety learn` from the phrasings and the topics; English only, as its encoder is."""

Encode = Callable[[Sequence[str]], Floats]
"""Texts to their vectors, one a row."""

KINDS = ("crisis", "emergency")

SURE = 0.5
"""Chance from which an alarm is raised; chosen on phrasings that the weights had not learned from."""

STRENGTH = 10.0
"""Of the L2 penalty, inverse; 3 and 30 find fewer unsaid cries for help at the same number of false alarms."""

SHORTEST = 3
"""Words of a part that is read: `good morning` and `bye` mean nothing by themselves."""

MOST_PARTS = 8
"""Sentences read by themselves, so that a long story does not drown one of them; the rest is read as a whole."""

_SENTENCE_END = re.compile(r"[.?!;\n\u0964]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Tone:
    """Log odds of each kind over sentence vectors: `weights` (384, kinds), `bias` (kinds). Keeps nothing it reads."""

    encoder: SentenceEncoder
    weights: Floats
    bias: Floats

    @classmethod
    def load(cls, encoder: SentenceEncoder, file: Path = WEIGHTS) -> "Tone":
        """Read the weights that were learned."""
        with np.load(file) as kept:
            return cls(encoder, kept["weights"], kept["bias"])

    def heard(self, parts: Sequence[str]) -> str | None:
        """The kind of danger that one of the parts speaks of; the graver one first."""
        read = [part for part in parts if len(part.split()) >= SHORTEST]
        if not read:
            return None
        odds = self.encoder.encode_all(read) @ self.weights + self.bias
        chances = [sigmoid(float(one)) for one in odds.max(axis=0)]
        return next((kind for kind, chance in zip(KINDS, chances, strict=True) if chance >= SURE), None)


def parts_of(text: str, most: int = MOST_PARTS) -> list[str]:
    """The whole text and, when there are several, its sentences, `most` of them."""
    sentences = [one for one in _SENTENCE_END.split(text) if one.strip()]
    return [text] if len(sentences) < 2 else [text, *sentences[:most]]


def phrasings(language: str) -> dict[str, list[str]]:
    """Every text of a language that the rules and the weights were made from, by kind."""
    told: dict[str, list[str]] = {}
    for path in sorted((PHRASINGS / language).glob("*.yaml")):
        for kind, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            told.setdefault(kind, []).extend(texts)
    return told


def learn(said: Mapping[str, Sequence[str]], calm: Sequence[str], encode: Encode) -> tuple[Floats, Floats]:
    """Return weights and bias from texts by kind and texts of calm talk; a kind is told from all the others."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - running does not install it

    texts = [text for kind in said for text in said[kind]] + [*calm]
    kinds = [kind for kind in said for _ in said[kind]] + ["calm"] * len(calm)
    vectors = encode(texts)
    weights: list[Any] = []
    for kind in KINDS:
        fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(vectors, np.array(kinds) == kind)
        weights.append(np.append(fitted.coef_[0], fitted.intercept_[0]))
    both = np.array(weights, np.float32)
    return np.ascontiguousarray(both[:, :-1].T), both[:, -1]
