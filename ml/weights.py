"""Weights files as something to call: LiteRT as shipped, or a Keras file of one's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from ml.contract import Floats

KERAS = frozenset({".h5", ".keras"})


class Network(Protocol):
    """A network of one picture at a time, safe to share between threads."""

    def __call__(self, picture: Floats) -> dict[str, Floats]:
        """Return the outputs by name, without the batch axis, for one scaled picture (1, size, size, 3)."""

    def misfits(self, expected: Mapping[str, tuple[int, ...]]) -> list[str]:
        """Return the names of inputs and outputs that are missing or of another shape than expected."""


def open_network(weights: Path) -> Network:
    """Open a weights file by its ending; raises ModelError when it cannot be read."""
    if weights.suffix in KERAS:
        from ml.keras_file import KerasNetwork  # noqa: PLC0415 - needs TensorFlow, which running does not install

        return KerasNetwork(weights)
    from ml.litert import LiteRtNetwork  # noqa: PLC0415 - a Keras file needs no LiteRT

    return LiteRtNetwork(weights)
