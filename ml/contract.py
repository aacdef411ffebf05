"""The frozen contract that travels with a model's weights: how pixels go in and what comes out."""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

LABELS = ("MEL", "NV", "BCC", "AK", "SCC", "BKL", "DF", "VASC")
MALIGNANT = frozenset({"MEL", "BCC", "SCC"})
DERMOSCOPY, PHONE = DOMAINS = ("dermoscopy", "phone")
FOR_A_DOCTOR = MALIGNANT | {"AK"}
"""Named first, these ask for a doctor whatever the level; actinic keratosis is a precancer."""
KINDS = ("lesion", "skin", "face", "other")
SCORES = ("logits", "probabilities")
CONTRACT_FILE = "model.json"
CELL = 32
"""Pixels of the input that one cell of the activation map stands for."""


class ModelError(Exception):
    """A model is missing or does not match its contract; the message says what, why and what now."""


@dataclass(frozen=True, slots=True)
class Framing:
    """How a photo becomes input: the centre square, resized, RGB 0-255 as (x - mean) / scale."""

    size: int = 192
    colour_order: str = "RGB"
    mean: float = 127.0
    scale: float = 128.0

    def square(self, pixels: Pixels, zoom: float = 1.0) -> Pixels:
        """Return the centre square of the photo, `size` x `size` RGB; its side is the short side times `zoom`."""
        height, width = pixels.shape[:2]
        side = max(1, round(min(height, width) * zoom))
        top, left = (height - side) // 2, (width - side) // 2
        crop = pixels[top : top + side, left : left + side]
        way = cv2.INTER_AREA if side > self.size else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(crop, (self.size, self.size), interpolation=way), np.uint8)

    def scaled(self, squares: Pixels) -> Floats:
        """Return the same pixels in the range that the network was trained on."""
        return (squares.astype(np.float32) - np.float32(self.mean)) / np.float32(self.scale)

    def faults(self) -> list[str]:
        """Return what is wrong with these figures, in words."""
        sized = isinstance(self.size, int) and self.size >= 32
        if sized and self.colour_order == "RGB" and abs(self.mean) < math.inf and 0 < self.scale < math.inf:
            return []
        return ["its framing is not RGB of at least 32 px with a finite mean and a positive scale"]


@dataclass(frozen=True, slots=True)
class ReadOut:
    """How logits become calibrated probabilities for one domain, and the levels that act on them.

    `prior` is the class mix put back after balanced training, in the order of the labels, sum 1;
    `temperature` > 0 divides the logits; the levels are probabilities of a malignant class, 0-1.
    """

    prior: tuple[float, ...]
    temperature: float
    see_doctor: float
    urgent: float

    def probabilities(self, logits: Floats) -> Floats:
        """Return calibrated probabilities, sum 1 over the last axis."""
        return softmax((logits + np.log(np.array(self.prior, np.float32))) / np.float32(self.temperature))

    def faults(self) -> list[str]:
        """Return what is wrong with these figures, in words."""
        found = []
        shares = len(self.prior) == len(LABELS) and all(0 < one < 1 for one in self.prior)
        if not (shares and abs(sum(self.prior) - 1) <= 1e-3):
            found.append("its class prior is not one positive share a label with sum 1")
        if not 0 < self.temperature < math.inf:
            found.append("its temperature is not positive")
        if not 0 < self.see_doctor <= self.urgent < 1:
            found.append("its levels are not 0 < see_doctor <= urgent < 1")
        return found


