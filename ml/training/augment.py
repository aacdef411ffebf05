"""What a picture may suffer in training: the variety of phones, light, hair, rulers and pens."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.contract import Pixels

Random = np.random.Generator


Box = tuple[int, int, int, int]
"""(left, top, right, bottom) in pixels."""

_CLOSE = (1.2, 2.4)  # sides of a close look in units of the lesion's longer side; serving takes 1.6

Turn = NDArray[np.float64]
"""An affine map (2, 3) from places in the square to places in the picture."""


def framing(shape: tuple[int, int], size: int, random: Random, *, crop: tuple[float, float] = (0.6, 1.05)) -> Turn:
    """Draw a turned, mirrored, stretched square of a picture (height, width).

    `crop` is its side in units of the short side, `size` the pixels that it is to have.
    """
    height, width = shape
    side = min(height, width) * random.uniform(*crop)
    play_x, play_y = (max(0.0, length - side) / 2 for length in (width, height))
    if crop[0] >= 0.5:  # a lesion sits near the middle: wander no further than a tenth of the frame
        play_x, play_y = min(play_x, 0.1 * width), min(play_y, 0.1 * height)
    centre = (width / 2 + random.uniform(-play_x, play_x), height / 2 + random.uniform(-play_y, play_y))
    return _turn(centre, side, size, random)


def closing_in(shape: tuple[int, int], box: Box, size: int, random: Random) -> Turn:
    """Draw a square around the box of a lesion, as `framing` does around the middle of the picture."""
    left, top, right, bottom = box
    extent = max(right - left, bottom - top)
    side = min(extent * random.uniform(*_CLOSE), 1.05 * min(shape))
    play = 0.1 * extent
    centre = (left + right) / 2 + random.uniform(-play, play), (top + bottom) / 2 + random.uniform(-play, play)
    return _turn(centre, side, size, random)


def _turn(centre: tuple[float, float], side: float, size: int, random: Random) -> Turn:
    angle = random.uniform(0, 2 * np.pi)
    aspect = np.exp(random.uniform(-0.12, 0.12))
    mirror = 1.0 if random.random() < 0.5 else -1.0
    scale_x, scale_y = mirror * side / size * aspect, side / size / aspect
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos * scale_x, -sin * scale_y], [sin * scale_x, cos * scale_y]])
    shift = np.array(centre) - turn @ np.array([size / 2, size / 2])
    return np.column_stack([turn, shift])


def cut(picture: Pixels, turn: Turn, size: int) -> Pixels:
    """Cut the square of `framing` out of a picture; beyond the edge the picture is mirrored."""
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    square = cv2.warpAffine(picture, turn, (size, size), flags=way, borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(square, np.uint8)


def frame(picture: Pixels, size: int, random: Random, *, crop: tuple[float, float] = (0.6, 1.05)) -> Pixels:
    """Cut a square drawn by `framing`."""
    return cut(picture, framing(picture.shape[:2], size, random, crop=crop), size)


def _light(picture: Pixels, random: Random) -> Pixels:
    gains = random.uniform(0.88, 1.12, 3) * random.uniform(0.8, 1.2)
    contrast, lift = random.uniform(0.8, 1.2), random.uniform(-18, 18)
    middle = float(picture.mean())
    scale = gains * contrast
    offset = middle * (1 - contrast) + lift
    values = np.arange(256, dtype=np.float64)[:, None] * scale[None, :] + offset
    return np.asarray(cv2.LUT(picture, np.clip(values, 0, 255).astype(np.uint8)[None, :, :]), np.uint8)


def _shrink(picture: Pixels, random: Random) -> Pixels:
    size = picture.shape[0]
    small = max(8, int(size * random.uniform(0.4, 1.0)))
    low = cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(low, (size, size), interpolation=cv2.INTER_LINEAR), np.uint8)


def _jpeg(picture: Pixels, random: Random) -> Pixels:
    quality = int(random.integers(35, 96))
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def _blur(picture: Pixels, random: Random) -> Pixels:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), random.uniform(0.4, 1.6)), np.uint8)


def _grey_square(picture: Pixels, random: Random) -> Pixels:
    size = picture.shape[0]
    side = int(size * random.uniform(0.1, 0.3))
    top, left = random.integers(0, size - side, 2)
    picture[top : top + side, left : left + side] = random.integers(90, 160)
    return picture


def _vignette(picture: Pixels, random: Random) -> Pixels:
    size = picture.shape[0]
    mask: Pixels = np.zeros((size, size), np.uint8)
    centre = tuple(int(size / 2 + random.uniform(-6, 6)) for _ in range(2))
    cv2.circle(mask, centre, int(size * random.uniform(0.5, 0.66)), 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), random.uniform(1, 8)).astype(np.float32)
    return np.asarray(picture * (soft[:, :, None] / 255), np.uint8)


def _hair(picture: Pixels, random: Random) -> Pixels:
    size = picture.shape[0]
    colour = tuple(int(random.integers(10, 90)) for _ in range(3))
    for _ in range(int(random.integers(1, 9))):
        ends = random.uniform(-0.1, 1.1, (3, 2)) * size
        steps = np.linspace(0, 1, 16)[:, None]
        curve = (1 - steps) ** 2 * ends[0] + 2 * steps * (1 - steps) * ends[1] + steps**2 * ends[2]
        cv2.polylines(picture, [curve.astype(np.int32)], isClosed=False, color=colour, lineType=cv2.LINE_AA)
    return picture


def _ruler(picture: Pixels, random: Random) -> Pixels:
    size, side = picture.shape[0], int(random.integers(0, 4))
    turned = np.ascontiguousarray(np.rot90(picture, side))
    edge, step = int(random.uniform(0.02, 0.12) * size), int(random.integers(5, 14))
    for number, at in enumerate(range(int(random.integers(0, step)), size, step)):
        length = 12 if number % 5 == 0 else 6
        cv2.line(turned, (at, edge), (at, edge + length), (25, 25, 25), 1)
    return np.ascontiguousarray(np.rot90(turned, -side))


def _pen(picture: Pixels, random: Random) -> Pixels:
    size = picture.shape[0]
    centre = tuple(int(size / 2 + random.uniform(-14, 14)) for _ in range(2))
    axes = tuple(int(size * random.uniform(0.3, 0.5)) for _ in range(2))
    start = int(random.integers(0, 360))
    colour = (int(random.integers(30, 110)), int(random.integers(20, 80)), int(random.integers(90, 190)))
    end = start + int(random.integers(60, 361))
    cv2.ellipse(picture, centre, axes, 0, start, end, colour, int(random.integers(1, 5)), cv2.LINE_AA)
    return picture


_ORDEALS: tuple[tuple[float, Callable[[Pixels, Random], Pixels]], ...] = (
    (0.10, _hair),
    (0.04, _ruler),
    (0.06, _pen),
    (0.06, _vignette),
    (0.95, _light),
    (0.20, _blur),
    (0.50, _shrink),
    (0.50, _jpeg),
    (0.20, _grey_square),
)


def suffer(picture: Pixels, random: Random) -> Pixels:
    """Return the framed picture after a random few of the ordeals, in the order of a camera."""
    for chance, ordeal in _ORDEALS:
        if random.random() < chance:
            picture = ordeal(picture, random)
    return picture
