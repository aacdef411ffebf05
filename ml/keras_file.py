"""A classifier from a Keras file (.h5 or .keras), for who brings a network of their own beside its contract."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import Floats, ModelError


class KerasNetwork:
    """Runs a Keras model with one output, the classes, or with named ones. One call at a time."""

    def __init__(self, weights: Path) -> None:
        self._model = _load(weights)
        self._lock = threading.Lock()

    def __call__(self, picture: Floats) -> dict[str, Floats]:
        """Return the outputs by name, without the batch axis."""
        with self._lock:
            told = self._model(picture, training=False)
        return {name: np.array(value[0], np.float32) for name, value in _named(told).items()}

    def misfits(self, expected: Mapping[str, tuple[int, ...]]) -> list[str]:
        """Return the names of inputs and outputs that are missing or of another shape than expected."""
        picture = expected["picture"]
        if tuple(self._model.input_shape[1:]) != picture[1:]:
            return ["picture"]
        shapes = {name: value.shape for name, value in self(np.zeros(picture, np.float32)).items()}
        outputs = {name: shape for name, shape in expected.items() if name != "picture"}
        return [name for name, shape in outputs.items() if shapes.get(name) != shape[1:]]


def _named(told: Any) -> dict[str, Any]:
    return dict(told) if isinstance(told, Mapping) else {"classes": told}


def _load(weights: Path) -> Any:
    try:
        import keras  # noqa: PLC0415 - only who brings a Keras file needs it
    except ImportError as missing:
        raise ModelError(
            f"{weights} is a Keras file and TensorFlow is not installed. Install it with `scripts/setup "
            "requirements-dev.lock`, or turn the file into LiteRT with `lentigo export --keras` where it is."
        ) from missing
    try:
        return keras.models.load_model(weights, compile=False, safe_mode=True)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise ModelError(f"{weights} is not a Keras model that can be loaded: {fault}") from fault
