"""The gate on pixels: sends back what holds too little, lets clean pictures through."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ml.contract import Pixels
from ml.dataset import decode, read_lesions
from ml.quality import faults
from ml.reason import Reason

Change = Callable[[Pixels], Pixels]


def _blurred(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.025 * min(pixels.shape[:2])), np.uint8)


def _dark(pixels: Pixels) -> Pixels:
    return np.asarray(pixels * 0.2, np.uint8)


def _burnt(pixels: Pixels) -> Pixels:
    return np.asarray(np.clip(pixels * 2.2 + 60.0, 0, 255), np.uint8)


def _reflecting(pixels: Pixels) -> Pixels:
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    far = np.hypot(rows / pixels.shape[0] - 0.5, columns / pixels.shape[1] - 0.4)
    return np.asarray(np.clip(pixels + 400 * np.exp(-((far / 0.35) ** 2))[..., None], 0, 255), np.uint8)


def _tiny(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA), np.uint8)


def _blank(pixels: Pixels) -> Pixels:
    return np.full_like(pixels, 150)


CHANGES: list[tuple[Change, Reason]] = [
    (_blurred, Reason.BLURRED),
    (_dark, Reason.DARK),
    (_burnt, Reason.GLARE),
    (_reflecting, Reason.GLARE),
    (_tiny, Reason.TOO_SMALL),
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
