"""Pictures that say where and why: drawn on the photo when somebody looks, and stored nowhere."""

from bot.assistant.replies import Drawing
from bot.assistant.result import ResultPage
from ml.contract import Pixels
from ml.explain import draw_heat, draw_outline
from ml.photo import clean_jpeg, clean_pixels

LONGEST_SIDE = 1280
"""Pixels; Telegram makes photos no larger, and a screen shows no more."""


def draw(photo: bytes, page: ResultPage, drawing: Drawing) -> bytes | None:
    """The photo with the drawing on it as JPEG; None when the result has nothing to draw."""
    drawn = _drawn(clean_pixels(photo, max_side=LONGEST_SIDE), page, drawing)
    return None if drawn is None else clean_jpeg(drawn)


def _drawn(pixels: Pixels, page: ResultPage, drawing: Drawing) -> Pixels | None:
    match drawing:
        case Drawing.OUTLINE:
            return draw_outline(pixels, page.outline) if page.outline else None
        case Drawing.HEAT:
            return draw_heat(pixels, page.heat, page.square) if page.heat else None
