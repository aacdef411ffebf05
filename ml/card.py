"""The model card: written from the contract alone, so that no figure in it is typed by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ml.contract import ModelContract

_NAMES = {
    "MEL": "melanoma",
    "NV": "naevus",
    "BCC": "basal cell carcinoma",
    "AK": "actinic keratosis",
    "SCC": "squamous cell carcinoma, with Bowen's disease",
    "BKL": "seborrhoeic keratosis, lentigo, lichen-planus-like keratosis",
    "DF": "dermatofibroma",
    "VASC": "vascular lesion",
}
_SOURCES = (
    ("HAM10000", "dermoscopy", "CC BY-NC 4.0"),
    ("ISIC archive", "dermoscopy", "mostly CC-0"),
    ("PAD-UFES-20", "ordinary smartphones", "CC BY 4.0"),
    ("Face Research Lab London Set", "faces and plain skin, to be refused", "CC BY 4.0"),
    ("Sign-language digits", "hands, to be refused", "Apache-2.0"),
    ("11K Hands", "hands, to be refused", "research use"),
    ("ImageNet sample, Describable Textures", "everyday pictures, to be refused", "research use"),
    ("MVTec AD leather", "leather, to be refused", "CC BY-NC-SA 4.0"),
)
_FIGURES = {
    "balanced_accuracy": "balanced accuracy",
    "accuracy": "accuracy",
    "malignant_auc": "malignant AUC",
    "see_doctor_sensitivity": "sensitivity for malignant at `see_doctor`",
    "see_doctor_specificity": "specificity at `see_doctor`",
    "urgent_sensitivity": "sensitivity for malignant at `urgent`",
    "urgent_specificity": "specificity at `urgent`",
    "calibration_error": "expected calibration error",
}
_LIMITS = """\
- It compares pictures; it does not diagnose. It sees neither touch, history nor the rest of the skin.
- Skin tone: almost all training pictures show light skin. No claim for brown or black skin rests on these figures.
- A phone photo was never shown to it as dermatofibroma or vascular lesion: it knows both from dermoscopy only.
- Phone melanomas are few (see the counts), so every figure on them is wide.
- Merkel cell carcinoma, Kaposi sarcoma, cutaneous lymphoma and other rare cancers are not among its classes; it will
  call them something else.
- The probabilities are calibrated for the mix of the clinics that took the pictures. In a population with fewer
  cancers the same probability overstates the risk.
- The squares that it cuts from a photo are central: a spot at the edge may be missed.
- The gate on blur sees heavy blur only; a photo that passes can still be unfit to judge.
- That two crops are averaged was chosen on the same fold: balanced accuracy gained .01 there, well inside its interval.
- Some clinic photos carry pen rings round the lesion; rings are painted at random in training against that shortcut.
"""


def card(contract: ModelContract) -> str:
    """Return the whole card as Markdown."""
    return "\n".join([_head(contract), _data(contract), _measured(contract), "## Limits\n", _LIMITS])


def write_card(contract: ModelContract, file: Path) -> None:
    """Write the card."""
    file.write_text(card(contract), encoding="utf-8")


def _head(contract: ModelContract) -> str:
    classes = ", ".join(f"{label} ({_NAMES[label]})" for label in contract.labels)
    framing, size = contract.framing, contract.framing.size
    return f"""\
# Model card: {contract.name}

Written by `lentigo export` from `models/{contract.name}/model.json`; do not edit by hand.

An EfficientNet-Lite0 with two heads on one pooled feature vector: the class of a skin lesion and the kind of picture
(lesion, plain skin, face, anything else). It helps people decide when to see a doctor. It is no medical device.

- Input: the centre square of an upright photo, {size} x {size} {framing.colour_order},
  (x - {framing.mean:g}) / {framing.scale:g}; {contract.flips} mirror views in each of {len(contract.zooms)} crops are
  averaged.
- Classes: {classes}.
- Output: logits; the class mix below is put back, the temperature divides, softmax makes probabilities.
  `malignant` is the sum over MEL, BCC and SCC. The named condition takes all classes as equally common.
- Weights: `{contract.weights}`, LiteRT float16, sha256 `{contract.sha256}`.
- Licence of the weights: {contract.licence}.
"""


def _data(contract: ModelContract) -> str:
    sources = "\n".join(f"| {name} | {what} | {licence} |" for name, what, licence in _SOURCES)
    training = contract.training
    return f"""\
## Training

| source | pictures | licence |
|---|---|---|
{sources}

Trained on every labelled picture outside fold {training["fold"]}, which no training ever saw; folds never split a
patient or a lesion. A fifth of the pictures to be refused, split by person, is held out too.
Classes are drawn by the square root of their frequency within a domain and corrected by balanced softmax;
the released weights are an exponential average. At most {training["steps"]} steps or {training["minutes"]:g} minutes,
seed {training["seed"]}, data `{contract.data_hash[:16]}`.
"""


def _measured(contract: ModelContract) -> str:
    metrics = contract.metrics
    parts = [
        "## Figures\n",
        f"On the held-out fold, 95 % intervals over resampled groups. Temperature and levels: {metrics['read_out']}",
        "(chosen on one half of the groups, measured on the other, and the other way round; the shipped ones are",
        "fitted on both halves). Specificity is over NV, BKL, DF and VASC; AK counts neither way.\n",
    ]
    for domain, told in metrics["domains"].items():
        parts.append(_domain(domain, told, contract))
    return "\n".join([*parts, _gate(metrics["gate"], contract.refuse_kind)])


def _domain(domain: str, told: Mapping[str, Any], contract: ModelContract) -> str:
    read_out = contract.read_outs[domain]
    rows = [f"| {_FIGURES[name]} | {_cells(one)} |" for name, one in told["figures"].items()]
    recall = ", ".join(f"{label} {share:.2f} (n={told['by_class'][label]})" for label, share in told["recall"].items())
    mix = ", ".join(f"{label} {share:.3f}" for label, share in zip(contract.labels, read_out.prior, strict=True))
    levels = f"`see_doctor` {read_out.see_doctor:.4f}, `urgent` {read_out.urgent:.4f}"
    return "\n".join(
        (
            f"### {domain}: {told['pictures']} pictures, {told['groups']} groups\n",
            "| figure | value [95 %] | n |",
            "|---|---|---|",
            *rows,
            f"\nRecall by class: {recall}.\n",
            f"Temperature {read_out.temperature:g}, {levels}; class mix {mix}.\n",
        )
    )


def _gate(gate: Mapping[str, Any], level: float) -> str:
    rows = [f"| {name} | {_cells(told['refused'])} | {told['by_pixels']:.3f} |" for name, told in gate.items()]
    return "\n".join(
        [
            "### The gate\n",
            "Share refused, by the pixel gate (dark, glare, blank, blurred, small) or because the network takes the",
            f"picture for something else with at least {level:.3f}. For `phone` and `dermoscopy` a refusal is a",
            "mistake, for the others it is wanted. The level was set on the same lesions; the others played no part.\n",
            "| pictures | refused [95 %] | n | by pixels alone |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _cells(figure: Mapping[str, float]) -> str:
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] | {figure['n']}"
