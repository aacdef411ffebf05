"""Several runs as one network: the mean of their weights, a model soup (Wortsman 2022), at the price of one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ml.training.runs import CONFIG, lineage, read_config, write_config
from ml.training.trainer import CHECKPOINT, write_arrays

_SHARED = ("network", "trunk", "fold", "domains", "without", "open_only", "size", "data_hash")
"""What must be the same for the mean to be a network, and one that can be measured on what none has learned from."""


def average(runs: Sequence[Path], folder: Path) -> Path:
    """Write a run whose weights are the mean of others'; returns the file of its checkpoint.

    The runs must have started from one network: only then do their weights lie in one valley, and their mean with
    them. Raises ValueError when they did not, differ in what they learned from, or `folder` holds a run.
    """
    if (folder / CONFIG).exists():
        raise ValueError(f"{folder} holds a run already: name another folder")
    first, *others = configs = [read_config(run) for run in runs]
    for run, config in zip(runs[1:], others, strict=True):
        _of_one_kind(runs[0], first, run, config)
    checkpoints = [_averages(run / CHECKPOINT) for run in runs]
    means = {name: np.mean([one[name] for one in checkpoints], axis=0) for name in checkpoints[0]}
    folder.mkdir(parents=True, exist_ok=True)
    own = {"seed": [one["seed"] for one in configs], "steps": 0, "minutes": 0.0, "start": "", "runs": [*map(str, runs)]}
    write_config(folder, first | own)
    write_arrays(folder / CHECKPOINT, means)
    return folder / CHECKPOINT


def _of_one_kind(first: Path, known: dict[str, Any], run: Path, config: dict[str, Any]) -> None:
    if differing := [name for name in _SHARED if config.get(name) != known.get(name)]:
        raise ValueError(f"{run} and {first} differ in {', '.join(differing)}: their mean is no network")
    if not lineage(first).keys() & lineage(run).keys():
        raise ValueError(f"{run} and {first} never started from one network: their mean is none")


def _averages(checkpoint: Path) -> dict[str, Any]:
    with np.load(checkpoint) as arrays:
        return {name: arrays[name] for name in arrays.files if name.startswith("average_")}