@dataclass(frozen=True, slots=True)
class ModelContract:
    """What a weights file promises; travels beside it as `model.json` and is checked whole at loading.

    A photo is looked at `flips` ways in each of the `zooms`, and what is seen is averaged; `close` adds a square around
    the outline of the spot, its side in units of the spot's longer side, 0 for none.
    `kinds` and `domains` are empty and `activation` false for a network that tells classes only; `scores` says
    whether it gives `logits` or, as many Keras classifiers do, `probabilities`. A photo whose energy is below
    `unfamiliar` is like nothing that the model learned from; None takes them all.
    """

    name: str
    weights: str
    sha256: str
    framing: Framing
    labels: tuple[str, ...]
    kinds: tuple[str, ...]
    flips: int
    zooms: tuple[float, ...]
    read_outs: Mapping[str, ReadOut]
    refuse_kind: float
    data_hash: str
    licence: str
    domains: tuple[str, ...] = ()
    close: float = 0.0
    activation: bool = True
    unfamiliar: float | None = None
    scores: str = "logits"
    training: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of the input and of each output that the weights must have."""
        size, cells = self.framing.size, self.framing.size // CELL
        shapes: dict[str, tuple[int, ...]] = {"picture": (1, size, size, 3), "classes": (1, len(self.labels))}
        if self.kinds:
            shapes["kinds"] = (1, len(self.kinds))
        if self.domains:
            shapes["domains"] = (1, len(self.domains))
        if self.activation:
            shapes["activation"] = (1, cells, cells, len(self.labels))
        return shapes

    def domain_of(self, logits: Floats | None) -> str:
        """Return the domain that picks the read-out; a phone, which most people have, where the network cannot tell."""
        return PHONE if logits is None else self.domains[int(logits.argmax())]

    def faults(self) -> list[str]:
        """Return how the contract differs from what this code can serve, in words."""
        of_read_outs = [f"{domain}: {fault}" for domain, one in self.read_outs.items() for fault in one.faults()]
        return [*self._faults_of_outputs(), *self._faults_of_looks(), *of_read_outs, *self._faults_of_types()]

    def _faults_of_types(self) -> list[str]:
        texts = all(isinstance(one, str) for one in (self.name, self.data_hash, self.licence))
        maps = all(isinstance(one, Mapping) for one in (self.training, self.metrics))
        whole = isinstance(self.flips, int) and isinstance(self.activation, bool)
        return [] if texts and maps and whole else ["one of its fields is of another type"]

    def _faults_of_outputs(self) -> list[str]:
        found = []
        if self.labels != LABELS:
            found.append(f"its labels are {list(self.labels)}, expected {list(LABELS)}")
        if self.kinds not in {KINDS, ()}:
            found.append(f"its kinds are {list(self.kinds)}, expected {list(KINDS)} or none")
        if self.domains not in {DOMAINS, ()}:
            found.append(f"its domains are {list(self.domains)}, expected {list(DOMAINS)} or none")
        if self.scores not in SCORES:
            found.append(f"its scores are {self.scores!r}, expected one of {list(SCORES)}")
        if missing := {PHONE, *self.domains} - set(self.read_outs):
            found.append(f"it has no read-out for {sorted(missing)}")
        if not 0 < self.refuse_kind <= 1:
            found.append("its level for refusing a kind of picture is not within 0-1")
        if self.unfamiliar is not None and not abs(self.unfamiliar) < math.inf:
            found.append("its level for what is unfamiliar is no number")
        return found

    def _faults_of_looks(self) -> list[str]:
        found = self.framing.faults()
        if self.flips not in {1, 2, 4}:
            found.append(f"its flips are {self.flips}, expected 1, 2 or 4")
        if not self.zooms or not all(0.3 <= zoom <= 1 for zoom in self.zooms) or self.zooms[0] != 1:
            found.append(f"its zooms are {list(self.zooms)}, expected 1 and then shares of the short side")
        if not (self.close == 0 or 1 <= self.close <= 4):
            found.append(f"its close look is {self.close}, expected 0 or 1-4 of the spot's longer side")
        return found

    def save(self, folder: Path) -> None:
        """Write `model.json` into the model's folder."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"
        (folder / CONTRACT_FILE).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "ModelContract":
        """Read and check a model's folder; raises ModelError when anything is missing or does not match."""
        with understood(folder):
            contract = cls._read(folder / CONTRACT_FILE)
            weights, found = folder / contract.weights, contract.faults()
        if not weights.is_file():
            raise refusal(folder, f"{contract.weights} is missing")
        if sha256(weights) != contract.sha256:
            found.append(f"{contract.weights} is not the file that the contract names by its sha256")
        if found:
            raise refusal(folder, "; ".join(found))
        return contract

    @classmethod
    def _read(cls, file: Path) -> "ModelContract":
        if not file.is_file():
            raise refusal(file.parent, f"{CONTRACT_FILE} is missing")
        told = finite_json(file)
        told["framing"] = Framing(**told["framing"])
        told["read_outs"] = {
            domain: ReadOut(**{**one, "prior": tuple(one["prior"])}) for domain, one in told["read_outs"].items()
        }
        lists = {name: tuple(told[name]) for name in ("labels", "kinds", "zooms", "domains") if name in told}
        return cls(**{**told, **lists})


@contextmanager
def understood(folder: Path) -> Iterator[None]:
    """Turn what a file of another form raises when it is read or compared into a ModelError."""
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise refusal(folder, f"{CONTRACT_FILE} is not a contract ({fault!r})") from fault


def finite_json(file: Path) -> Any:
    """Return what a JSON file holds; raises ValueError where it says NaN or Infinity, which every comparison fails."""
    return json.loads(file.read_text(encoding="utf-8"), parse_constant=_no_number)


def _no_number(told: str) -> None:
    raise ValueError(f"{told} is no number")


def refusal(folder: Path, why: str) -> ModelError:
    """The error for a model folder that cannot be used: what, why, and what to do now."""
    return ModelError(
        f"The model in {folder} cannot be used: {why}. "
        "Restore the folder as it was released, or export the model again with `lentigo export`."
    )


def energy(logits: Floats) -> float:
    """Return log sum exp of class logits: low for what is unlike everything learned (Liu 2020, its sign turned)."""
    return float(logits.max() + np.log(np.exp(logits - logits.max()).sum()))


def softmax(logits: Floats) -> Floats:
    """Return the softmax over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def sha256(file: Path) -> str:
    """Return the hexadecimal sha256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
