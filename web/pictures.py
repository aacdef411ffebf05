"""What a page must know of a photo to draw over it."""

from dataclasses import dataclass

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
