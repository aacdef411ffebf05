"""One LiteRT model, loaded once a thread: an interpreter must not be entered twice at a time."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import Floats, ModelError

SIGNATURE = "serving_default"


class LiteRtNetwork:
    """Runs a model of one input. Safe to share between threads: each thread gets its own interpreter."""

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._local = threading.local()

    def __call__(self, picture: Floats) -> dict[str, Floats]:
        """Return the outputs by name, without the batch axis, for one scaled picture (1, size, size, 3)."""
        told = self._runner()(picture=picture)
        # Copies: the runner's arrays may be overwritten by its next call.
        return {name: np.array(value[0], np.float32) for name, value in told.items()}

    def misfits(self, expected: Mapping[str, tuple[int, ...]]) -> list[str]:
        """Return the names of inputs and outputs that are missing or of another shape than expected."""
        runner = self._runner()
        details = {**runner.get_input_details(), **runner.get_output_details()}
        shapes = {name: tuple(int(side) for side in detail["shape"]) for name, detail in details.items()}
        return [name for name, shape in expected.items() if shapes.get(name) != shape]

    def _runner(self) -> Any:
        if not hasattr(self._local, "runner"):
            # The interpreter must outlive its runner: the runner holds no reference of its own.
            self._local.interpreter = _interpreter(self._weights)
            self._local.runner = self._local.interpreter.get_signature_runner(SIGNATURE)
        return self._local.runner


def _interpreter(weights: Path) -> Any:
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - loads a library of 30 MB

    try:
        return Interpreter(model_path=str(weights), num_threads=1)
    except (ValueError, RuntimeError) as fault:
        raise ModelError(f"{weights} is not a LiteRT model: {fault}. Export the model again.") from fault
