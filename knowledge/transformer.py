"""Six transformer layers in NumPy: rows of pieces in, rows of meaning out, as BERT defines them (Devlin 2019)."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LAYERS, HEADS, WIDTH = 6, 12, 384
_EPSILON = np.float32(1e-12)
_ROOT = np.float32(math.sqrt(2 / math.pi))
_CUBIC = np.float32(0.044715) * _ROOT


@dataclass(frozen=True, slots=True)
class Dense:
    """Weights (inputs, outputs), in this order for a product of few rows, and bias (outputs)."""

    weight: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Rows times weights, plus bias."""
        out: Floats = rows @ self.weight
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Normal:
    """Layer normalisation: scale and shift, one a column."""

    scale: Floats
    shift: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Normalise in place: the rows are nobody else's."""
        rows -= rows.mean(axis=-1, keepdims=True)
        spread = np.einsum("ij,ij->i", rows, rows)[:, None] / np.float32(rows.shape[1])
        rows *= 1 / np.sqrt(spread + _EPSILON)
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True, slots=True)
class Layer:
    """Attention, then two dense layers. Query, key and value are one product: three small ones take longer."""

    asking: Dense
    heard: Dense
    after_hearing: Normal
    inner: Dense
    outer: Dense
    after: Normal

    def __call__(self, rows: Floats, lengths: Sequence[int]) -> Floats:
        """The next rows; attention stays within each text of so many rows."""
        asked = self.asking(rows)
        heard = np.empty_like(rows)
        start = 0
        for length in lengths:
            heard[start : start + length] = _attention(asked[start : start + length])
            start += length
        attended = self.heard(heard)
        attended += rows
        attended = self.after_hearing(attended)
        out = self.outer(gelu(self.inner(attended)))
        out += attended
        return self.after(out)


@dataclass(frozen=True, slots=True)
class Transformer:
    """Embeddings and layers. Safe to share between threads: nothing changes after loading."""

    words: Floats
    places: Floats
    first: Normal
    layers: tuple[Layer, ...]

    @classmethod
    def load(cls, file: Path) -> "Transformer":
        """Read the weights. The word embeddings stay on disk, of which a text needs a few rows."""
        named = _read_safetensors(file)
        kind = named["embeddings.token_type_embeddings.weight"][0]
        return cls(
            named["embeddings.word_embeddings.weight"],
            named["embeddings.position_embeddings.weight"] + kind,
            _normal(named, "embeddings.LayerNorm"),
            tuple(_layer(named, f"encoder.layer.{number}") for number in range(LAYERS)),
        )

    def __call__(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """The mean row of each text, given as numbers of pieces; texts together take less time than one by one."""
        lengths = [len(numbers) for numbers in texts]
        rows = np.concatenate([self.words[list(numbers)] + self.places[: len(numbers)] for numbers in texts])
        rows = self.first(rows)
        for layer in self.layers:
            rows = layer(rows, lengths)
        ends = np.cumsum(lengths)
        return [rows[end - length : end].mean(axis=0) for end, length in zip(ends, lengths, strict=True)]


def gelu(rows: Floats) -> Floats:
    """GELU by the tangent of its authors (Hendrycks and Gimpel 2016), off by less than 5e-4.

    The error function itself takes twenty times as long, a quarter of the whole reading, and turns no vector by more
    than a tenth of a degree.
    """
    out: Floats = rows * rows
    out *= _CUBIC
    out += _ROOT
    out *= rows
    np.tanh(out, out=out)
    out += np.float32(1)
    out *= rows
    out *= np.float32(0.5)
    return out


def _attention(asked: Floats) -> Floats:
    """What each row hears of the others of its text, (rows, 3 x width) -> (rows, width)."""
    count = len(asked)
    query, key, value = asked.reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
    weight = query @ key.transpose(0, 2, 1)
    weight -= weight.max(axis=-1, keepdims=True)
    np.exp(weight, out=weight)
    weight /= weight.sum(axis=-1, keepdims=True)
    return np.asarray((weight @ value).transpose(1, 0, 2).reshape(count, WIDTH), np.float32)


def _layer(named: Mapping[str, Floats], name: str) -> Layer:
    return Layer(
        _asking(named, f"{name}.attention.self"),
        _dense(named, f"{name}.attention.output.dense"),
        _normal(named, f"{name}.attention.output.LayerNorm"),
        _dense(named, f"{name}.intermediate.dense"),
        _dense(named, f"{name}.output.dense"),
        _normal(named, f"{name}.output.LayerNorm"),
    )


def _asking(named: Mapping[str, Floats], name: str) -> Dense:
    """Query, key and value in one, the query scaled for the product with the key."""
    parts = [_dense(named, f"{name}.{part}") for part in ("query", "key", "value")]
    scale = np.float32(1 / math.sqrt(WIDTH / HEADS))
    query = Dense(parts[0].weight * scale, parts[0].bias * scale)
    parts = [query, *parts[1:]]
    return Dense(np.concatenate([one.weight for one in parts], axis=1), np.concatenate([one.bias for one in parts]))


def _dense(named: Mapping[str, Floats], name: str) -> Dense:
    return Dense(np.array(named[f"{name}.weight"].T, order="C"), np.array(named[f"{name}.bias"]))


def _normal(named: Mapping[str, Floats], name: str) -> Normal:
    return Normal(np.array(named[f"{name}.weight"]), np.array(named[f"{name}.bias"]))


def _read_safetensors(file: Path) -> dict[str, Floats]:
    """Map float32 tensors: eight bytes of length, a JSON header, then the numbers."""
    raw = np.memmap(file, np.uint8, "r")
    start = 8 + int(raw[:8].view(np.uint64)[0])
    header = json.loads(raw[8:start].tobytes())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (start + offset for offset in entry["data_offsets"])
            tensors[name] = raw[first:last].view(np.float32).reshape(entry["shape"])
    return tensors
