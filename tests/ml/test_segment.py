"""The outline: one spot, whole, at the photo's size, or none."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ml.contract import ModelError
from ml.evaluation.outlines import by_grabcut, by_otsu, jaccard
from ml.segment import OutlineContract, outline_of
from tests.ml.conftest import draw_lesion


def chances(*spots: tuple[int, int, int], hole: tuple[int, int, int] | None = None) -> np.ndarray:
    rows, columns = np.mgrid[:96, :96]
    field = np.zeros((96, 96), np.float32)
    for row, column, radius in spots:
        field[np.hypot(rows - row, columns - column) < radius] = 0.9
    if hole:
        field[np.hypot(rows - hole[0], columns - hole[1]) < hole[2]] = 0.1
    return field


def test_outline_stands_in_pixels_of_the_photo() -> None:
    found = outline_of(chances((48, 24, 10)), (400, 800))
    assert found is not None
    assert found.mask.shape == (160, 320)
    left, top, right, bottom = found.box
    assert (left + right) / 2 == pytest.approx(200, abs=10)
    assert (top + bottom) / 2 == pytest.approx(200, abs=10)
    assert found.share == pytest.approx(np.pi * 100 / 96**2, rel=0.1)


def test_the_main_spot_is_taken_and_its_hole_filled() -> None:
    found = outline_of(chances((30, 30, 4), (60, 60, 20), hole=(60, 60, 6)), (96, 96))
    assert found is not None
    assert found.mask[60, 60]
    assert not found.mask[30, 30]


def test_no_spot_is_no_outline() -> None:
    assert outline_of(np.full((96, 96), 0.2, np.float32), (300, 300)) is None
    assert outline_of(chances((48, 48, 1)), (96, 96)) is None


def test_jaccard_of_nothing_with_nothing_is_one() -> None:
    nothing, half = np.zeros((4, 4), bool), np.eye(4, dtype=bool)
    assert jaccard(nothing, nothing) == 1.0
    assert jaccard(half, nothing) == 0.0
    assert jaccard(half, half) == 1.0


def test_the_floor_finds_a_drawn_spot() -> None:
    picture = draw_lesion(3)
    truth = np.hypot(*(np.mgrid[:240, :240] - 120)) < 48
    assert jaccard(by_otsu(picture), truth) > 0.6
    assert jaccard(by_grabcut(picture), truth) > 0.6


def test_a_folder_without_its_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="contract cannot be read"):
        OutlineContract.load(tmp_path)


def test_a_contract_without_finite_figures_is_refused(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model / "outline", tmp_path / "outline")
    file = tmp_path / "outline" / "model.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"scale": 128.0', '"scale": 1e999'), encoding="utf-8")
    with pytest.raises(ModelError, match="framing"):
        OutlineContract.load(tmp_path / "outline")
