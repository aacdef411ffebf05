"""Where the network looks: the middle of the photo, or the spot when that is small or aside."""

import numpy as np
import pytest

from ml.eyes import close_square, square_of
from ml.segment import Outline


def outline(left: int, top: int, right: int, bottom: int, shape: tuple[int, int] = (600, 800)) -> Outline:
    mask = np.zeros(shape, np.bool_)
    mask[top:bottom, left:right] = True
    return Outline(mask, (left, top, right, bottom))


def test_without_an_outline_the_central_square_is_taken() -> None:
    assert square_of((600, 800), None) == (100, 0, 600)


def test_a_spot_of_usual_size_near_the_middle_changes_nothing() -> None:
    assert square_of((600, 800), outline(350, 250, 550, 420)) == (100, 0, 600)


def test_a_spot_at_the_edge_comes_into_the_square() -> None:
    left, top, side = square_of((600, 800), outline(600, 200, 800, 400))
    assert side == 600
    assert (left, top) == (200, 0)


@pytest.mark.parametrize("place", [(400, 300), (10, 10), (760, 560)])
def test_a_small_spot_is_brought_to_its_usual_size(place: tuple[int, int]) -> None:
    spot = outline(place[0], place[1], place[0] + 40, place[1] + 40)
    left, top, side = square_of((600, 800), spot)
    assert side == 100
    assert 0 <= left <= spot.box[0]
    assert spot.box[2] <= left + side <= 800
    assert 0 <= top <= spot.box[1]
    assert spot.box[3] <= top + side <= 600


@pytest.mark.parametrize("spot", [(350, 250, 450, 330), (0, 0, 100, 60), (700, 520, 800, 600)])
def test_a_close_look_is_a_square_around_the_spot_within_the_photo(spot: tuple[int, int, int, int]) -> None:
    found = outline(*spot)
    left, top, side = close_square((600, 800), found, 1.6)
    assert side == 160
    assert 0 <= left <= spot[0]
    assert spot[2] <= left + side <= 800
    assert 0 <= top <= spot[1]
    assert spot[3] <= top + side <= 600


def test_a_close_look_at_a_spot_that_fills_the_photo_is_the_photo() -> None:
    assert close_square((600, 800), outline(50, 10, 750, 590), 1.6)[2] == 600
