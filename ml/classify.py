"""The network at work: LiteRT, one interpreter a thread, what it saw in a photo as logits and a map."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ml.contract import Floats, ModelContract, ModelError, Pixels

_FLIPS: tuple[Callable[[Pixels], Pixels], ...] = (
    lambda square: square,
    lambda square: square[:, ::-1],
    lambda square: square[::-1],
    lambda square: square[::-1, ::-1],
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network saw: class logits, kind logits and the class-activation map (rows, columns, class)."""

    classes: Floats
    kinds: Floats
    activation: Floats


class Classifier:
    """A loaded model. Safe to share between threads: each thread gets its own interpreter."""

    def __init__(self, contract: ModelContract, weights: Path) -> None:
        self.contract = contract
        self._weights = weights
        self._local = threading.local()

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Load and check the model of a folder; raises ModelError when it does not match its contract."""
        contract = ModelContract.load(folder)
        classifier = cls(contract, folder / contract.weights)
        classifier._check()
        return classifier

    def _check(self) -> None:
        signature = self._runner().get_input_details(), self._runner().get_output_details()
        size = self.contract.framing.size
        shapes = {name: tuple(detail["shape"]) for side in signature for name, detail in side.items()}
        expected = {
            "picture": (1, size, size, 3),
            "classes": (1, len(self.contract.labels)),
            "kinds": (1, len(self.contract.kinds)),
        }
        wrong = [name for name, shape in expected.items() if shapes.get(name) != shape]
        if wrong or "activation" not in shapes:
            raise ModelError(
                f"{self._weights} does not match its contract: {', '.join(wrong) or 'activation'} "
                "has another shape. Export the model again with `lentigo export`."
            )

    def _runner(self) -> Any:
        if not hasattr(self._local, "runner"):
            from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - loads a library of 30 MB

            # The interpreter must outlive its runner: the runner holds no reference of its own.
            self._local.interpreter = _interpreter(Interpreter, self._weights)
            self._local.runner = self._local.interpreter.get_signature_runner("serving_default")
        return self._local.runner

    def look(self, pixels: Pixels, *, flips: int | None = None) -> Sight:
        """Run the network on an upright RGB photo, averaged over the contract's number of flips."""
        square = self.contract.framing.square(pixels)
        seen = [self._once(flip(square)) for flip in _FLIPS[: flips or self.contract.flips]]
        classes = np.mean([one.classes for one in seen], axis=0)
        kinds = np.mean([one.kinds for one in seen], axis=0)
        return Sight(classes, kinds, seen[0].activation)

    def _once(self, square: Pixels) -> Sight:
        told = self._runner()(picture=self.contract.framing.scaled(square)[None])
        # Copies: the runner's arrays may be overwritten by its next call.
        return Sight(*(np.array(told[name][0], np.float32) for name in ("classes", "kinds", "activation")))


def _interpreter(interpreter: Any, weights: Path) -> Any:
    try:
        return interpreter(model_path=str(weights), num_threads=1)
    except (ValueError, RuntimeError) as fault:
        raise ModelError(f"{weights} is not a LiteRT model: {fault}. Export the model again.") from fault


def box(pixels: Pixels, activation: Floats) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) in photo pixels of where one class map exceeds half its peak.

    Zhou 2016 takes a fifth of the peak on whole scenes; half fits a map of 6 x 6 cells over one lesion.
    """
    height, width = pixels.shape[:2]
    side = min(height, width)
    raised = cv2.resize(np.maximum(activation, 0), (96, 96), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.nonzero(raised >= 0.5 * raised.max())
    left, top = (width - side) // 2, (height - side) // 2
    cell = side / 96
    return (
        left + int(columns.min() * cell),
        top + int(rows.min() * cell),
        left + int((columns.max() + 1) * cell),
        top + int((rows.max() + 1) * cell),
    )
