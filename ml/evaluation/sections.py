"""The sections of the model card that hold figures, each from what travels with the model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ml.contract import ModelContract
from ml.evaluation.curves import PLOTS, examples_file, plot_file
from ml.evaluation.examples import title
from ml.segment import OutlineContract

_FIGURES = {
    "balanced_accuracy": "balanced accuracy",
    "accuracy": "accuracy",
    "malignant_auc": "malignant AUC",
    "see_doctor_sensitivity": "sensitivity for malignant, sent to a doctor",
    "see_doctor_specificity": "specificity, sent to a doctor",
    "urgent_sensitivity": "sensitivity for malignant, within days",
    "urgent_sensitivity_fast": "sensitivity for MEL and SCC, within days",
    "urgent_specificity": "specificity, within days",
    "calibration_error": "expected calibration error",
}


def networks_section(networks: Sequence[Mapping[str, Any]]) -> str:
    """The networks that the figures come from: a table of those that were measured each alone, the others by name."""
    others = [_network(one) for one in networks if not one.get("domains")]
    rows = [row for one in networks for row in _alone(one)]
    if not networks:
        others = ["the shipped network itself"]
    listed = ";\n".join(f"- {one}" for one in others) + "."
    table = _table_of(rows, "Each of these alone, on the fold that it held out; below all are pooled.")
    return "\n\n".join((*([listed] if others else ()), *([table] if rows else ())))


_ALONE = (
    "| network | fold | minutes | seed | pictures | n | balanced accuracy | malignant AUC |",
    "|---|---|---|---|---|---|---|---|",
)


def seeds(told: Mapping[str, Any]) -> str:
    """The seed of a training; of a mean of several the seed of each."""
    seed = told["seed"]
    return ", ".join(map(str, seed)) if isinstance(seed, list) else str(seed)


def _network(told: Mapping[str, Any]) -> str:
    return f"`{told['run']}`: fold {told['fold']} held out, {told['minutes']:g} minutes, seed {seeds(told)}, one run"


def _alone(told: Mapping[str, Any]) -> Iterator[str]:
    for domain, figures in told.get("domains", {}).items():
        network = f"`{told['run']}` | {told['fold']} | {told['minutes']:g} | {seeds(told)}"
        balanced, malignant = figures["balanced_accuracy"], figures["malignant_auc"]
        yield f"| {network} | {domain} | {balanced['n']} | {short(balanced)} | {short(malignant)} |"


def _table_of(rows: Iterable[str], after: str) -> str:
    return "\n".join((*_ALONE, *rows, "", after))


def folds_section(told: Mapping[str, Any] | None) -> str:
    """The figures of networks that each held out another fold: alone, and pooled with either kind of levels."""
    if not told:
        return ""
    alone = _table_of((row for one in told["networks"] for row in _alone(one)), "")
    anew, shipped = told["chosen_anew"], told["as_shipped"]
    rows = [
        f"| {domain} | {words} | {_cells(figures[name])} | {_cells(shipped[domain][name])} |"
        for domain, figures in anew.items()
        for name, words in _FIGURES.items()
        if name in figures and name in shipped.get(domain, {})
    ]
    return "\n".join(
        (
            "### Cross-validated\n",
            "Shorter trainings of the same kind, a network for each fold held out. The levels that ship are tried on",
            "people who had no part in choosing them. The outline that places the close look has learned from masks of",
            "these folds, though from no label.\n",
            alone,
            "All pooled, and beside it the levels that ship:\n",
            "| pictures | figure | levels chosen anew, cross-fitted | n | levels that ship | n |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        )
    )


def domain_section(contract: ModelContract, domain: str, told: Mapping[str, Any]) -> str:
    """The figures of one domain, with their plot and by skin type."""
    read_out = contract.read_outs[domain]
    figures = told["figures"]
    rows = [f"| {words} | {_cells(figures[name])} |" for name, words in _FIGURES.items() if name in figures]
    recall = ", ".join(f"{label} {share:.2f} (n={told['by_class'][label]})" for label, share in told["recall"].items())
    mix = ", ".join(f"{label} {share:.3f}" for label, share in zip(contract.labels, read_out.prior, strict=True))
    levels = f"`see_doctor` {read_out.see_doctor:.4f}, `urgent` {read_out.urgent:.4f}"
    return "\n".join(
        (
            f"### {contract.name}, {domain}: {told['pictures']} pictures, {told['groups']} groups\n",
            "| figure | value [95 %] | n |",
            "|---|---|---|",
            *rows,
            f"\nRecall by class: {recall}.\n",
            f"Temperature {read_out.temperature:g}, {levels}; class mix {mix}.\n",
            f"![ROC, reliability, confusion, coverage and risk]({PLOTS}/{plot_file(contract, domain)})\n",
            *_skin(told["by_skin"]),
        )
    )


def _skin(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Figures by Fitzpatrick type; below twenty pictures of a sort nothing is measurable, and the card says so."""
    if not told:
        return ()
    rows = [
        f"| {skin} | {one['pictures']} | {one['malignant']} | {_or_not(one['sensitivity'])} "
        f"| {one['harmless']} | {_or_not(one['false_alarms'])} |"
        for skin, one in told.items()
    ]
    head = "| skin type | pictures | malignant | sent to a doctor | harmless | sent to a doctor as well |"
    return ("By Fitzpatrick type, where the source tells it:\n", head, "|---|---|---|---|---|---|", *rows, "")


