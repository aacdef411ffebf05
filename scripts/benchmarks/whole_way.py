"""The whole way of a photo: bytes in, verdict with outline and heat map out, and where the time goes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.assistant.verdict import Verdict, decide
from ml.contract import Floats, Pixels
from ml.evaluation.arithmetic import multiply_accumulates
from ml.explain import Why, why
from ml.eyes import OUTLINE, Eyes, View
from ml.photo import clean_pixels
from ml.predict import Predictor
from ml.quality import faults
from ml.shape import Shape, shape
from ml.weights import Network, open_network
from scripts.benchmarks.photos import camera_photo, scaled_squares, telegram_photo
from scripts.benchmarks.rounds import Part, Probe, timed


def photo_probes(folder: Path, eyes: Eyes) -> list[Probe]:
    """The bare networks, then for each photo the whole way and its stages."""
    bare, macs = _bare(folder, eyes)
    networks = Probe(Part.PHOTO, "bare networks", timed(bare), macs=macs)
    probes = [networks]
    for name, photo in (("Telegram", telegram_photo()), ("12 MP", camera_photo())):
        whole = timed(_whole_way(Predictor(eyes), photo))
        probes.append(Probe(Part.PHOTO, f"{name}: whole way", whole, macs=macs, against=networks))
        stages = _stages(eyes, photo)
        probes += [Probe(Part.PHOTO, f"{name}: {stage}", timed(call)) for stage, call in stages.items()]
    return probes


def _bare(folder: Path, eyes: Eyes) -> tuple[Callable[[], object], int]:
    """Every network as often as one photo needs it, on pictures ready made; and its multiply-accumulates."""
    contract, outliner = eyes.contract, eyes.outliner
    looks = len(contract.zooms) + bool(contract.close and outliner)
    views = looks * contract.flips
    weights = [(folder / contract.weights, contract.framing.size, views)]
    if outliner:
        weights.append((folder / OUTLINE / outliner.contract.weights, outliner.contract.framing.size, 1))
    runs = [(open_network(file), scaled_squares(size, 1)[0][None], times) for file, size, times in weights]
    return partial(_run_all, runs), sum(multiply_accumulates(file) * times for file, _, times in weights)


def _run_all(runs: list[tuple[Network, Floats, int]]) -> None:
    for network, picture, times in runs:
        for _ in range(times):
            network(picture)


def _whole_way(predictor: Predictor, photo: bytes) -> Callable[[], Verdict]:
    """From bytes to a verdict; raises ValueError when the photo never reaches the networks."""
    told = predictor.predict(photo)
    if told.probabilities is None:
        raise ValueError(f"the drawn photo is refused before any network sees it: {told.reasons}")
    return lambda: decide(predictor.predict(photo))


def _stages(eyes: Eyes, photo: bytes) -> dict[str, Callable[[], object]]:
    """The stages one by one; `networks` frames their pictures and reads the outline as well."""
    pixels = clean_pixels(photo)
    view = eyes.look(pixels)
    return {
        "decode": partial(clean_pixels, photo),
        "gate": partial(faults, pixels),
        "networks": partial(eyes.look, pixels),
        "explain": partial(_explained, view, pixels),
    }


def _explained(view: View, pixels: Pixels) -> tuple[Why, Shape | None]:
    """What a prediction tells beside its figures, for the likeliest class."""
    sight = view.sight
    activation = None if sight.activation is None else sight.activation[:, :, int(sight.classes.argmax())]
    told = why(activation, view.outline, view.square, pixels.shape[:2])
    return told, shape(pixels, view.outline) if view.outline else None
