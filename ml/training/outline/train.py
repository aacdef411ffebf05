"""Training of the outline network on photos with masks, from the trunk of a trained classifier on."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tensorflow as tf

from ml.contract import Framing
from ml.dataset import Selection, data_hash, read_lesions
from ml.training.ahead import ahead
from ml.training.outline.batches import PHONE_SHARE, Draw, stock
from ml.training.outline.network import build
from ml.training.runs import averaged
from ml.training.train import describe, refuse_another
from ml.training.trainer import CHECKPOINT, Report, Schedule, Tensors, Trainer, begin, load_averaged
from ml.training.trunk import started


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineRecipe(Schedule):
    """What decides a training of the outline network beside its schedule.

    `trunk` is the run of a classifier that never saw `fold`, whose trunk is the start; or `start` is a run of an
    outline network to go on from. `phone_share` is the part of phone photos. `fold` and `open_only` are as for
    the classifier.
    """

    data: str
    trunk: str = ""
    start: str = ""
    phone_share: float = PHONE_SHARE
    fold: int | None = 4
    open_only: bool = False
    size: int = 192

    @property
    def selection(self) -> Selection:
        """The lesions that the training learns from."""
        return Selection(fold=self.fold, open_only=self.open_only)


def train(recipe: OutlineRecipe, folder: Path, *, resume: bool = False, report: Report | None = None) -> Path:
    """Train into `folder` and return the file of the last checkpoint."""
    lesions = read_lesions(Path(recipe.data))
    if resume:
        refuse_another(recipe, folder, data_hash=data_hash(lesions))
    checkpoint = begin(recipe, folder)
    stocked, framing = stock(recipe.selection.outlined(lesions)), Framing(size=recipe.size)
    draw = Draw(stocked, framing, size=recipe.batch, seed=recipe.seed, phone_share=recipe.phone_share)
    network = _network(recipe)
    describe(recipe, folder, data_hash=data_hash(lesions))

    def batches(first: int) -> Iterator[Tensors]:
        return ahead(draw.batch, first)

    Trainer(recipe, network, _losses).run(batches, checkpoint, resume=resume, report=report)
    return checkpoint


def _network(recipe: OutlineRecipe) -> Any:
    network = build(recipe.size)
    if recipe.start:
        return load_averaged(network, Path(recipe.start) / CHECKPOINT)
    return started(network, averaged(Path(recipe.trunk)))


def _losses(batch: Tensors, logits: Any) -> dict[str, Any]:
    """Cross-entropy a pixel plus one minus the soft Jaccard index a picture, which is what is measured."""
    _, mask = batch
    crossed = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(mask, logits))
    chance = tf.sigmoid(logits)
    shared = tf.reduce_sum(chance * mask, axis=(1, 2, 3))
    either = tf.reduce_sum(chance + mask - chance * mask, axis=(1, 2, 3))
    jaccard = tf.reduce_mean((shared + 1) / (either + 1))
    return {"loss": crossed + 1 - jaccard, "jaccard": jaccard}
