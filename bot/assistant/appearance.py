"""What the outline measures, in words: as far as the photo shows, and never as a comfort beside a warning."""

from bot.assistant.replies import Level
from bot.assistant.texts import Texts
from ml.shape import Shape

# Measured on 300 naevi and 300 melanomas under the dermatoscope and on all 125 and 17 in phone photos, folds 0-3, with
# drawn masks and, behind the comma, with a half-trained outline network. Naevi's 75th and 90th percentile, and how
# often a melanoma lies above a naevus (AUC):
#   asymmetry  dermatoscope .088-.108, .081-.103, AUC .67, .68;  phone .077-.096, .063-.072, AUC .70, .65
#   border     dermatoscope .171-.226, .150-.232, AUC .66, .66;  phone .147-.220, .111-.163, AUC .73, .62
#   colours    dermatoscope 3-4, 3-3, AUC .77, .78;              phone 3-3, 3-3, AUC .67, .68
# One naevus in ten lies above an upper cut and two melanomas in three below it: the figures describe a picture, not a
# spot, and must never decide a level.
_HALVES, _EDGE = (0.07, 0.1), (0.13, 0.2)
_MANY_COLOURS = 4

_DEGREES = ("low", "some", "high")


def appearance(shape: Shape, level: Level | None, texts: Texts) -> tuple[str, ...]:
    """Sentences about a measured spot: all of them where nothing warned, else only what is notable."""
    degrees = {"halves": _degree(shape.asymmetry, _HALVES), "edge": _degree(shape.border, _EDGE)}
    many = len(shape.colours) >= _MANY_COLOURS
    calm = level is Level.NO_WARNING_SIGNS
    said = [texts(f"shape.{what}.{degree}") for what, degree in degrees.items() if calm or degree == "high"]
    if many or (calm and shape.colours):
        said.append(_colours(shape, texts))
    if calm and (many or "high" in degrees.values()):
        said.append(texts("shape.go"))
    return tuple(said)


def _degree(figure: float, cuts: tuple[float, float]) -> str:
    return _DEGREES[sum(figure > cut for cut in cuts)]


def _colours(shape: Shape, texts: Texts) -> str:
    names = [texts(f"shape.names.{colour}") for colour in shape.colours]
    return texts("shape.colours" if len(names) > 1 else "shape.colour", count=len(names), names=", ".join(names))
