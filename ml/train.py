"""Training on a shared machine: a schedule that ends by steps or by the clock, and survives being stopped."""

import csv
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
import tensorflow as tf

from ml.batches import Batch, Draw, ahead, stock
from ml.contract import Framing
from ml.dataset import data_hash, read_lesions, read_not_lesions, split
from ml.network import build

_CHECKPOINT_EVERY_S = 180.0
_REPORT_EVERY = 100


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a training; the figures were found in trials on two cores."""

    data: str
    weights: str
    fold: int = 4
    seed: int = 1
    steps: int = 4200
    minutes: float = 95.0
    size: int = 192
    batch: int = 32
    rate: float = 3e-4
    warm_up: int = 150
    weight_decay: float = 0.02
    gradient_norm: float = 1.0
    smoothing: float = 0.05
    dropout: float = 0.3
    kind_share: float = 0.3
    average: float = 0.9985


@dataclass
class Progress:
    """How far a run is: optimiser steps and seconds of training, kept over a resumption."""

    step: int = 0
    elapsed: float = 0.0
    loss: float = field(default=float("nan"))

    def share(self, recipe: Recipe) -> float:
        """Return how much of the schedule is over, 0-1: by steps or by the clock, whichever is further."""
        return min(1.0, max(self.step / recipe.steps, self.elapsed / 60 / recipe.minutes))


def rate(recipe: Recipe, progress: Progress) -> float:
    """Return the learning rate: a linear warm-up, then a cosine down to zero."""
    warm = min(1.0, (progress.step + 1) / recipe.warm_up)
    return float(recipe.rate * warm * 0.5 * (1 + np.cos(np.pi * progress.share(recipe))))


def _losses(recipe: Recipe, batch: tuple[Any, ...], outputs: tuple[Any, ...]) -> Any:
    """Balanced softmax (Ren 2020): the log prior of the draw is added to the logits, in training only.

    The smoothing goes to the same prior, so that it favours no class over the draw.
    """
    _, classes, log_prior, is_lesion, kinds = batch
    class_logits, kind_logits, _ = outputs
    target = (1 - recipe.smoothing) * classes + recipe.smoothing * tf.nn.softmax(log_prior)
    by_class = tf.nn.softmax_cross_entropy_with_logits(target, class_logits + log_prior)
    by_kind = tf.nn.sparse_softmax_cross_entropy_with_logits(kinds, kind_logits)
    kind_weight = tf.where(is_lesion > 0, 0.25, 1.5)
    class_loss = tf.reduce_sum(by_class * is_lesion) / tf.reduce_sum(is_lesion)
    return class_loss, tf.reduce_mean(by_kind * kind_weight)


class Trainer:
    """One network with its optimiser and the running average of its weights."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        keras.utils.set_random_seed(recipe.seed)
        weights = Path(recipe.weights) / "efficientnet_lite0_notop_bn.weights.h5"
        self.network = build(recipe.size, weights=weights, dropout=recipe.dropout)
        self.optimizer = keras.optimizers.AdamW(
            recipe.rate, weight_decay=recipe.weight_decay, global_clipnorm=recipe.gradient_norm
        )
        self.optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
        self.optimizer.build(self.network.trainable_variables)
        self.averaged = [tf.Variable(weight.value) for weight in self.network.weights]
        self._compiled = tf.function(self._step)

    def _step(self, batch: tuple[Any, ...], average: Any) -> Any:
        with tf.GradientTape() as tape:
            class_loss, kind_loss = _losses(self.recipe, batch, self.network(batch[0], training=True))
            loss = class_loss + self.recipe.kind_share * kind_loss
        variables = self.network.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
        for mean, weight in zip(self.averaged, self.network.weights, strict=True):
            mean.assign(average * mean + (1 - average) * tf.cast(weight.value, mean.dtype))
        return class_loss, kind_loss

    def learn(self, batch: Batch, progress: Progress) -> tuple[float, float]:
        """Take one step and return (class loss, kind loss)."""
        self.optimizer.learning_rate.assign(rate(self.recipe, progress))
        average = min(self.recipe.average, (1 + progress.step) / (10 + progress.step))
        parts = (batch.pictures, batch.classes, batch.log_prior, batch.is_lesion, batch.kinds)
        losses = self._compiled(tuple(map(tf.constant, parts)), tf.constant(average, tf.float32))
        return float(losses[0]), float(losses[1])

    def save(self, file: Path, progress: Progress) -> None:
        """Write weights, average, optimiser and progress; a kill while writing leaves the old file whole."""
        arrays = {f"weight_{n:03}": w.numpy() for n, w in enumerate(self.network.weights)}
        arrays |= {f"average_{n:03}": w.numpy() for n, w in enumerate(self.averaged)}
        arrays |= {f"optimizer_{n:03}": np.asarray(v) for n, v in enumerate(self.optimizer.variables)}
        arrays["progress"] = np.array([progress.step, progress.elapsed])
        part = file.with_suffix(".part")
        with part.open("wb") as stream:
            np.savez(stream, **arrays)
        part.replace(file)

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


