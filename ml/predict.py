"""Photo bytes in, a prediction out: never an exception for a bad photo, never a framework in the signature."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from ml.classify import Sight, box
from ml.contract import LABELS, MALIGNANT, PHONE, Floats, ModelContract, Pixels, energy, softmax
from ml.explain import Why, why
from ml.eyes import Eyes, View
from ml.photo import UnreadablePhoto, clean_pixels
from ml.quality import faults
from ml.reason import Reason
from ml.shape import Shape, shape
from ml.urgency import is_urgent

_KIND_REASONS = {"skin": Reason.NO_SPOT, "face": Reason.FACE, "other": Reason.NOT_SKIN}


class Outcome(StrEnum):
    """What became of a photo: assessed, worth taking again, not assessable, or no picture at all."""

    ASSESSED = "assessed"
    RETAKE = "retake"
    CANNOT_ASSESS = "cannot_assess"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to one photo; it describes a likeness in pictures and is no diagnosis.

    `probabilities` are calibrated for the mix of the domain's training pictures and sum to 1;
    `malignant` is the part of them on MEL, BCC and SCC. `condition` is the class that looks most alike
    when all classes are taken as equally common, so it may differ from the most probable one.
    `box` is (left, top, right, bottom) in pixels of the upright photo, long side at most 1600.
    All of them are given whenever the network ran, also when the outcome is not `assessed`.
    `domain` is what the photo was taken with, as the network sees it: it picks the read-out. `why` holds the outline
    and the map of the named class, `shape` what the outline measures; both as far as the model has such networks.
    `see_doctor` and `urgent` are the levels of `malignant` that act; `ms` is the time it took.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    probabilities: Mapping[str, float] | None
    malignant: float | None
    condition: str | None
    box: tuple[int, int, int, int] | None
    kind: Mapping[str, float] | None
    domain: str
    why: Why
    shape: Shape | None
    see_doctor: float
    urgent: float
    model: str
    ms: float

    @property
    def is_urgent(self) -> bool:
        """Whether its chances alone ask for a doctor within days; the outcome does not count here."""
        if self.probabilities is None:
            return False
        chances = np.array([self.probabilities[label] for label in LABELS])
        return bool(is_urgent(self.malignant, chances, self.urgent))


class Predictor:
    """One loaded model behind `predict`; safe to share between threads."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes

    @classmethod
    def load(cls, folder: Path) -> "Predictor":
        """Load a model's folder; raises ModelError when it is missing or does not match its contract."""
        return cls(Eyes.load(folder))

    @property
    def contract(self) -> ModelContract:
        """The contract of the model in use."""
        return self._eyes.contract

    def predict(self, photo: bytes) -> Prediction:
        """Assess one photo."""
        began = time.perf_counter()
        try:
            pixels = clean_pixels(photo)
        except UnreadablePhoto as unreadable:
            return self._blind(Outcome.UNREADABLE, (unreadable.reason,), began)
        if reasons := faults(pixels):
            return self._blind(Outcome.RETAKE, reasons, began)
        return self._seen(pixels, self._eyes.look(pixels), began)

    def _blind(self, outcome: Outcome, reasons: tuple[Reason, ...], began: float) -> Prediction:
        read_out = self.contract.read_outs[PHONE]
        return Prediction(
            outcome=outcome,
            reasons=reasons,
            probabilities=None,
            malignant=None,
            condition=None,
            box=None,
            kind=None,
            domain=PHONE,
            why=Why(),
            shape=None,
            see_doctor=read_out.see_doctor,
            urgent=read_out.urgent,
            model=self.contract.name,
            ms=_since(began),
        )

    def _seen(self, pixels: Pixels, view: View, began: float) -> Prediction:
        contract, sight = self.contract, view.sight
        domain = contract.domain_of(sight.domains)
        read_out = contract.read_outs[domain]
        shares = read_out.probabilities(sight.classes).astype(np.float64)
        if not np.isfinite(shares).all():  # no level compares with it: it would pass for harmless
            return self._blind(Outcome.CANNOT_ASSESS, (Reason.UNKNOWN,), began)
        probabilities = dict(zip(contract.labels, (shares / shares.sum()).tolist(), strict=True))
        best = int(sight.classes.argmax())
        activation = None if sight.activation is None else sight.activation[:, :, best]
        outcome, reasons = judged(contract, view)
        return Prediction(
            outcome=outcome,
            reasons=reasons,
            probabilities=probabilities,
            malignant=sum(probabilities[label] for label in MALIGNANT),
            condition=contract.labels[best],
            box=_box(view, activation),
            kind=_kinds(contract, sight),
            domain=domain,
            why=why(activation, view.outline, view.square, pixels.shape[:2]),
            shape=shape(pixels, view.outline) if view.outline else None,
            see_doctor=read_out.see_doctor,
            urgent=read_out.urgent,
            model=contract.name,
            ms=_since(began),
        )


def judged(contract: ModelContract, view: View) -> tuple[Outcome, tuple[Reason, ...]]:
    """Return whether a photo that was looked at can be assessed, and why not.

    What it shows comes first: of a face the spot that an outline found in it matters no more.
    """
    kinds = _kinds(contract, view.sight)
    if kinds is not None and not 1 - kinds["lesion"] < contract.refuse_kind:
        return Outcome.CANNOT_ASSESS, (_KIND_REASONS[max(_KIND_REASONS, key=lambda kind: kinds[kind])],)
    if view.faults:
        return Outcome.RETAKE, view.faults
    if contract.unfamiliar is not None and not energy(view.sight.classes) >= contract.unfamiliar:
        return Outcome.CANNOT_ASSESS, (Reason.UNKNOWN,)
    return Outcome.ASSESSED, ()


def _box(view: View, activation: Floats | None) -> tuple[int, int, int, int] | None:
    """Where the spot is: by its outline or, without one, by the map of the class."""
    if view.outline:
        return view.outline.box
    return None if activation is None else box(view.square, activation)


def _kinds(contract: ModelContract, sight: Sight) -> dict[str, float] | None:
    """Chances of each kind of picture; None for a network that tells classes only."""
    if sight.kinds is None:
        return None
    return dict(zip(contract.kinds, softmax(sight.kinds).tolist(), strict=True))


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
