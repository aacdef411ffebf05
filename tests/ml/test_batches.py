"""What a training is shown: reproducible, by domain, and only what it may see."""

from pathlib import Path

import numpy as np
import pytest

from ml.contract import KINDS, LABELS, Framing, Pixels
from ml.dataset import read_lesions, read_not_lesions, split
from ml.training.ahead import ahead
from ml.training.augment import closing_in, cut, frame, suffer
from ml.training.batches import Draw, Stock, stock


@pytest.fixture
def drawn_stock(data_folder: Path) -> Stock:
    training, _ = split(read_lesions(data_folder), 4)
    return stock(training, read_not_lesions(data_folder), np.random.default_rng(0))


def test_the_same_number_is_the_same_batch(drawn_stock: Stock) -> None:
    batches = [Draw(drawn_stock, Framing(size=64), size=16, seed=seed).batch(7) for seed in (1, 1, 2)]
    assert (batches[0].pictures == batches[1].pictures).all()
    assert (batches[0].pictures != batches[2].pictures).any()


def test_working_ahead_keeps_the_order(drawn_stock: Stock) -> None:
    draw = Draw(drawn_stock, Framing(size=32), size=8, seed=1)
    queue = ahead(draw.batch, 5)
    told = [next(queue) for _ in range(4)]
    queue.close()  # type: ignore[attr-defined]
    assert all((batch.pictures == draw.batch(5 + n).pictures).all() for n, batch in enumerate(told))


def test_pictures_to_refuse_carry_no_class_loss(drawn_stock: Stock) -> None:
    batch = Draw(drawn_stock, Framing(size=32), size=16, seed=1).batch(0)
    lesion = batch.kinds == KINDS.index("lesion")
    assert (batch.is_lesion == lesion).all()
    assert 0 < (~lesion).sum() < 8


def test_targets_stay_within_what_a_domain_holds(drawn_stock: Stock) -> None:
    draw = Draw(drawn_stock, Framing(size=32), size=16, seed=1)
    held = {label for classes in drawn_stock.lesions.values() for label in classes}
    for number in range(12):
        batch = draw.batch(number)
        shown = batch.classes[batch.is_lesion > 0]
        assert shown.sum(axis=1) == pytest.approx(np.ones(len(shown)))
        assert {LABELS[n] for n in np.flatnonzero(shown.sum(axis=0))} <= held


def test_unlabelled_and_held_out_pictures_are_not_in_stock(data_folder: Path, drawn_stock: Stock) -> None:
    lesions = read_lesions(data_folder)
    stocked = sum(len(pictures) for classes in drawn_stock.lesions.values() for pictures in classes.values())
    assert stocked == sum(bool(one.label) for one in split(lesions, 4)[0])
    shown = sum(len(drawn_stock.others[kind]) for kind in ("other", "skin", "face"))
    assert shown == sum(not one.held_out for one in read_not_lesions(data_folder))


def test_corners_of_plain_skin_hold_no_spot(drawn_stock: Stock) -> None:
    assert drawn_stock.others["corner"]
    assert all(cut.min(axis=(0, 1))[0] > 150 for cut in drawn_stock.others["corner"])


def test_framing_keeps_a_central_spot_in_view(lesion: Pixels) -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        assert (frame(lesion, 96, random)[:, :, 0] < 140).mean() > 0.03


@pytest.mark.parametrize("box", [(20, 30, 60, 90), (0, 0, 30, 20), (180, 200, 240, 240)])
def test_a_close_look_holds_the_lesion_and_shows_it_large(box: tuple[int, int, int, int]) -> None:
    picture = np.full((240, 240, 3), 200, np.uint8)
    left, top, right, bottom = box
    picture[top:bottom, left:right] = 0
    random = np.random.default_rng(0)
    for _ in range(30):
        square = cut(picture, closing_in((240, 240), box, 96, random), 96)
        assert (square[48 - 4 : 48 + 4, 48 - 4 : 48 + 4] < 100).any()
        assert (square[:, :, 0] < 100).mean() > 0.1


def test_ordeals_leave_shape_and_type(lesion: Pixels) -> None:
    random = np.random.default_rng(0)
    for _ in range(100):
        suffered = suffer(frame(lesion, 64, random), random)
        assert suffered.shape == (64, 64, 3)
        assert suffered.dtype == np.uint8
