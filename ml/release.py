"""From a training run to a model that can be shipped: convert, measure on the held-out fold, set the levels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ml.calibrate import fit
from ml.classify import Classifier
from ml.contract import ModelContract
from ml.dataset import DatasetError, Lesion, NotLesion, data_hash, read_lesions, read_not_lesions, split
from ml.evaluate import (
    Seen,
    cross_fitted_figures,
    gate_figures,
    look_at_lesion,
    look_at_other,
    refuse_score,
    sample,
    shipped_figures,
    write_table,
)

Tick = Callable[[int, int], None]
_FALSE_REFUSALS = 0.01  # of real lesions, at most, for what they show


@dataclass(frozen=True, slots=True)
class Held:
    """The pictures of a data folder that a model never saw."""

    lesions: tuple[Lesion, ...]
    others: tuple[NotLesion, ...]
    digest: str

    @classmethod
    def read(cls, data: Path, fold: int) -> "Held":
        """Read the held-out fold and the held-out refusals; raises DatasetError when the fold is empty."""
        lesions = read_lesions(data)
        _, held = split(lesions, fold)
        if not held:
            raise DatasetError(f"{data / 'lesions.csv'}: no picture in fold {fold}")
        others = tuple(other for other in read_not_lesions(data) if other.held_out)
        return cls(held, others, data_hash(lesions))


def show(classifier: Classifier, held: Held, tick: Tick | None = None) -> list[Seen]:
    """Show every held-out picture to the model; `tick` hears (done, of)."""
    total = len(held.lesions) + len(held.others)
    seen: list[Seen] = []
    for lesion in held.lesions:
        seen.append(look_at_lesion(classifier, lesion))
        if tick:
            tick(len(seen), total)
    for other in held.others:
        seen.append(look_at_other(classifier, other))
        if tick:
            tick(len(seen), total)
    return seen


def measure(seen: Sequence[Seen], contract: ModelContract, digest: str) -> dict[str, Any]:
    """Return all figures of a model.

    On the data that its levels were fitted on, they are chosen anew by cross-fitting; on any other data
    the shipped ones are applied. `read_out` says which.
    """
    own = digest == contract.data_hash
    domains: dict[str, Any] = {}
    for domain, read_out in contract.read_outs.items():
        shown = sample(seen, domain)
        if len(shown.truth):
            domains[domain] = cross_fitted_figures(shown, read_out.prior) if own else shipped_figures(shown, read_out)
    return {
        "read_out": "cross-fitted" if own else "shipped",
        "domains": domains,
        "gate": gate_figures(seen, contract.refuse_kind),
    }


def settle(folder: Path, held: Held, *, table: Path, tick: Tick | None = None) -> ModelContract:
    """Fit temperature and levels on the held-out fold, measure, and write both into the contract."""
    classifier = Classifier.load(folder)
    seen = show(classifier, held, tick)
    write_table(seen, table)
    contract = classifier.contract
    read_outs = {domain: fit(sample(seen, domain), read_out.prior) for domain, read_out in contract.read_outs.items()}
    settled = replace(contract, read_outs=read_outs, refuse_kind=refuse_level(seen))
    settled = replace(settled, metrics=measure(seen, settled, held.digest))
    settled.save(folder)
    return settled


def refuse_level(seen: Sequence[Seen]) -> float:
    """Return the level at which at most one lesion in a hundred is refused, in either domain."""
    score = refuse_score(seen)
    domains = np.array([one.domain for one in seen])
    levels = [np.quantile(score[domains == one], 1 - _FALSE_REFUSALS) for one in set(domains.tolist()) - {""}]
    return round(float(min(max(0.5, *levels), 0.999)), 6)