def _or_not(figure: Mapping[str, float] | None) -> str:
    return "not measurable" if figure is None else short(figure)


def examples_section(contract: ModelContract) -> str:
    """What the networks made of one picture of each class, as lines and fields."""
    examples = contract.metrics.get("examples")
    if not examples:
        return ""
    told = "; ".join(f"{one['domain']}, {title(one)}" for one in examples)
    learned = [one["label"] for one in examples if one["outline"] and not one["outline_held_out"]]
    return "\n".join(
        (
            "### Examples, drawn\n",
            "One picture of each class, chosen at random whatever became of it, as the network that held it out judged",
            "it. No pixel of a photo is shown: the ground is one colour, dashed is the mask that a person drew or",
            "checked, solid what the outline network drew, and the field is where the named class was seen, yellow the",
            "most. The number is the calibrated probability of the class named: the most alike, not always the most",
            "probable.",
            *([f"The outline network may have learned from the mask of {', '.join(learned)}."] if learned else ()),
            f"\n![{told}]({PLOTS}/{examples_file(contract)})\n",
        )
    )


def gate_section(contract: ModelContract) -> str:
    """What is refused, by mistake and as wanted."""
    metrics = contract.metrics
    rows = [
        f"| {name} | {_cells(told['refused'])} | {told['by_pixels']:.3f} | {told['by_spot']:.3f} "
        f"| {told['by_kind']:.3f} | {told['by_unfamiliar']:.3f} |"
        for name, told in metrics["gate"].items()
    ]
    told_right = ", ".join(f"{domain} {short(one)}" for domain, one in metrics["domain_told"].items())
    return "\n".join(
        (
            f"### {contract.name}, the gate\n",
            "Share refused: by the pixels (dark, glare, blank, blurred, small), by the spot (too far, under hair),",
            "because the network takes the picture for something else with at least",
            f"{contract.refuse_kind:.3f}, or because it is unlike everything learned. For `phone` and `dermoscopy` a",
            "refusal is a mistake, for the others it is wanted. The levels were set on the same lesions; the others",
            "played no part.\n",
            "| pictures | refused [95 %] | n | pixels | spot | kind | unlike |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            *_spoilt(metrics.get("gate_spoilt", {})),
            f"Phone or dermatoscope told right: {told_right}.\n",
            *_strangers(metrics.get("strangers")),
        )
    )


def _spoilt(told: Mapping[str, Any]) -> tuple[str, ...]:
    if not told:
        return ()
    ways = list(next(iter(told.values()))["spoilt"])
    rows = [
        f"| {domain}, {one['photos']} photos | {one['clean']:.3f} | "
        + " | ".join(f"{one['spoilt'][way]:.3f}" for way in ways)
        + " |"
        for domain, one in told.items()
    ]
    head = f"| sent back when | clean | {' | '.join(ways)} |"
    return ("Held-out photos, clean and spoilt on purpose:\n", head, "|---" * (len(ways) + 2) + "|", *rows, "")


def _strangers(told: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not told:
        return ()
    rows = [
        f"| {name} | {short(one['auc'])} | " + " | ".join(f"{share:.3f}" for share in one["refused"].values()) + " |"
        for name, one in told["scores"].items()
    ]
    mistakes = [f"{float(share):.1%} of the known" for share in next(iter(told["scores"].values()))["refused"]]
    return (
        f"A network trained without {', '.join(told['classes'])} was shown {told['strangers']} of them and",
        f"{told['known']} held-out lesions that it knows; which is less familiar, and who is refused at the level that",
        "refuses so many of the known:\n",
        f"| familiar by | AUC [95 %] | {' | '.join(mistakes)} |",
        "|---" * (len(mistakes) + 2) + "|",
        *rows,
        "",
    )


def answers_section(told: Mapping[str, Any] | None) -> str:
    """The photo with and without the answers, and the leak beside."""
    if not told:
        return ""
    words = {
        "photo": "photo alone",
        "photo_and_answers": "photo and answers",
        "answers": "answers alone",
        "answers_with_leak": "answers alone, with the leak",
    }
    rows = [
        f"| {words[name]} | {short(one['balanced_accuracy'])} | {short(one['malignant_auc'])} "
        f"| {one['malignant_auc']['n']} |"
        for name, one in told.items()
    ]
    return "\n".join(
        (
            "### Photo and answers\n",
            "Phone photos by patient. The answers are age, site, itch, hurt, bleed, grew, changed and raised, gaps",
            "filled in. In these data sex, skin type, diameters and cancer history were written down for biopsied",
            "lesions only, so that their very absence tells the label; the last row adds those gaps, as much of the",
            "literature does, for comparison. In the product answers can only raise the level.\n",
            "| | balanced accuracy | malignant AUC | n |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def outline_section(contract: OutlineContract | None) -> str:
    """How well outlines fit."""
    if contract is None or not contract.metrics:
        return ""
    rows = [
        f"| {name} | {domain} | {_cells(figure)} |"
        for name, told in contract.metrics.items()
        for domain, figure in told.items()
    ]
    return "\n".join(
        (
            "### The outline\n",
            f"Mean Jaccard index a picture on fold {contract.training.get('fold')}, which it never saw.\n",
            "| drawn by | pictures | Jaccard [95 %] | n |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def short(figure: Mapping[str, float]) -> str:
    """A figure with its interval."""
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _cells(figure: Mapping[str, float]) -> str:
    return f"{short(figure)} | {figure['n']}"
