"""The gate on pixels: sends back what holds too little, lets clean pictures through."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ml.contract import Pixels
from ml.dataset import decode, read_lesions
from ml.evaluation.degrade import WAYS
from ml.quality import faults, spot_faults
from ml.reason import Reason
from ml.segment import Outline

Change = Callable[[Pixels], Pixels]


def _blank(pixels: Pixels) -> Pixels:
    return np.full_like(pixels, 150)


CHANGES: list[tuple[Change, Reason]] = [
    *(way for name, way in WAYS.items() if name not in {"under hair", "too far"}),
    (_blank, Reason.BLANK),
]


def test_a_clean_drawing_passes(lesion: Pixels) -> None:
    assert faults(lesion) == ()


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_each_fault_is_named(lesion: Pixels, change: Change, reason: Reason) -> None:
    assert faults(change(lesion)) == (reason,)


@pytest.mark.parametrize("shade", [0, 255])
def test_pure_black_and_white_are_sent_back(shade: int) -> None:
    assert faults(np.full((300, 300, 3), shade, np.uint8)) != ()


def _clean(folder: Path, domain: str) -> list[Pixels]:
    held = [one for one in read_lesions(folder) if one.fold == 4 and one.domain == domain]
    return [decode(one.file) for one in held[:: len(held) // 60]]


@pytest.mark.photos
@pytest.mark.parametrize("domain", ["phone", "dermoscopy"])
def test_few_real_clean_photos_are_refused(real_data: Path, domain: str) -> None:
    refused = [bool(faults(picture)) for picture in _clean(real_data, domain)]
    assert np.mean(refused) <= 0.05


@pytest.mark.photos
@pytest.mark.parametrize("change", [change for change, _ in CHANGES])
@pytest.mark.parametrize("domain", ["phone", "dermoscopy"])
def test_most_degraded_real_photos_are_refused(real_data: Path, domain: str, change: Change) -> None:
    refused = [bool(faults(change(picture))) for picture in _clean(real_data, domain)]
    assert np.mean(refused) >= 0.9


def spot_of(pixels: Pixels, left: int, top: int, right: int, bottom: int) -> Outline:
    mask = np.zeros((pixels.shape[0], pixels.shape[1]), np.bool_)
    mask[top:bottom, left:right] = True
    return Outline(mask, (left, top, right, bottom))


def test_a_speck_in_a_large_photo_is_too_far(lesion: Pixels) -> None:
    photo = np.asarray(cv2.resize(lesion, (900, 900)), np.uint8)
    assert spot_faults(photo, spot_of(photo, 440, 440, 470, 465)) == (Reason.TOO_FAR,)
    assert spot_faults(photo, spot_of(photo, 400, 400, 500, 500)) == ()


def test_hair_all_over_the_spot_is_told_and_a_few_strands_are_not(lesion: Pixels) -> None:
    photo = np.asarray(cv2.resize(lesion, (480, 480)), np.uint8)
    spot = spot_of(photo, 140, 140, 340, 340)
    random = np.random.default_rng(3)
    few, many = photo.copy(), photo.copy()
    for number in range(100):
        ends = random.integers(-40, 520, (2, 2))
        for picture in (few, many) if number < 4 else (many,):
            cv2.line(picture, tuple(ends[0]), tuple(ends[1]), (20, 15, 15), 4, cv2.LINE_AA)
    assert spot_faults(few, spot) == ()
    assert spot_faults(many, spot) == (Reason.HAIR,)
