"""Training of the classifier: lesions of both domains with pictures to be refused, by balanced softmax."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from ml.contract import DOMAINS, PHONE, Framing
from ml.dataset import (
    CutoutRow,
    Lesion,
    Selection,
    data_hash,
    is_open,
    read_cutouts,
    read_lesions,
    read_not_lesions,
    split,
)
from ml.training import baseline
from ml.training.ahead import ahead
from ml.training.batches import PHONE_SHARE, Draw, stock
from ml.training.network import build
from ml.training.runs import CONFIG, averaged, read_config, write_config
from ml.training.trainer import Report, Schedule, Tensors, Trainer, begin
from ml.training.trunk import started

BACKBONE = "efficientnet_lite0_notop_bn.weights.h5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Schedule):
    """What decides a training of the classifier beside its schedule.

    `data` is a folder; `weights` the folder of the ImageNet backbone to start from, or `start` a run to go on from.
    `fold` is held out, nothing when it is None. `domains` are those trained on, `phone_share` the part of the phone
    where there are both, `cutouts` whether cut-out lesions are pasted into it; `without` are classes left out, and
    `open_only` leaves out every picture whose licence forbids commercial use. `size` is the side of a picture in
    pixels, `smoothing` the share of a target given to the prior; `kind_share` and `domain_share` weigh the losses on
    the kind and the domain of a picture. `network` is `lentigo`, or `paper` for the baseline, which starts from
    nothing and tells classes only.
    """

    data: str
    weights: str = ""
    start: str = ""
    network: str = "lentigo"
    fold: int | None = 4
    domains: tuple[str, ...] = DOMAINS
    without: tuple[str, ...] = ()
    open_only: bool = False
    phone_share: float = PHONE_SHARE
    cutouts: bool = True
    size: int = 192
    smoothing: float = 0.05
    dropout: float = 0.3
    kind_share: float = 0.3
    domain_share: float = 0.1

    @property
    def selection(self) -> Selection:
        """The lesions that the training learns from."""
        return Selection(fold=self.fold, domains=self.domains, without=self.without, open_only=self.open_only)


def train(recipe: Recipe, folder: Path, *, resume: bool = False, report: Report | None = None) -> Path:
    """Train into `folder` and return the file of the last checkpoint."""
    lesions = read_lesions(Path(recipe.data))
    if resume:
        refuse_another(recipe, folder, data_hash=data_hash(lesions))
    checkpoint = begin(recipe, folder)
    draw = _draw(recipe, lesions)
    network = _network(recipe)
    priors = {domain: draw.prior(domain) for domain in draw.domains}
    describe(recipe, folder, data_hash=data_hash(lesions), priors=priors)
    trainer = Trainer(recipe, network, lambda batch, outputs: _losses(recipe, batch, outputs))

    def batches(first: int) -> Iterator[Tensors]:
        return (batch.tensors for batch in ahead(draw.batch, first))

    trainer.run(batches, checkpoint, resume=resume, report=report)
    return checkpoint


def _network(recipe: Recipe) -> Any:
    if recipe.network == "paper":
        return baseline.build(recipe.size, dropout=recipe.dropout)
    if recipe.start:
        return started(build(recipe.size, dropout=recipe.dropout), averaged(Path(recipe.start)))
    return build(recipe.size, weights=Path(recipe.weights) / BACKBONE, dropout=recipe.dropout)


def _draw(recipe: Recipe, lesions: tuple[Lesion, ...]) -> Draw:
    folder = Path(recipe.data)
    others = [other for other in read_not_lesions(folder) if not recipe.open_only or is_open(other.licence)]
    stocked = stock(recipe.selection.learned(lesions), others, np.random.default_rng(recipe.seed), _cutouts(recipe))
    framing = Framing(size=recipe.size)
    return Draw(stocked, framing, size=recipe.batch, seed=recipe.seed, phone_share=recipe.phone_share)


def _cutouts(recipe: Recipe) -> tuple[CutoutRow, ...]:
    if not recipe.cutouts or PHONE not in recipe.domains:
        return ()
    training, _ = split(read_cutouts(Path(recipe.data)), recipe.fold)
    return tuple(row for row in training if row.label not in recipe.without)


def _losses(recipe: Recipe, batch: Tensors, outputs: Any) -> dict[str, Any]:
    """Balanced softmax (Ren 2020): the log prior of the draw is added to the logits, in training only.

    The smoothing goes to the same prior, so that it favours no class over the draw.
    """
    _, classes, log_prior, is_lesion, kinds, domains = batch
    class_logits, *further = outputs if isinstance(outputs, list | tuple) else (outputs,)
    target = (1 - recipe.smoothing) * classes + recipe.smoothing * tf.nn.softmax(log_prior)
    by_class = tf.nn.softmax_cross_entropy_with_logits(target, class_logits + log_prior)
    class_loss = tf.reduce_sum(by_class * is_lesion) / tf.reduce_sum(is_lesion)
    if not further:
        return {"loss": class_loss}
    by_kind = tf.nn.sparse_softmax_cross_entropy_with_logits(kinds, further[0])
    kind_loss = tf.reduce_mean(by_kind * tf.where(is_lesion > 0, 0.25, 1.5))
    by_domain = tf.nn.sparse_softmax_cross_entropy_with_logits(domains, further[1])
    domain_loss = tf.reduce_sum(by_domain * is_lesion) / tf.reduce_sum(is_lesion)
    loss = class_loss + recipe.kind_share * kind_loss + recipe.domain_share * domain_loss
    return {"loss": loss, "class_loss": class_loss, "kind_loss": kind_loss, "domain_loss": domain_loss}


class AnotherRecipe(Exception):
    """A run is to be resumed by another recipe than it was begun with; the message says what differs."""


def refuse_another(recipe: Schedule, folder: Path, **found: object) -> None:
    """Raise AnotherRecipe when a run was begun by another recipe or on other data.

    Its description would then tell of a training that never was. When it ends and its rate may change.
    """
    if not (folder / CONFIG).is_file():
        return
    usual = {one.name: one.default for one in fields(recipe) if one.default is not MISSING}  # older runs tell less
    begun, wanted = _plain(usual) | read_config(folder), _plain(asdict(recipe) | found)
    names = [name for name in begun | wanted if name not in _MAY_DIFFER]
    if differing := [name for name in names if begun.get(name) != wanted.get(name)]:
        raise AnotherRecipe(f"{folder} was begun with another {', '.join(differing)}: resume it so, or train anew")


_MAY_DIFFER = frozenset({"steps", "minutes", "rate", "priors", "commit"})
"""The last two follow from the others, or decide nothing."""


def _plain(told: Mapping[str, object]) -> dict[str, Any]:
    """The same as it comes back from JSON."""
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def describe(recipe: Schedule, folder: Path, **found: object) -> None:
    """Write what the run is made of beside its checkpoint: the recipe, the data, the commit."""
    described = asdict(recipe) | found | {"commit": _commit()}
    write_config(folder, described)


def _commit() -> str:
    asked = ["git", "rev-parse", "HEAD"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()
