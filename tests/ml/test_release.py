"""Measuring a model: cross-fitted where its levels were chosen, as it ships elsewhere, and who may replace whom."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.contract import DOMAINS, KINDS, LABELS, ModelContract
from ml.dataset import DatasetError, read_lesions, read_not_lesions, split
from ml.evaluation.calibrate import half
from ml.evaluation.release import (
    cross_fitted_by_domain,
    measure,
    refuse_level,
    settle,
    show,
    unfamiliar_level,
    unfit,
    worse,
)
from ml.evaluation.seen import Seen, domain_accuracy, gate_figures, read_table, write_table
from ml.eyes import Eyes
from ml.reason import Reason


def seen(n: int, *, kind: str = "lesion", sure: float = 4.0, by_pixels: tuple[Reason, ...] = ()) -> Seen:
    random = np.random.default_rng(n)
    kinds = [0.0] * len(KINDS)
    kinds[KINDS.index(kind)] = sure
    label = ("MEL", "NV", "BCC", "BKL")[n % 4]
    classes = random.normal(0, 1, len(LABELS))
    classes[LABELS.index(label)] += 2
    domain = "phone" if kind == "lesion" else ""
    return Seen(
        id=f"S{n}",
        domain=domain,
        label=label if domain else "",
        group=f"G{n // 2}",
        skin=str(1 + n % 2) if domain else "",
        kind=kind,
        what="",
        by_pixels=by_pixels,
        by_spot=(),
        classes=tuple(classes),
        kinds=tuple(kinds),
        domains=(0.0, 1.0),
    )


@pytest.fixture
def contract(model: Path) -> ModelContract:
    return replace(ModelContract.load(model), refuse_kind=0.5, unfamiliar=None)


def test_levels_are_chosen_anew_where_they_were_fitted_and_applied_elsewhere(contract: ModelContract) -> None:
    deaf = {domain: replace(one, see_doctor=0.998, urgent=0.999) for domain, one in contract.read_outs.items()}
    pictures, deafened = [seen(n) for n in range(200)], replace(contract, read_outs=deaf)
    fitted = measure(pictures, deafened, fitted_here=True)
    shipped = measure(pictures, deafened, fitted_here=False)
    assert (fitted["read_out"], shipped["read_out"]) == ("cross-fitted", "shipped")
    sent = [told["domains"]["phone"]["figures"]["see_doctor_sensitivity"]["value"] for told in (fitted, shipped)]
    assert sent[0] >= 0.9
    assert sent[1] < sent[0], "only those named as a cancer are sent"


def test_settling_writes_levels_and_figures_that_belong_together(contract: ModelContract) -> None:
    settled = settle(contract, [seen(n) for n in range(200)])
    assert settled.faults() == []
    assert settled.read_outs["phone"] != contract.read_outs["phone"]
    assert settled.metrics["domains"]["phone"]["pictures"] == 200
    assert settled.unfamiliar is not None


@pytest.mark.parametrize("missing", [{"MEL", "BCC"}, {"NV", "BKL"}])
def test_a_domain_is_measured_only_where_each_half_holds_malignant_and_harmless_pictures(
    contract: ModelContract, missing: set[str]
) -> None:
    pictures = [seen(n) for n in range(200)]
    one_half = [one for one in pictures if one.label not in missing or not half(np.array([one.group]))[0]]
    dermoscopy = [replace(one, domain="dermoscopy") for one in one_half]
    told = cross_fitted_by_domain([*pictures, *dermoscopy], contract)
    assert set(told) == {"phone"}
    settled = settle(contract, [*pictures, *dermoscopy])
    assert set(settled.metrics["domains"]) == {"phone"}
    assert settled.read_outs["dermoscopy"] == contract.read_outs["dermoscopy"], "no level from what cannot be measured"


def test_a_domain_without_pictures_is_not_measured(contract: ModelContract) -> None:
    assert set(cross_fitted_by_domain([seen(n) for n in range(200)], contract)) == {"phone"}


def test_a_refusal_by_several_stages_counts_once(contract: ModelContract) -> None:
    dark = seen(1, by_pixels=(Reason.DARK,))
    pictures = [seen(0), replace(dark, by_spot=(Reason.HAIR,)), seen(2, kind="other"), seen(3, kind="other", sure=-9)]
    told = gate_figures(pictures, contract)
    assert told["phone"]["refused"]["value"] == 0.5
    assert (told["phone"]["by_pixels"], told["phone"]["by_spot"]) == (0.5, 0.5)
    assert told["other"]["refused"]["value"] == 1.0


def test_the_refusing_level_spares_all_but_one_lesion_in_a_hundred(contract: ModelContract) -> None:
    lesions = [seen(n, sure=float(np.random.default_rng(n).normal(1, 2))) for n in range(400)]
    refused = gate_figures(lesions, replace(contract, refuse_kind=refuse_level(lesions)))["phone"]["refused"]["value"]
    assert 0 < refused <= 0.01


def test_one_lesion_in_two_hundred_is_unfamiliar(contract: ModelContract) -> None:
    lesions = [seen(n) for n in range(1000)]
    strict = replace(contract, refuse_kind=1.0, unfamiliar=unfamiliar_level(lesions))
    assert gate_figures(lesions, strict)["phone"]["by_unfamiliar"] == pytest.approx(0.005, abs=0.002)


def test_the_domain_is_right_or_wrong_by_picture() -> None:
    told = domain_accuracy([seen(0), replace(seen(1), domains=(2.0, 1.0))])
    assert told["phone"]["value"] == 0.5
    assert "dermoscopy" not in told


def told_of(pictures: list[Seen], contract: ModelContract) -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = measure(pictures, contract, fitted_here=False)["domains"]["phone"]["figures"]
    return figures


def named(label: str, sure: float = 30.0) -> tuple[float, ...]:
    return tuple(sure * (one == label) for one in LABELS)


def test_each_share_is_told_with_the_number_of_its_own_pictures(contract: ModelContract) -> None:
    labels = ["MEL"] * 3 + ["BCC"] * 4 + ["NV"] * 5 + ["AK"] * 6
    told = told_of([replace(seen(n), label=label, classes=named(label)) for n, label in enumerate(labels)], contract)
    of = {name: (one["value"], one["n"]) for name, one in told.items()}
    assert of["see_doctor_sensitivity"] == (1.0, 7)
    assert of["urgent_sensitivity"] == (pytest.approx(3 / 7), 7), "basal cell cancer alone is slow"
    assert of["urgent_sensitivity_fast"] == (1.0, 3)
    assert of["see_doctor_specificity"] == of["urgent_specificity"] == (1.0, 5), "actinic keratosis counts neither way"
    assert of["accuracy"] == (1.0, 18)


def test_who_is_refused_is_sent_nowhere(contract: ModelContract) -> None:
    cancers = [replace(seen(n), label="MEL", classes=named("MEL")) for n in range(4)]
    harmless = [replace(seen(n), label="NV", classes=named("MEL")) for n in range(4, 8)]
    dark = [replace(one, by_pixels=(Reason.DARK,)) for one in (cancers[0], harmless[0])]
    told = told_of([dark[0], *cancers[1:], dark[1], *harmless[1:]], contract)
    assert (told["see_doctor_sensitivity"]["value"], told["see_doctor_sensitivity"]["n"]) == (0.75, 4)
    assert (told["see_doctor_specificity"]["value"], told["see_doctor_specificity"]["n"]) == (0.25, 4)
    assert told["urgent_sensitivity_fast"]["value"] == 0.75


def test_what_cannot_be_measured_is_left_out(contract: ModelContract) -> None:
    told = told_of([replace(seen(n), label="NV", classes=named("NV")) for n in range(9)], contract)
    assert {"balanced_accuracy", "accuracy", "see_doctor_specificity"} <= set(told)
    assert not {"malignant_auc", "see_doctor_sensitivity", "urgent_sensitivity_fast"} & set(told)


def test_few_pictures_of_a_skin_type_give_no_share(contract: ModelContract) -> None:
    told = measure([seen(n) for n in range(60)], contract, fitted_here=False)["domains"]["phone"]["by_skin"]
    assert {skin: one["pictures"] for skin, one in told.items()} == {"1": 30, "2": 30}
    assert told["1"]["sensitivity"] is None or told["1"]["malignant"] >= 20


def test_the_table_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = [replace(seen(n), by_spot=(Reason.HAIR,) if n == 3 else ()) for n in range(5)]
    write_table(written, tmp_path / "table.csv")
    read = read_table(tmp_path / "table.csv")
    kept = [[(one.id, one.by_spot, one.skin) for one in table] for table in (read, written)]
    logits = [np.array([one.classes for one in table]) for table in (read, written)]
    assert kept[0] == kept[1]
    assert logits[0] == pytest.approx(logits[1], abs=1e-4)


def test_a_missing_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="lentigo evaluate"):
        read_table(tmp_path / "table.csv")


def test_every_picture_is_shown_once(model: Path, data_folder: Path) -> None:
    _, held = split(read_lesions(data_folder), 4)
    others = read_not_lesions(data_folder)
    ticks: list[tuple[int, int]] = []
    told = show(Eyes.load(model), held, others, lambda done, of: ticks.append((done, of)))
    assert [one.id for one in told] == [*(one.id for one in held), *(one.id for one in others)]
    assert ticks[-1] == (len(told), len(told))


def figures(contract: ModelContract, **values: float) -> ModelContract:
    """The contract with some figures of its phone photos set, each with an interval of .02 to either side."""
    phone: Mapping[str, Any] = contract.metrics["domains"]["phone"]
    told = {name: {"value": v, "low": v - 0.02, "high": v + 0.02, "n": 100} for name, v in values.items()}
    domains = {"phone": {**phone, "figures": {**phone["figures"], **told}}}
    read_outs = {"phone": contract.read_outs["phone"]}
    return replace(contract, read_outs=read_outs, metrics={**contract.metrics, "domains": domains})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("see_doctor_sensitivity", 0.92, "sensitivity"),
        ("malignant_auc", 0.85, "AUC"),
        ("balanced_accuracy", 0.5, "balanced accuracy"),
        ("calibration_error", 0.2, "calibration"),
    ],
)
def test_a_model_that_is_worse_on_a_safeguard_may_not_ship(
    contract: ModelContract, name: str, value: float, why: str
) -> None:
    good = {"see_doctor_sensitivity": 0.96, "malignant_auc": 0.9, "balanced_accuracy": 0.7, "calibration_error": 0.05}
    old = figures(contract, **good)
    assert worse(old, old) == unfit(old) == []
    assert [why in reason for reason in worse(figures(contract, **good | {name: value}), old)] == [True]


def test_no_model_ships_that_misses_more_than_one_cancer_in_ten(contract: ModelContract) -> None:
    for told in (0.8, math.nan):
        assert any("90%" in reason for reason in unfit(figures(contract, see_doctor_sensitivity=told)))


def test_a_model_that_was_not_measured_in_a_domain_may_not_ship(contract: ModelContract) -> None:
    old = figures(contract, malignant_auc=0.9)
    blank = replace(old, metrics={})
    assert worse(blank, old) == unfit(blank) == ["phone: it was never measured there"]
    assert worse(old, blank) == []


def test_a_safeguard_without_a_figure_keeps_a_model_from_shipping(contract: ModelContract) -> None:
    told = figures(contract)
    del told.metrics["domains"]["phone"]["figures"]["malignant_auc"]
    assert unfit(told) == ["phone: it has no figure for malignant AUC"]


def test_not_a_number_is_worse_than_any(contract: ModelContract) -> None:
    assert worse(figures(contract, malignant_auc=math.nan), figures(contract, malignant_auc=0.9)) != []


def test_energy_is_never_infinite_for_logits_of_any_size() -> None:
    lesions = [replace(seen(0), classes=(1e4,) * len(LABELS))]
    assert math.isfinite(unfamiliar_level(lesions))
    assert len(DOMAINS) == len(lesions[0].domains)
