"""From held-out pictures to a model that can ship: its levels, its figures, and whether it may replace another."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ml.contract import Flags, ModelContract
from ml.dataset import Lesion, NotLesion
from ml.evaluation.calibrate import Sample, fit, half
from ml.evaluation.metrics import BENIGN_AT, MALIGNANT_AT
from ml.evaluation.seen import (
    Seen,
    cross_fitted_figures,
    domain_accuracy,
    energies,
    gate_figures,
    labelled,
    look_at_lesion,
    look_at_other,
    refuse_score,
    refused,
    sample,
    shipped_figures,
)
from ml.eyes import Eyes

Tick = Callable[[int, int], None]
_FALSE_REFUSALS = 0.01  # of real lesions, at most, for what they show
_UNFAMILIAR = 0.005  # of real lesions, that are less familiar than the level


def show(eyes: Eyes, lesions: Sequence[Lesion], others: Sequence[NotLesion], tick: Tick | None = None) -> list[Seen]:
    """Show pictures to a model; `tick` hears (done, of)."""
    looks: Iterable[Callable[[], Seen]] = [
        *((lambda one=one: look_at_lesion(eyes, one)) for one in lesions),
        *((lambda one=one: look_at_other(eyes, one)) for one in others),
    ]
    seen: list[Seen] = []
    for look in looks:
        seen.append(look())
        if tick:
            tick(len(seen), len(lesions) + len(others))
    return seen


def settle(contract: ModelContract, seen: Sequence[Seen]) -> ModelContract:
    """Return the contract with temperatures, levels and figures from pictures that its recipe's networks never saw.

    The read-out of a domain that cannot be halved stays as it was, and the domain without figures.
    """
    read_outs = {
        domain: fit(shown, read_out.prior) if can_be_halved(shown := sample(seen, domain)) else read_out
        for domain, read_out in contract.read_outs.items()
    }
    settled = gated(replace(contract, read_outs=read_outs), seen)
    return replace(settled, metrics=measure(seen, settled, fitted_here=True))


def gated(contract: ModelContract, seen: Sequence[Seen]) -> ModelContract:
    """Return the contract with the levels of its gate chosen by held-out pictures."""
    return replace(contract, refuse_kind=refuse_level(seen), unfamiliar=unfamiliar_level(seen))


def measure(seen: Sequence[Seen], contract: ModelContract, *, fitted_here: bool) -> dict[str, Any]:
    """Return all figures of a model.

    On the pictures that its levels were fitted on they are chosen anew by cross-fitting; on any others the
    shipped ones are applied. `read_out` says which.
    """
    domains = cross_fitted_by_domain if fitted_here else shipped_by_domain
    return {
        "read_out": "cross-fitted" if fitted_here else "shipped",
        "domains": domains(seen, contract),
        "gate": gate_figures(seen, contract),
        "domain_told": domain_accuracy(seen),
    }


def cross_fitted_by_domain(seen: Sequence[Seen], contract: ModelContract) -> dict[str, Any]:
    """Return the figures of each domain that can be halved; of the contract class mix and gate count."""
    return {
        domain: cross_fitted_figures(shown, sent_back, contract.read_outs[domain].prior)
        for domain, shown, sent_back in _by_domain(seen, contract)
        if can_be_halved(shown)
    }


def _by_domain(seen: Sequence[Seen], contract: ModelContract) -> Iterator[tuple[str, Sample, Flags]]:
    """Yield (domain, its labelled lesions, which of them the gate refuses) where there are any."""
    for domain in contract.read_outs:
        if here := labelled(seen, domain):
            yield domain, sample(here, domain), refused(here, contract)


def can_be_halved(shown: Sample) -> bool:
    """Whether both halves of the groups hold malignant and harmless pictures, so that each can choose levels."""
    first = half(shown.groups).astype(np.bool_)
    return all((sort[shown.truth] & here).any() for sort in (MALIGNANT_AT, BENIGN_AT) for here in (first, ~first))


def shipped_by_domain(seen: Sequence[Seen], contract: ModelContract) -> dict[str, Any]:
    """Return the figures of each domain with its temperature and levels."""
    return {
        domain: shipped_figures(shown, sent_back, contract.read_outs[domain])
        for domain, shown, sent_back in _by_domain(seen, contract)
    }


def refuse_level(seen: Sequence[Seen]) -> float:
    """Return the level at which at most one lesion in a hundred is refused, in either domain."""
    score = refuse_score(seen)
    levels = [np.quantile(score[here], 1 - _FALSE_REFUSALS) for here in _lesions_by_domain(seen)]
    return round(float(min(max(0.5, *levels), 0.999)), 6)


def unfamiliar_level(seen: Sequence[Seen]) -> float:
    """Return the energy that one lesion in two hundred falls below, in the domain where that is lower."""
    score = energies(seen)
    return round(float(min(np.quantile(score[here], _UNFAMILIAR) for here in _lesions_by_domain(seen))), 4)


def _lesions_by_domain(seen: Sequence[Seen]) -> list[Any]:
    domains = np.array([one.domain for one in seen])
    return [domains == one for one in sorted(set(domains.tolist()) - {""})]


SAFEGUARDS: Mapping[str, tuple[str, bool]] = {
    "see_doctor_sensitivity": ("sensitivity for malignant at `see_doctor`", True),
    "malignant_auc": ("malignant AUC", True),
    "balanced_accuracy": ("balanced accuracy", True),
    "calibration_error": ("calibration error", False),
}
"""Figures that a new model must not be worse in: its words, and whether more is better."""


def unfit(new: ModelContract) -> list[str]:
    """Return why a model may not ship whatever it replaces, in words; empty when it may."""
    told = _measured(new)
    found = [_UNMEASURED.format(domain) for domain in new.read_outs if domain not in told]
    for domain, figures in told.items():
        if missing := [words for name, (words, _) in SAFEGUARDS.items() if name not in figures]:
            found.append(f"{domain}: it has no figure for {', '.join(missing)}")
        elif not figures["see_doctor_sensitivity"]["value"] >= _LEAST_SENSITIVITY:  # so that NaN never passes
            found.append(f"{domain}: fewer than {_LEAST_SENSITIVITY:.0%} of cancers are sent to a doctor")
    return found


def worse(new: ModelContract, old: ModelContract) -> list[str]:
    """Return why a model may not take another's place, in words; empty when it may.

    Worse is what lies beyond the other's 95 % interval in any domain that both know, and not to know one of the
    other's.
    """
    mine, theirs = _measured(new), _measured(old)
    found = [_UNMEASURED.format(domain) for domain in theirs if domain not in mine]
    for domain in [one for one in theirs if one in mine]:
        for name in [one for one in SAFEGUARDS if one in mine[domain] and one in theirs[domain]]:
            found += _fallen(domain, name, mine[domain][name]["value"], theirs[domain][name])
    return found


def _fallen(domain: str, name: str, value: float, before: Mapping[str, float]) -> list[str]:
    words, more_is_better = SAFEGUARDS[name]
    if value >= before["low"] if more_is_better else value <= before["high"]:
        return []
    return [f"{domain}: {words} is {value:.3f}, outside {before['low']:.3f} to {before['high']:.3f}"]


def _measured(contract: ModelContract) -> dict[str, Mapping[str, Any]]:
    """The figures of a model by domain."""
    return {domain: told["figures"] for domain, told in contract.metrics.get("domains", {}).items()}


_UNMEASURED = "{}: it was never measured there"
_LEAST_SENSITIVITY = 0.9
