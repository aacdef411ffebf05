"""One picture through one network in each way there is to run it, on one thread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from ml.contract import Floats, ModelContract
from ml.evaluation.arithmetic import multiply_accumulates
from ml.weights import open_network
from scripts.benchmarks.onnx_way import missing, onnx_way
from scripts.benchmarks.photos import scaled_squares
from scripts.benchmarks.rounds import Part, Probe, timed

_FOR_RANGES = 32
"""Drawn pictures that set the ranges of int8: they decide how well it judges, not how fast."""

Run = Callable[[Floats], object]


class Way(StrEnum):
    """How a network can be run."""

    SHIPPED = "LiteRT float16, as shipped"
    FLOAT32 = "LiteRT float32"
    INT8 = "LiteRT int8"
    PREDICT = "keras predict"
    CALL = "model(x)"
    GRAPH = "tf.function"
    ONNX = "ONNX Runtime float32"


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways that can be taken here, and why the others cannot."""

    probes: list[Probe]
    left_out: dict[str, str] = field(default_factory=dict)


def of_model(folder: Path) -> Ways:
    """The shipped weights alone."""
    contract = ModelContract.load(folder)
    weights = folder / contract.weights
    why = "made from a training run: name one with --run"
    left_out = {way.value: why for way in Way if way is not Way.SHIPPED}
    return Ways(_probes({Way.SHIPPED: open_network(weights)}, contract.framing.size, weights), left_out)


def of_run(run: Path, made: Path) -> Ways:
    """The network of a training run in every way, converted into the folder `made`."""
    from ml.training.export import served_size, with_map  # noqa: PLC0415 - TensorFlow takes seconds to import
    from ml.training.runs import averaged, read_config  # noqa: PLC0415

    size = served_size(read_config(run)["size"])
    network = with_map(averaged(run, size=size))
    files = _convert(network, size, made)
    ways: dict[Way, Run] = {way: open_network(file) for way, file in files.items()}
    ways |= _keras(network, size)
    left_out = {}
    if lacking := missing():
        left_out[Way.ONNX.value] = f"needs {' and '.join(lacking)}: the extra `bench`"
    else:
        ways[Way.ONNX] = onnx_way(files[Way.FLOAT32], made / "float32.onnx")
    return Ways(_probes(ways, size, files[Way.SHIPPED]), left_out)


def _convert(network: Any, size: int, made: Path) -> dict[Way, Path]:
    from ml.training.convert import (  # noqa: PLC0415
        to_float32,
        to_int8,
        to_litert,
    )

    contents = {
        Way.SHIPPED: to_litert(network, size),
        Way.FLOAT32: to_float32(network, size),
        Way.INT8: to_int8(network, size, scaled_squares(size, _FOR_RANGES)),
    }
    files = {way: made / f"{way.name.lower()}.tflite" for way in contents}
    for way, file in files.items():
        file.write_bytes(contents[way])
    return files


def _keras(network: Any, size: int) -> dict[Way, Run]:
    """The ways within TensorFlow; the outputs are fetched, as whoever wants the answer must."""
    from ml.training.convert import traced  # noqa: PLC0415

    def fetched(run: Callable[[Floats], Any], picture: Floats) -> dict[str, Floats]:
        return {name: value.numpy() for name, value in run(picture).items()}

    return {
        Way.PREDICT: partial(network.predict, verbose=0),
        Way.CALL: partial(fetched, partial(network, training=False)),
        Way.GRAPH: partial(fetched, traced(network, size)),
    }


def _probes(ways: dict[Way, Run], size: int, weights: Path) -> list[Probe]:
    picture, macs = scaled_squares(size, 1)[0][None], multiply_accumulates(weights)
    timings = {way: timed(partial(run, picture)) for way, run in ways.items()}
    return [Probe(Part.CLASSIFIER, way.value, take, macs=macs) for way, take in timings.items()]
