"""Figures of an outline: known for shapes that are drawn, and the same however they are turned."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from ml.contract import Pixels
from ml.predict import Predictor
from ml.segment import Outline, Outliner
from ml.shape import Colour, shape


def drawn(*, angle: float = 0.0, bite: bool = False, ragged: int = 0) -> tuple[Pixels, Outline]:
    mask = np.zeros((400, 500), np.uint8)
    turn = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    radius = 1 + 0.25 * np.sin(ragged * turn) if ragged else np.ones_like(turn)
    ring = np.stack([130 * radius * np.cos(turn), 80 * radius * np.sin(turn)], axis=1)
    cos, sin = np.cos(angle), np.sin(angle)
    line = (ring @ np.array([[cos, sin], [-sin, cos]]) + (250, 200)).round().astype(np.int32)
    cv2.fillPoly(mask, [line], 1)
    if bite:
        mask[100:200, 250:] = 0
    pixels = np.full((400, 500, 3), (214, 168, 146), np.uint8)
    pixels[mask > 0] = (90, 55, 40)
    left, top, wide, high = cv2.boundingRect(mask)
    return pixels, Outline(mask.astype(np.bool_), (left, top, left + wide, top + high))


@pytest.mark.parametrize("angle", [0.0, 0.4, 1.2, 2.5])
def test_an_ellipse_is_symmetric_and_smooth_however_it_lies(angle: float) -> None:
    told = shape(*drawn(angle=angle))
    assert told.asymmetry < 0.05
    assert told.border < 0.2
    assert told.extent == pytest.approx(260 / 400, abs=0.02)


def test_a_missing_quarter_is_asymmetric() -> None:
    assert shape(*drawn(bite=True)).asymmetry > 0.15


def test_a_ragged_edge_counts_more_than_a_smooth_one() -> None:
    assert shape(*drawn(ragged=9)).border > shape(*drawn()).border + 0.2


def test_names_the_colours_that_are_there() -> None:
    pixels, outline = drawn()
    assert shape(pixels, outline).colours == (Colour.DARK_BROWN,)
    pixels[:, 250:][outline.mask[:, 250:]] = (20, 18, 18)
    assert set(shape(pixels, outline).colours) == {Colour.DARK_BROWN, Colour.BLACK}


def test_millimetres_follow_the_scale() -> None:
    assert shape(*drawn()).millimetres(20.0) == pytest.approx(13, abs=0.4)


@pytest.mark.parametrize("thickness", [1, 2, 3])
@pytest.mark.parametrize("end", [(300, 120), (160, 200), (250, 200)])
def test_a_line_too_thin_to_be_smoothed_is_measured(thickness: int, end: tuple[int, int]) -> None:
    told = shape(*streak(thickness, end))
    assert told.border > 0.8
    assert 0 <= told.asymmetry <= 1
    assert told.extent > 0.2


def streak(thickness: int, end: tuple[int, int]) -> tuple[Pixels, Outline]:
    """A straight line in a photo of 320 x 240."""
    mask = np.zeros((240, 320), np.uint8)
    cv2.line(mask, (160, 120), end, 1, thickness)
    pixels = np.full((240, 320, 3), (214, 168, 146), np.uint8)
    pixels[mask > 0] = (90, 55, 40)
    left, top, wide, high = cv2.boundingRect(mask)
    return pixels, Outline(mask.astype(np.bool_), (left, top, left + wide, top + high))


def test_a_photo_of_a_streak_is_judged(model: Path, lesion_jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    predictor = Predictor.load(model)
    monkeypatch.setattr(Outliner, "outline", lambda *_: streak(1, (300, 120))[1])
    told = predictor.predict(lesion_jpeg)
    assert told.malignant is not None
    assert told.shape is not None
