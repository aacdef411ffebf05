"""Why: the outline and the heat map, kept as a few numbers and drawn on the photo when somebody looks."""

from dataclasses import dataclass

import cv2
import numpy as np

from ml.contract import Floats, Pixels
from ml.segment import Outline

Points = tuple[tuple[float, float], ...]
"""A closed line, (x, y) as shares 0-1 of the photo's width and height."""

Heat = tuple[tuple[float, ...], ...]
"""Rows of a map over the centre square of the photo, each cell 0-1 of the strongest one."""

Box = tuple[float, ...]
"""(left, top, right, bottom) as shares 0-1 of the photo's width and height."""

POINTS = 96
"""Points that an outline is thinned to: finer than a screen shows."""

COOL, WARM = (74, 62, 117), (242, 178, 58)
"""Violet to yellow, never red to green: readable for every kind of colour sight, and no alarm."""

_VEIL = 0.62  # opacity of the strongest cell: the photo stays visible under it
_FLOOR = 0.15  # cells below this share of the strongest are left clear


@dataclass(frozen=True, slots=True)
class Why:
    """What a prediction rests on; None where the network does not tell it.

    `square` is the part of the photo that the classes were told from and that the map lies over.
    """

    outline: Points | None = None
    heat: Heat | None = None
    square: Box | None = None


def why(
    activation: Floats | None, outline: Outline | None, square: tuple[int, int, int], shape: tuple[int, ...]
) -> Why:
    """Keep the map of one class (rows, columns), its square (left, top, side) and the outline as a few numbers.

    `shape` is (height, width) of the photo.
    """
    (left, top, side), (height, width) = square, shape
    shares = left / width, top / height, (left + side) / width, (top + side) / height
    return Why(
        points_of(outline) if outline else None,
        heat_of(activation) if activation is not None else None,
        tuple(round(share, 4) for share in shares),
    )


def points_of(outline: Outline) -> Points:
    """Return the border of the spot, thinned to at most POINTS points."""
    borders, _ = cv2.findContours(outline.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    border = max(borders, key=len)[:, 0, :].astype(np.float64)
    height, width = outline.mask.shape
    at = np.unique(np.linspace(0, len(border) - 1, POINTS).round().astype(int))
    shares = (border[at] + 0.5) / np.array([width, height])
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in shares)


def heat_of(activation: Floats) -> Heat:
    """Return the positive part of a class map, its strongest cell as 1."""
    raised = np.maximum(activation, 0)
    strongest = float(raised.max()) or 1.0
    return tuple(tuple(round(float(cell) / strongest, 3) for cell in row) for row in raised)


def draw_outline(pixels: Pixels, points: Points) -> Pixels:
    """Draw the outline, white on black so that it shows on every skin; returns a new picture."""
    height, width = pixels.shape[:2]
    drawn = np.ascontiguousarray(pixels).copy()
    line = np.array([(x * width, y * height) for x, y in points]).round().astype(np.int32)
    thick = max(2, min(height, width) // 160)
    for colour, extra in (((0, 0, 0), 4), ((255, 255, 255), 0)):
        cv2.polylines(drawn, [line], isClosed=True, color=colour, thickness=thick + extra, lineType=cv2.LINE_AA)
    return np.asarray(drawn, np.uint8)


def draw_heat(pixels: Pixels, heat: Heat, square: Box | None = None) -> Pixels:
    """Lay the map over its square, from clear over violet to yellow; returns a new picture.

    Without a square it lies over the central one.
    """
    height, width = pixels.shape[:2]
    side = min(height, width)
    left, top, right, bottom = (width - side) // 2, (height - side) // 2, (width + side) // 2, (height + side) // 2
    if square is not None:
        left, top, right, bottom = (round(share * (width, height)[n % 2]) for n, share in enumerate(square))
    size = right - left, bottom - top
    cells = cv2.resize(np.array(heat, np.float32), size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    share = np.asarray((cells - _FLOOR).clip(0) / (1 - _FLOOR))[..., None]
    colour = np.array(COOL) * (1 - share) + np.array(WARM) * share
    veil = _VEIL * np.minimum(1.0, 2 * share)
    drawn = pixels.copy()
    part = drawn[top:bottom, left:right]
    drawn[top:bottom, left:right] = (part * (1 - veil) + colour * veil).round().astype(np.uint8)
    return drawn
