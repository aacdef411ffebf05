"""Outline and heat map: drawn where they belong, the photo elsewhere untouched."""

import numpy as np
import pytest

from ml.explain import POINTS, draw_heat, draw_outline, heat_of, points_of
from ml.segment import Outline


@pytest.fixture
def disc() -> Outline:
    rows, columns = np.mgrid[:200, :300]
    mask = np.hypot(rows - 100, columns - 150) < 50
    return Outline(mask, (100, 50, 200, 150))


def test_the_line_runs_along_the_border_in_shares_of_the_photo(disc: Outline) -> None:
    points = np.array(points_of(disc)) * [300, 200]
    assert len(points) <= POINTS
    assert np.hypot(points[:, 0] - 150, points[:, 1] - 100) == pytest.approx(np.full(len(points), 50), abs=2)


def test_the_line_is_white_on_black_and_leaves_the_rest(disc: Outline) -> None:
    grey = np.full((200, 300, 3), 128, np.uint8)
    drawn = draw_outline(grey, points_of(disc))
    assert drawn[100].min() < 30
    assert drawn[100].max() == 255
    assert (drawn[:40] == 128).all()
    assert (grey == 128).all()


def test_the_map_lies_over_the_centre_square_only() -> None:
    grey = np.full((200, 300, 3), 128, np.uint8)
    activation = np.zeros((6, 6), np.float32)
    activation[2:4, 2:4] = 3.0
    drawn = draw_heat(grey, heat_of(activation))
    assert (drawn[:, :50] == 128).all()
    assert (drawn[:, 250:] == 128).all()
    red, _, blue = drawn[100, 150].tolist()
    assert red > blue, "the strongest place is yellow"


def test_a_map_without_evidence_leaves_the_photo_as_it_is() -> None:
    grey = np.full((120, 120, 3), 128, np.uint8)
    assert (draw_heat(grey, heat_of(np.full((6, 6), -1.0, np.float32))) == grey).all()
