"""`lentigo screen`: photos in, one judgement a line out, in order, whatever the files hold."""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from bot.assistant.verdict import decide
from bot.settings import Settings
from ml.coin import COINS, find_coin, mm_per_pixel
from ml.photo import MAX_BYTES, clean_pixels
from ml.predict import Prediction, Predictor


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: ArgumentParser = subparsers.add_parser(
        "screen", help="assess photos from files", description="Assess photos of skin spots. Not a diagnosis."
    )
    parser.add_argument("photos", nargs="+", metavar="PHOTO", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--coin", choices=COINS, help="a coin that lies beside the spot: its diameter is told")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Screen each file; a broken one is `unreadable` and stops nothing."""
    from bot.wiring import MODELS  # noqa: PLC0415 - keeps `lentigo --help` quick

    predictor = Predictor.load(MODELS / Settings().model)
    show_bar = sys.stderr.isatty() and not sys.stdout.isatty()
    bar = track(arguments.photos, "Looking", console=Console(stderr=True), disable=not show_bar)
    for path in bar:
        photo = _bytes(path)
        prediction = predictor.predict(photo)
        line = _line(path, prediction)
        if arguments.coin:
            line["diameter_mm"] = _diameter(photo, prediction, COINS[arguments.coin])
        print(json.dumps(line) if arguments.json else _words(line), flush=True)
    return 0


def _bytes(path: Path) -> bytes:
    """The file's bytes, one more than the limit at most; what cannot be read is no photo."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return b""


def _line(path: Path, prediction: Prediction) -> dict[str, Any]:
    return {
        "file": os.fsencode(path).decode(errors="backslashreplace"),  # a name need not be UTF-8, what is printed must
        "outcome": prediction.outcome.value,
        "reasons": [reason.value for reason in prediction.reasons],
        "level": decide(prediction).level,
        "condition": prediction.condition,
        "probabilities": _rounded(prediction),
        "malignant": None if prediction.malignant is None else round(prediction.malignant, 5),
        "box": prediction.box,
        "model": prediction.model,
        "ms": round(prediction.ms, 1),
    }


def _diameter(photo: bytes, prediction: Prediction, coin_mm: float) -> float | None:
    """Millimetres of the spot's longest diameter; None without an outline or when no coin was found beside it."""
    if prediction.shape is None:
        return None
    pixels = clean_pixels(photo)
    coin = find_coin(pixels, prediction.why.outline)
    if coin is None:
        return None
    return round(prediction.shape.millimetres(min(pixels.shape[:2]) * mm_per_pixel(coin, coin_mm)), 1)


def _rounded(prediction: Prediction) -> dict[str, float] | None:
    if prediction.probabilities is None:
        return None
    return {code: round(chance, 5) for code, chance in prediction.probabilities.items()}


def _words(line: dict[str, Any]) -> str:
    what = line["level"] or line["outcome"]
    diameter = f"{line['diameter_mm']} mm" if line.get("diameter_mm") else ""
    return " ".join(part for part in (f"{line['file']}: {what}", line["condition"], *line["reasons"], diameter) if part)