Report = Callable[[Progress, Recipe, tuple[float, float]], None]


def train(recipe: Recipe, folder: Path, *, resume: bool = False, report: Report | None = None) -> Path:
    """Train into `folder` and return the file of the last checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint = folder / "checkpoint.npz"
    cv2.setNumThreads(1)
    lesions = read_lesions(Path(recipe.data))
    training, _ = split(lesions, recipe.fold)
    random = np.random.default_rng(recipe.seed)
    draw = Draw(
        stock(training, read_not_lesions(Path(recipe.data)), random),
        Framing(size=recipe.size),
        size=recipe.batch,
        seed=recipe.seed,
    )
    trainer = Trainer(recipe)
    progress = trainer.load(checkpoint) if resume and checkpoint.is_file() else Progress()
    _describe(recipe, folder, data_hash(lesions), {d: draw.prior(d) for d in draw.domains})
    _loop(trainer, ahead(draw, progress.step), progress, checkpoint, report)
    return checkpoint


def _describe(recipe: Recipe, folder: Path, digest: str, priors: dict[str, list[float]]) -> None:
    described = asdict(recipe) | {"data_hash": digest, "priors": priors, "commit": _commit()}
    (folder / "config.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def _commit() -> str:
    asked = ["git", "rev-parse", "HEAD"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()


def _loop(
    trainer: Trainer, batches: Iterator[Batch], progress: Progress, checkpoint: Path, report: Report | None
) -> None:
    recipe, last_saved, before = trainer.recipe, time.monotonic(), time.monotonic()
    sums, counted = np.zeros(2), 0
    for batch in batches:
        losses = trainer.learn(batch, progress)
        now = time.monotonic()
        progress.step, progress.elapsed, before = progress.step + 1, progress.elapsed + now - before, now
        sums, counted = sums + losses, counted + 1
        if report:
            report(progress, recipe, losses)
        if progress.step % _REPORT_EVERY == 0:
            _note(checkpoint.with_name("curve.csv"), progress, recipe, sums / counted)
            sums, counted = np.zeros(2), 0
        done = progress.share(recipe) >= 1.0
        if done or now - last_saved > _CHECKPOINT_EVERY_S:
            trainer.save(checkpoint, progress)
            last_saved = now
        if done:
            return


def _note(curve: Path, progress: Progress, recipe: Recipe, losses: Any) -> None:
    new = not curve.exists()
    with curve.open("a", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        if new:
            writer.writerow(["step", "elapsed_s", "rate", "class_loss", "kind_loss"])
        row = [
            f"{progress.elapsed:.0f}",
            f"{rate(recipe, progress):.2e}",
            *(f"{loss:.4f}" for loss in losses),
        ]
        writer.writerow([progress.step, *row])


def lower_priority(niceness: int = 10) -> None:
    """Let whoever else works on this machine go first."""
    missing = niceness - os.nice(0)
    if missing > 0:
        os.nice(missing)
