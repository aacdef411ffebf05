"""A coin gives millimetres; a mole, however round, and a coin on the spot itself give none."""

import csv

import cv2
import numpy as np
import pytest

from ml.coin import COINS, Circle, find_coin, mm_per_pixel
from ml.contract import Pixels
from ml.explain import Points
from ml.photo import clean_pixels
from tests.legs import PHOTOS
from tests.pictures import drawn_lesion

METALS = {"silver": (200, 198, 192), "gold": (205, 170, 95), "copper": (205, 140, 105)}
SPOT: Points = tuple((0.5 + 0.12 * np.cos(a), 0.5 + 0.12 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 40))


def with_coin(skin: Pixels, x: int, y: int, radius: int, metal: tuple[int, int, int]) -> Pixels:
    """Skin with a struck, shaded disc on it that throws a soft shadow."""
    rows, columns = np.mgrid[: skin.shape[0], : skin.shape[1]].astype(np.float32)
    far = np.hypot(rows - y, columns - x) / radius
    relief = cv2.GaussianBlur(np.random.default_rng(1).normal(0, 1, far.shape).astype(np.float32), (0, 0), radius / 12)
    rim = np.exp(-(((far - 0.93) / 0.03) ** 2))
    light = 1 + 0.2 * (columns - x) / radius + 0.1 * relief / relief.std() + 0.12 * rim
    disc = np.clip((1 - far) * radius + 0.5, 0, 1)
    shadow = 1 - 0.25 * cv2.GaussianBlur(disc, (0, 0), radius / 10)
    drawn = (skin * shadow[..., None]) * (1 - disc[..., None]) + np.array(metal) * (light * disc)[..., None]
    return np.asarray(cv2.GaussianBlur(np.clip(drawn, 0, 255), (0, 0), 0.8), np.uint8)


@pytest.mark.parametrize("metal", METALS.values(), ids=METALS.keys())
def test_a_coin_beside_the_spot_is_measured(metal: tuple[int, int, int]) -> None:
    skin = clean_pixels(drawn_lesion(1200))
    coin = find_coin(with_coin(skin, 220, 900, 150, metal), SPOT)
    assert coin is not None
    assert (coin.x, coin.y) == pytest.approx((220, 900), abs=5)
    assert coin.radius == pytest.approx(150, rel=0.02)
    assert mm_per_pixel(coin, COINS["1 euro"]) == pytest.approx(23.25 / 300, rel=0.02)


def test_a_coin_that_meets_the_spot_is_none() -> None:
    skin = clean_pixels(drawn_lesion(1200))
    assert find_coin(with_coin(skin, 460, 600, 150, METALS["silver"]), SPOT) is None


def test_a_coin_that_is_cut_off_is_none() -> None:
    skin = clean_pixels(drawn_lesion(1200))
    assert find_coin(with_coin(skin, 60, 900, 150, METALS["silver"]), SPOT) is None


@pytest.mark.parametrize("seed", range(4))
def test_a_drawn_spot_is_no_coin(seed: int) -> None:
    assert find_coin(clean_pixels(drawn_lesion(900, seed))) is None


def test_a_round_dark_mole_is_no_coin() -> None:
    skin = np.full((600, 600, 3), (214, 168, 146), np.uint8)
    mole = cv2.GaussianBlur(cv2.circle(skin, (300, 300), 80, (96, 62, 44), -1), (0, 0), 2)
    assert find_coin(np.asarray(mole, np.uint8)) is None


def test_a_coin_as_dark_and_brown_as_a_mole_is_none() -> None:
    skin = clean_pixels(drawn_lesion(1200))
    assert find_coin(with_coin(skin, 220, 900, 150, (120, 76, 54)), SPOT) is None


def test_a_photo_of_nothing_has_no_coin() -> None:
    assert find_coin(np.full((300, 400, 3), 200, np.uint8)) is None


def test_millimetres_come_from_the_diameter() -> None:
    assert mm_per_pixel(Circle(0, 0, 100), 20.0) == pytest.approx(0.1)


@pytest.mark.photos
def test_real_skin_with_a_drawn_coin_and_without() -> None:
    with (PHOTOS / "lesions.csv").open(encoding="utf-8") as rows:
        files = [row["file"] for row in csv.DictReader(rows) if row["domain"] == "phone" and row["fold"] in "0123"]
    found, false = 0, 0
    for file in files[::20][:30]:
        skin = clean_pixels((PHOTOS / file).read_bytes())
        radius = round(0.13 * min(skin.shape[:2]))
        coin = find_coin(with_coin(skin, radius + 12, radius + 12, radius, METALS["silver"]))
        found += coin is not None and abs(coin.radius / radius - 1) < 0.03
        false += find_coin(skin) is not None
    assert found >= 20
    assert false <= 1
