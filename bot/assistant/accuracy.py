"""How well the program sees, as its evaluation measured it: figures for people, from the model's own contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ml.contract import MALIGNANT, ModelContract, ModelError


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a hundred, with the ends of the 95 % interval."""

    of_100: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What became of photos of known spots, taken with phones, that the program had never seen."""

    photos: int
    cancers: int
    found: Share
    """Cancers that it sent to a doctor."""
    alarmed: Share
    """Harmless spots that it sent to a doctor as well."""


def accuracy_of(folder: Path) -> Accuracy | None:
    """The figures of the model in this folder; None when it has none, and then nobody makes any up."""
    try:
        measured = ModelContract.load(folder).metrics["domains"]["phone"]
        return _accuracy(measured)
    except (ModelError, KeyError):
        return None


def _accuracy(measured: Mapping[str, Any]) -> Accuracy:
    figures = measured["figures"]
    sent, spared = figures["see_doctor_sensitivity"], figures["see_doctor_specificity"]
    return Accuracy(
        photos=measured["pictures"],
        cancers=sum(count for code, count in measured["by_class"].items() if code in MALIGNANT),
        found=Share(_of_100(sent["value"]), _of_100(sent["low"]), _of_100(sent["high"])),
        alarmed=Share(_of_100(1 - spared["value"]), _of_100(1 - spared["high"]), _of_100(1 - spared["low"])),
    )


def _of_100(share: float) -> int:
    return round(100 * share)
