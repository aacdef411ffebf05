"""What the tests of the eyes share: drawn pictures, a drawn data folder, and where real data may lie."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from ml.contract import Pixels
from ml.photo import clean_jpeg
from tests.legs import PHOTOS

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "ml" / "models" / "main"


def draw_lesion(seed: int = 0, side: int = 240, *, spot: float = 0.2) -> Pixels:
    """Draw skin of uneven colour with a brown spot in the middle."""
    random = np.random.default_rng(seed)
    grain = random.normal(0, 6, (side, side, 1)) + cv2.resize(random.normal(0, 8, (9, 9)), (side, side))[:, :, None]
    skin = np.array([214.0, 168.0, 146.0]) + grain
    angle = np.arctan2(*(np.mgrid[:side, :side] - side / 2))
    radius = side * spot * (1 + 0.15 * np.sin(5 * angle + seed))
    inside = np.hypot(*(np.mgrid[:side, :side] - side / 2)) < radius
    skin[inside] = skin[inside] * 0.4 + np.array([20.0, 5.0, 0.0])
    return np.asarray(np.clip(skin, 0, 255), np.uint8)


@pytest.fixture
def lesion() -> Pixels:
    return draw_lesion()


@pytest.fixture
def lesion_jpeg() -> bytes:
    return clean_jpeg(draw_lesion())


@pytest.fixture
def model() -> Path:
    if not (MODEL / "model.json").is_file():
        pytest.skip(f"no model in {MODEL}")
    return MODEL


@pytest.fixture
def real_data() -> Path:
    """The folder of real pictures; whoever asks for it belongs to the leg `photos`."""
    return PHOTOS


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A small data folder of drawn pictures: two domains, five folds, some refusals."""
    folder = tmp_path / "data"
    (folder / "pictures").mkdir(parents=True)
    lesions = ["id,file,mask,source,domain,label,group,fold,licence"]
    for n in range(40):
        label, domain = ("MEL", "NV", "BCC", "")[n % 4], ("phone", "dermoscopy")[n % 2 if n % 4 < 3 else 1]
        file = _write(folder, f"lesion{n}", draw_lesion(n, 96, spot=0.1))
        mask = _write(folder, f"mask{n}", _mask(96))
        lesions.append(f"L{n},{file},{mask},drawn,{domain},{label},P{n // 2},{n // 2 % 5},CC0")
    others = ["id,file,source,domain,label,what,licence,group"]
    for n in range(24):
        kind = ("everyday", '"skin, no lesion"', "face")[n % 3]
        file = _write(folder, f"other{n}", np.random.default_rng(n).integers(0, 256, (80, 96, 3)).astype(np.uint8))
        others.append(f"N{n},{file},drawn,{kind},,noise,CC0,{'person' + str(n // 2) if n % 3 else ''}")
    (folder / "lesions.csv").write_text("\n".join(lesions) + "\n", encoding="utf-8")
    (folder / "not_lesions.csv").write_text("\n".join(others) + "\n", encoding="utf-8")
    return folder


def _write(folder: Path, name: str, pixels: Pixels) -> str:
    cv2.imwrite(str(folder / "pictures" / f"{name}.png"), pixels[:, :, ::-1] if pixels.ndim == 3 else pixels)
    return f"pictures/{name}.png"


def _mask(side: int) -> Pixels:
    mask: Pixels = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side // 2, side // 2), side // 8, 255, -1)
    return mask


@pytest.fixture
def drawn() -> Callable[[int], Pixels]:
    return draw_lesion
