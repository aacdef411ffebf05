"""Training on a shared machine: a schedule that ends by steps or by the clock, and survives being stopped."""

import csv
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import tensorflow as tf

CHECKPOINT = "checkpoint.npz"
"""The file in a run's folder that a training goes on from."""
_CHECKPOINT_EVERY_S = 180.0
_REPORT_EVERY = 100

Tensors = tuple[Any, ...]
Losses = Callable[[Tensors, Any], dict[str, Any]]
"""(batch, outputs of the network) -> named losses; the one called `loss` is minimised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What every training is decided by; the figures were found in trials on two cores.

    `steps` optimiser steps or `minutes` of the clock, whichever ends first; `batch` pictures a step; `rate` the peak
    learning rate of AdamW after `warm_up` steps; `average` the pace of the exponential average of all weights.
    """

    seed: int = 1
    steps: int = 13_000
    minutes: float = 112.0
    batch: int = 32
    rate: float = 3e-4
    warm_up: int = 150
    weight_decay: float = 0.02
    gradient_norm: float = 1.0
    average: float = 0.9985


@dataclass
class Progress:
    """How far a run is: optimiser steps and seconds of training, kept over a resumption."""

    step: int = 0
    elapsed: float = 0.0

    def share(self, schedule: Schedule) -> float:
        """Return how much of the schedule is over, 0-1: by steps or by the clock, whichever is further."""
        return min(1.0, max(self.step / schedule.steps, self.elapsed / 60 / schedule.minutes))


Report = Callable[[Progress, Schedule, Mapping[str, float]], None]


def rate(schedule: Schedule, progress: Progress) -> float:
    """Return the learning rate: a linear warm-up, then a cosine down to zero."""
    warm = min(1.0, (progress.step + 1) / schedule.warm_up)
    return float(schedule.rate * warm * 0.5 * (1 + np.cos(np.pi * progress.share(schedule))))


class Trainer:
    """One network with its optimiser and the running average of its weights."""

    def __init__(self, schedule: Schedule, network: Any, losses: Losses) -> None:
        self.schedule = schedule
        self.network = network
        self._losses = losses
        self.optimizer = keras.optimizers.AdamW(
            schedule.rate, weight_decay=schedule.weight_decay, global_clipnorm=schedule.gradient_norm
        )
        self.optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
        self.optimizer.build(network.trainable_variables)
        self.averaged = [tf.Variable(weight.value) for weight in network.weights]
        self._compiled = tf.function(self._step)

    def _step(self, batch: Tensors, average: Any) -> dict[str, Any]:
        with tf.GradientTape() as tape:
            losses = self._losses(batch, self.network(batch[0], training=True))
        variables = self.network.trainable_variables
        gradients = tape.gradient(losses["loss"], variables)
        self.optimizer.apply_gradients(zip(gradients, variables, strict=True))
        for mean, weight in zip(self.averaged, self.network.weights, strict=True):
            mean.assign(average * mean + (1 - average) * tf.cast(weight.value, mean.dtype))
        return losses

    def learn(self, batch: Tensors, progress: Progress) -> dict[str, float]:
        """Take one step and return the losses."""
        self.optimizer.learning_rate.assign(rate(self.schedule, progress))
        average = min(self.schedule.average, (1 + progress.step) / (10 + progress.step))
        losses = self._compiled(tuple(map(tf.constant, batch)), tf.constant(average, tf.float32))
        return {name: float(loss) for name, loss in losses.items()}

    def save(self, file: Path, progress: Progress) -> None:
        """Write weights, average, optimiser and progress."""
        arrays = {f"weight_{n:03}": w.numpy() for n, w in enumerate(self.network.weights)}
        arrays |= {f"average_{n:03}": w.numpy() for n, w in enumerate(self.averaged)}
        arrays |= {f"optimizer_{n:03}": np.asarray(v) for n, v in enumerate(self.optimizer.variables)}
        arrays["progress"] = np.array([progress.step, progress.elapsed])
        write_arrays(file, arrays)

    def load(self, file: Path) -> Progress:
        """Read what `save` wrote and return the progress at that moment."""
        with np.load(file) as arrays:
            for n, weight in enumerate(self.network.weights):
                weight.assign(arrays[f"weight_{n:03}"])
                self.averaged[n].assign(arrays[f"average_{n:03}"])
            for n, variable in enumerate(self.optimizer.variables):
                variable.assign(arrays[f"optimizer_{n:03}"])
            step, elapsed = arrays["progress"]
        return Progress(int(step), float(elapsed))

    def run(
        self, batches: Callable[[int], Iterator[Tensors]], checkpoint: Path, *, resume: bool, report: Report | None
    ) -> None:
        """Train to the end of the schedule; `batches(first)` yields from that number on."""
        progress = self.load(checkpoint) if resume and checkpoint.is_file() else Progress()
        curve = _Curve(checkpoint.with_name("curve.csv"))
        before = last_saved = time.monotonic()
        for batch in batches(progress.step):
            losses = self.learn(batch, progress)
            now = time.monotonic()
            progress.step, progress.elapsed, before = progress.step + 1, progress.elapsed + now - before, now
            curve.note(progress, rate(self.schedule, progress), losses)
            if report:
                report(progress, self.schedule, losses)
            done = progress.share(self.schedule) >= 1.0
            if done or now - last_saved > _CHECKPOINT_EVERY_S:
                self.save(checkpoint, progress)
                last_saved = now
            if done:
                return


class _Curve:
    """The learning curve as a table, one row a hundred steps, each loss as the mean over them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._losses: list[Mapping[str, float]] = []

    def note(self, progress: Progress, pace: float, losses: Mapping[str, float]) -> None:
        """Take the losses of one step."""
        self._losses.append(losses)
        if progress.step % _REPORT_EVERY:
            return
        means = {name: f"{np.mean([one[name] for one in self._losses]):.4f}" for name in losses}
        self._losses.clear()
        row = {"step": progress.step, "elapsed_s": round(progress.elapsed), "rate": f"{pace:.2e}"} | means
        new = not self._file.exists()
        with self._file.open("a", newline="", encoding="utf-8") as lines:
            writer = csv.DictWriter(lines, row)
            if new:
                writer.writeheader()
            writer.writerow(row)


def begin(schedule: Schedule, folder: Path) -> Path:
    """Make the run folder and set the seeds; returns the file of its checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)  # the threads that make batches are ours
    keras.utils.set_random_seed(schedule.seed)
    return folder / CHECKPOINT


def write_arrays(file: Path, arrays: Mapping[str, Any]) -> None:
    """Write a checkpoint; a kill while writing leaves the old file whole."""
    part = file.with_suffix(".part")
    with part.open("wb") as stream:
        np.savez(stream, **arrays)
    part.replace(file)


def load_averaged(network: Any, checkpoint: Path) -> Any:
    """Give the network the running average of a checkpoint's weights; returns it."""
    with np.load(checkpoint) as arrays:
        for n, weight in enumerate(network.weights):
            weight.assign(arrays[f"average_{n:03}"])
    return network


def lower_priority(niceness: int = 10) -> None:
    """Let whoever else works on this machine go first."""
    missing = niceness - os.nice(0)
    if missing > 0:
        os.nice(missing)
