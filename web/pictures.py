"""What a page must know of a photo to draw over it, and the words for what is drawn."""

from dataclasses import dataclass

from bot.assistant.result import ResultPage
from ml.explain import Points

FRAMES = frozenset({0xC0, 0xC1, 0xC2})
"""Markers of the header that holds the size: baseline, extended, progressive."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def size_of(jpeg: bytes) -> Size:
    """The size of a JPEG that we wrote ourselves, from its frame header (ITU T.81, B.2.2). Raises ValueError."""
    place = 2
    while place + 9 <= len(jpeg):
        length = int.from_bytes(jpeg[place + 2 : place + 4])
        if jpeg[place + 1] in FRAMES:
            height, width = jpeg[place + 5 : place + 7], jpeg[place + 7 : place + 9]
            return Size(int.from_bytes(width), int.from_bytes(height))
        place += 2 + length
    raise ValueError("no JPEG")


@dataclass(frozen=True, slots=True)
class Line:
    """An outline as SVG draws it: its path in pixels, the part that is looked at, and its words by their last key.

    `place` is where in the photo the spot lies, `width` how much of the photo's width it takes.
    """

    path: str
    view: str
    place: str
    width: str


ROWS, COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")
WIDTHS = ((0.15, "tenth"), (0.27, "fifth"), (0.42, "third"), (0.62, "half"), (0.87, "most"))
"""Shares of a photo's width up to which a spot takes about so much of it; beyond them it takes `all`."""

MARGIN = 0.2
"""Space around an outline that stands alone, as a share of its longer side."""


def line_on(points: Points, size: Size) -> Line:
    """An outline to lie over the whole photo."""
    return Line(_path(points, size), f"0 0 {size.width} {size.height}", *_told(points))


def line_alone(result: ResultPage) -> Line | None:
    """An outline whose photo is gone: looked at closely, its true proportions told by its box in pixels."""
    if not (result.outline and result.box):
        return None
    left, top, right, bottom = result.box
    x, y, wide, high = _around(result.outline)
    size = Size(round((right - left) / max(wide, 1e-4)), round((bottom - top) / max(high, 1e-4)))
    space = MARGIN * max(right - left, bottom - top)
    view = (x * size.width - space, y * size.height - space, right - left + 2 * space, bottom - top + 2 * space)
    return Line(_path(result.outline, size), " ".join(f"{one:.0f}" for one in view), *_told(result.outline))


def _path(points: Points, size: Size) -> str:
    """A closed curve that bends at each point and passes between them, so that no step of the pixel grid shows."""
    places = [(x * size.width, y * size.height) for x, y in points]
    middles = [
        ((x + left) / 2, (y + above) / 2) for (x, y), (left, above) in zip(places, places[-1:] + places, strict=False)
    ]
    start, *rest = [*middles, middles[0]]
    bends = (f"Q{x:.1f},{y:.1f} {to:.1f},{down:.1f}" for (x, y), (to, down) in zip(places, rest, strict=True))
    return f"M{start[0]:.1f},{start[1]:.1f} {' '.join(bends)}Z"


def _around(points: Points) -> tuple[float, float, float, float]:
    """Left, top, width and height, as shares."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _told(points: Points) -> tuple[str, str]:
    left, top, wide, high = _around(points)
    row, column = (min(2, int(3 * middle)) for middle in (top + high / 2, left + wide / 2))
    return f"{ROWS[row]}-{COLUMNS[column]}", next((word for most, word in WIDTHS if wide <= most), "all")
