"""Cut-outs on other skin: the lesion stays what it is, its black ground never comes along."""

import cv2
import numpy as np
import pytest

from ml.contract import Pixels
from ml.training.paste import Cutout, cut_out, paste


@pytest.fixture
def cutout() -> Cutout:
    mask = np.zeros((80, 100), np.uint8)
    cv2.ellipse(mask, (50, 40), (46, 36), 0, 0, 360, 255, -1)
    pixels = np.zeros((80, 100, 3), np.uint8)
    pixels[mask > 0] = (120, 60, 50)
    return Cutout(pixels, mask, share=0.4)


@pytest.mark.parametrize("seed", range(10))
def test_skin_all_around_a_lesion_in_the_middle(cutout: Cutout, seed: int) -> None:
    skin = np.random.default_rng(seed).normal((214, 168, 146), 6, (60, 60, 3)).clip(0, 255).astype(np.uint8)
    told = paste(cutout, skin, np.random.default_rng(seed))
    assert told.min() > 20, "nothing of the black ground"
    assert np.abs(told[128, 128].astype(int) - (120, 60, 50)).max() < 25


def test_cuts_along_the_mask_and_keeps_the_size_in_the_frame(lesion: Pixels) -> None:
    mask = np.zeros(lesion.shape[:2], np.uint8)
    mask[80:160, 60:180] = 255
    half = np.asarray(cv2.resize(mask, (120, 120), interpolation=cv2.INTER_NEAREST), np.uint8)
    told = cut_out(lesion, half)
    assert told is not None
    assert told.pixels.shape == (80, 120, 3)
    assert told.share == pytest.approx(0.5)


@pytest.mark.parametrize("value", [0, 255])
def test_an_empty_or_full_mask_gives_nothing_to_paste(lesion: Pixels, value: int) -> None:
    assert cut_out(lesion, np.full(lesion.shape[:2], value, np.uint8)) is None
