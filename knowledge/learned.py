"""What the matcher learned from the knowledge files, kept beside them: learning it anew takes half a minute."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge import meanings
from knowledge.meanings import Fitted
from knowledge.regression import Floats, Labels
from knowledge.sentences import WIDTH, Encoder


class Learned:
    """Vectors of texts and the weights learned from them; whatever is not in the file is made when asked for."""

    def __init__(self, file: Path | None = None) -> None:
        kept = _read(file) if file else {}
        texts, vectors = kept.get("texts", ()), kept.get("vectors", ())
        self._vectors: Mapping[str, Floats] = dict(zip(texts, vectors, strict=True))
        self._mark = str(kept.get("mark", ""))
        self._weights = (kept.get("topics"), kept.get("sides"))

    def fitted(self, labels: Labels, known: Sequence[str], strange: Sequence[str], encoder: Encoder) -> Fitted:
        """What is learned from texts of topics, with their labels, and texts about something else."""
        near, far = self._encoded(known, encoder), self._encoded(strange, encoder)
        topics, sides = self._weights
        if topics is None or sides is None or self._mark != mark_of(labels, known, strange):
            return meanings.fit(labels, near, far)
        return Fitted(topics, sides, near, far, labels)

    def is_for(self, labels: Labels, known: Sequence[str], strange: Sequence[str]) -> bool:
        """Whether the file was made from exactly these texts."""
        return self._mark == mark_of(labels, known, strange)

    def vectors(self, encoder: Encoder) -> Callable[[Sequence[str]], Floats]:
        """Texts to vectors, one a row; only those that are not kept are encoded."""
        return lambda texts: self._encoded(texts, encoder)

    def _encoded(self, texts: Sequence[str], encoder: Encoder) -> Floats:
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        made = dict(zip(missing, encoder.encode_all(missing), strict=True))
        vectors = [made[text] if text in made else self._vectors[text] for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), WIDTH)


def write(file: Path, labels: Labels, known: Sequence[str], strange: Sequence[str], encoder: Encoder) -> None:
    """Learn and keep; half precision of the vectors moves no cosine by more than a thousandth."""
    before = Learned(file)
    fitted = before.fitted(labels, known, strange, encoder)
    texts = dict(zip((*known, *strange), (*fitted.known, *fitted.strange), strict=True))
    np.savez_compressed(
        file,
        texts=np.array(list(texts), np.str_),
        vectors=np.stack(list(texts.values())).astype(np.float16),
        mark=np.array(mark_of(labels, known, strange)),
        topics=fitted.topics,
        sides=fitted.sides,
    )


def mark_of(labels: Labels, known: Sequence[str], strange: Sequence[str]) -> str:
    """A fingerprint of what is learned from."""
    told = "\n".join([*(f"{label} {text}" for label, text in zip(labels, known, strict=True)), "", *strange])
    return hashlib.sha256(told.encode()).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            told: dict[str, Any] = dict(kept)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile):
        return {}
    told["texts"] = told["texts"].tolist()
    told["vectors"] = told["vectors"].astype(np.float32)
    return told
