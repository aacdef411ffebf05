"""A coin beside the spot: found by its round edge, so that pixels of the photo become millimetres."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np

from ml.contract import Floats, Pixels
from ml.explain import Points

COINS: Mapping[str, float] = MappingProxyType(
    {
        "1 euro": 23.25,
        "2 euro": 25.75,
        "1 US quarter": 24.26,
        "1 US cent": 19.05,
        "UK 1 pound": 23.43,
        "UK 1 penny": 20.32,
        "India 5 rupees": 23.0,
        "India 10 rupees": 27.0,
    }
)
"""Diameters in millimetres, as their mints give them; the pound has twelve sides, its figure is across the corners."""

_SIDE = 640  # longest side that is searched: an edge is a few pixels wide there
_LEAST, _MOST = 0.06, 0.35  # radius as a share of the photo's shorter side
_PERFECT = 0.8  # of HoughCircles: how round the found edge is at least
_ANGLES = 180
_SUPPORT = 0.7  # share of the angles at which the edge runs along the circle
_OFF = 0.04  # of the radius, by which an edge may run beside the circle
_STEP = 14.0  # grey levels that the edge rises or falls over three pixels
_DARKEST = 0.85  # of the lightness around it: a coin is metal, a mole is darker than its skin


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in pixels of the photo."""

    x: float
    y: float
    radius: float


def find_coin(pixels: Pixels, spot: Points | None = None) -> Circle | None:
    """Return the roundest disc that may be a coin in an upright RGB photo, or None; never one that meets the spot."""
    factor = min(1.0, _SIDE / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    lightness = np.asarray(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[..., 0], (0, 0), 1.2), np.float32)
    ranked = sorted(((_support(lightness, one), one) for one in _round(lightness)), key=lambda pair: -pair[0])
    for support, circle in ranked:
        if support < _SUPPORT:
            return None
        if _is_light(lightness, circle) and not _meets(circle, spot, lightness.shape):
            return Circle(circle.x / factor, circle.y / factor, circle.radius / factor)
    return None


def mm_per_pixel(circle: Circle, diameter_mm: float) -> float:
    """Millimetres that a pixel of the photo spans where the coin lies."""
    return diameter_mm / (2 * circle.radius)


def _round(lightness: Floats) -> list[Circle]:
    """Circles that lie whole inside the photo."""
    height, width = lightness.shape
    side = min(height, width)
    found = cv2.HoughCircles(
        lightness.astype(np.uint8),
        cv2.HOUGH_GRADIENT_ALT,
        dp=1.5,
        minDist=side * _LEAST,
        param1=120,
        param2=_PERFECT,
        minRadius=round(side * _LEAST),
        maxRadius=round(side * _MOST),
    )
    circles = [] if found is None else [Circle(*(float(one) for one in circle[:3])) for circle in found.reshape(-1, found.shape[-1])]
    return [
        one
        for one in circles
        if one.radius <= one.x <= width - one.radius and one.radius <= one.y <= height - one.radius
    ]


def _support(lightness: Floats, circle: Circle) -> float:
    """Share of the angles at which the strongest step along the ray lies on the circle."""
    radii = circle.radius * np.linspace(0.8, 1.2, 41)
    angles = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)
    columns = (circle.x + np.cos(angles)[:, None] * radii).astype(np.float32)
    rows = (circle.y + np.sin(angles)[:, None] * radii).astype(np.float32)
    rays = np.asarray(cv2.remap(lightness, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    apart = max(1, round(3 / (radii[1] - radii[0])))
    steps = np.abs(rays[:, apart:] - rays[:, :-apart])
    at = radii[: steps.shape[1]] + (radii[apart] - radii[0]) / 2
    near = np.abs(at / circle.radius - 1) <= _OFF
    return float((steps[:, near].max(axis=1) >= np.maximum(_STEP, 0.8 * steps.max(axis=1))).mean())


def _is_light(lightness: Floats, circle: Circle) -> bool:
    rows, columns = np.ogrid[: lightness.shape[0], : lightness.shape[1]]
    far = np.hypot(rows - circle.y, columns - circle.x) / circle.radius
    around = (far > 1.1) & (far < 1.5)
    if not around.any():
        return False
    return float(np.median(lightness[far < 0.9])) >= _DARKEST * float(np.median(lightness[around]))


def _meets(circle: Circle, spot: Points | None, shape: tuple[int, ...]) -> bool:
    """Whether the disc and the spot's outline share any place."""
    if not spot:
        return False
    line = np.array(spot, np.float32) * np.array([shape[1], shape[0]], np.float32)
    return cv2.pointPolygonTest(line, (circle.x, circle.y), True) > -circle.radius
