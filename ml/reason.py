"""Why a photo could not be assessed, as one word each; the words for people are chosen elsewhere."""

from enum import StrEnum


class Reason(StrEnum):
    """One fault of a photo. The first three mean that there is no picture at all."""

    NOT_A_PICTURE = "not_a_picture"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    BLANK = "blank"
    DARK = "dark"
    GLARE = "glare"
    BLURRED = "blurred"
    TOO_FAR = "too_far"
    HAIR = "hair"
    NOT_SKIN = "not_skin"
    NO_SPOT = "no_spot"
    FACE = "face"
    UNKNOWN = "unknown"
