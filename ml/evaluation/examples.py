"""Examples of the model card: what a network made of a picture that it held out, kept without a pixel of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ml.classify import Classifier
from ml.contract import LABELS, ReadOut
from ml.dataset import DatasetError, Lesion, decode, read_mask
from ml.evaluation.calibrate import malignant
from ml.evaluation.seen import Seen
from ml.explain import Box, Heat, Points, points_of, why
from ml.eyes import OUTLINE, Eyes
from ml.segment import Outline, Outliner, outline_of

_SEED = 0
_EVERY = 2
"""Of the points of a line every second one is kept: a panel is a few centimetres wide."""


@dataclass(frozen=True, slots=True)
class Example:
    """One picture as a network judged it; lines, map and square as in `ml.explain`, `aspect` its width by its height.

    `label` is what it was, `named` the class most alike; `probability` is that of the class named and `malignant` that
    of MEL, BCC and SCC, both calibrated. `mask` is the border of the mask that came with it, `outline` what the outline
    network drew; `outline_held_out` says whether that network never learned from it either.
    """

    label: str
    domain: str
    named: str
    probability: float
    malignant: float
    aspect: float
    mask: Points
    outline: Points | None
    outline_held_out: bool
    heat: Heat | None
    square: Box | None


def choose(tables: Sequence[Sequence[Seen]], lesions: Mapping[str, Lesion]) -> list[tuple[int, Lesion]]:
    """Return for each class (number of a table, lesion), at random among those of the first table that has one.

    A table is what one network held out; `lesions` are by id. Only lesions with a readable mask are taken.
    """
    chosen = []
    for label in LABELS:
        drawn = ((number, _drawn(table, label, lesions)) for number, table in enumerate(tables))
        chosen += next(([(number, lesion)] for number, lesion in drawn if lesion), [])
    return chosen


def _drawn(table: Sequence[Seen], label: str, lesions: Mapping[str, Lesion]) -> Lesion | None:
    held = [lesions[one.id] for one in table if one.label == label and one.id in lesions]
    order = np.random.default_rng(_SEED).permutation(len(held))
    return next((held[at] for at in order if _mask_of(held[at])), None)


def _mask_of(lesion: Lesion) -> Outline | None:
    """Return the spot by the mask that came with a lesion; None where there is no mask to read or nothing in it."""
    try:
        mask = read_mask(lesion.mask)
    except DatasetError:
        return None
    return outline_of(np.asarray(mask / 255, np.float32), (mask.shape[0], mask.shape[1]))


def eyes_of(held_out: Path, shipped: Path) -> Eyes:
    """Load the classifier of a held-out model's folder with its outline network or else the shipped model's."""
    outline = next((one / OUTLINE for one in (held_out, shipped) if (one / OUTLINE).is_dir()), None)
    return Eyes(Classifier.load(held_out), Outliner.load(outline) if outline else None)


def judge(eyes: Eyes, lesion: Lesion, read_out: ReadOut) -> Example:
    """Show a lesion with a readable mask to the network that held it out."""
    pixels, mask = decode(lesion.file), _mask_of(lesion)
    if mask is None:
        raise DatasetError(f"{lesion.mask}: nothing is outlined in it")
    height, width = pixels.shape[:2]
    view = eyes.look(pixels)
    classes, activation = view.sight.classes, view.sight.activation
    best, shares = int(classes.argmax()), read_out.probabilities(classes)
    seen = why(None if activation is None else activation[:, :, best], view.outline, view.square, (height, width))
    outliner = eyes.outliner
    return Example(
        label=lesion.label,
        domain=lesion.domain,
        named=LABELS[best],
        probability=round(float(shares[best]), 4),
        malignant=round(float(malignant(shares[None])[0]), 4),
        aspect=round(width / height, 4),
        mask=points_of(mask)[::_EVERY],
        outline=seen.outline and seen.outline[::_EVERY],
        outline_held_out=outliner is not None and outliner.contract.training.get("fold") == lesion.fold,
        heat=seen.heat,
        square=seen.square,
    )


def title(told: Mapping[str, Any]) -> str:
    """Return what it was and what it was named: `was MEL, named NV .43`."""
    return f"was {told['label']}, named {told['named']} {share(told['probability'])}"


def share(value: float) -> str:
    """Return a share 0-1 with two digits and no zero before the point."""
    return f"{value:.2f}".removeprefix("0")
