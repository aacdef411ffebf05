"""The model card: written from the contracts alone, so that no figure in it is typed by hand."""

from collections.abc import Sequence
from pathlib import Path

from ml.contract import CONTRACT_FILE, ModelContract
from ml.evaluation.curves import PLOTS
from ml.evaluation.sections import (
    answers_section,
    domain_section,
    examples_section,
    folds_section,
    gate_section,
    networks_section,
    outline_section,
    seeds,
    short,
)
from ml.eyes import OUTLINE
from ml.segment import OutlineContract

CARD = "MODEL_CARD.md"

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
_BACKBONE = ("EfficientNet-Lite0, pretrained on ImageNet", "the weights that training began from", "Apache-2.0")
_SOURCES = (
    ("HAM10000", "dermoscopy", "CC BY-NC 4.0"),
    ("ISIC archive", "dermoscopy", "mostly CC-0"),
    ("PAD-UFES-20", "ordinary smartphones; patients' answers", "CC BY 4.0"),
    ("Face Research Lab London Set", "faces and plain skin, to be refused", "CC BY 4.0"),
    ("Sign-language digits", "hands, to be refused", "Apache-2.0"),
    ("11K Hands", "hands, to be refused", "research use"),
    ("ImageNet sample, Describable Textures", "everyday pictures, to be refused", "research use"),
    ("MVTec AD leather", "leather, to be refused", "CC BY-NC-SA 4.0"),
)
_OPEN_SOURCES = frozenset({"ISIC archive", "PAD-UFES-20", "Face Research Lab London Set", "Sign-language digits"})
_LIMITS = """\
## Limits

- It compares pictures; it does not diagnose. It sees neither touch, history nor the rest of the skin.
- Skin tone: almost all training pictures show light skin. No claim for brown or black skin rests on these figures.
- A phone photo was never shown to it as dermatofibroma or vascular lesion: it knows both from dermoscopy only.
- Phone melanomas are few (see the counts), so every figure on them is wide.
- Merkel cell carcinoma, Kaposi sarcoma, cutaneous lymphoma and other rare cancers are not among its classes. A lesion
  unlike everything learned is not assessed, but most rare cancers look like something that it knows.
- The probabilities are calibrated for the mix of the clinics that took the pictures. In a population with fewer
  cancers the same probability overstates the risk.
- The gate on blur sees heavy blur only; a photo that passes can still be unfit to judge.
- That a network trained at 192 px serves at 224, that a close look is averaged with the whole photo, and how much hair
  is too much, was chosen on fold 4, the same that the figures come from; the cross-validation had no part in it.
- Some clinic photos carry pen rings round the lesion; rings are painted at random in training against that shortcut.
- The outline follows masks that students drew for the phone photos; two of them agree about .69 on the newest.
"""


def write_card(models: Path, folder: Path) -> None:
    """Write the card of every model under `models` into `folder`, the main one first, with its plots beside."""
    from ml.evaluation.plots import write_plots  # noqa: PLC0415 - Matplotlib is for who trains

    contracts, plots = read_contracts(models), folder / PLOTS
    plots.mkdir(exist_ok=True)
    drawn = {file for classifier, _ in contracts for file in write_plots(classifier, plots)}
    for stale in set(plots.glob("*.svg")) - drawn:
        stale.unlink()
    (folder / CARD).write_text(card(contracts), encoding="utf-8")


Contracts = tuple[ModelContract, OutlineContract | None]
"""Those of one model: of its classifier, and of its outline network if it has one."""


def read_contracts(models: Path) -> tuple[Contracts, ...]:
    """Return the contracts of all models, `main` first; each file of weights is hashed once."""
    folders = [one for one in models.iterdir() if (one / CONTRACT_FILE).is_file()]
    in_order = sorted(folders, key=lambda one: (one.name != "main", one.name))
    return tuple((ModelContract.load(one), _outline_of(one)) for one in in_order)


def card(contracts: Sequence[Contracts]) -> str:
    """Return the card of every model as Markdown."""
    about = "\n".join(_model(*one) for one in contracts)
    return "\n".join((_HEAD, _at_a_glance([classifier for classifier, _ in contracts]), about, _LIMITS))


_HEAD = """\
# Model card

Written by `lentigo promote` from the contracts under `models/`; do not edit by hand. `lentigo evaluate --json` prints
the same figures. Each model is an EfficientNet-Lite0 with three heads on one pooled feature vector (the class of a skin
lesion; the kind of picture: lesion, plain skin, face, anything else; phone or dermatoscope) and an outline network on
the same trunk. It helps people decide when to see a doctor. It is no medical device.

All figures come from pictures whose patient or lesion the network that judged them never saw. Intervals are 95 %, over
resampled patients or lesions; of a share of all or none, Wilson's on as many patients or lesions. Temperature and
levels are cross-fitted: chosen on one half of the groups, measured on the other, and the other way round; the shipped
ones are fitted on both halves. "Sent to a doctor" is the level that ships: the malignant probability reaches
`see_doctor`, or MEL, BCC, SCC or AK is named first. "Within days" is the urgent level: the malignant probability
reaches `urgent`, and melanoma and squamous cell carcinoma together have at least one chance in ten; basal cell
carcinoma alone is slow. A photo that the gate refuses is told no level: its cancer counts as not sent, its harmless
spot as not sent either. Specificity is over NV, BKL, DF and VASC; AK counts neither way.
"""


def _at_a_glance(contracts: Sequence[ModelContract]) -> str:
    """All networks in one table, those compared with included."""
    rows = []
    for contract in contracts:
        own = {domain: told["figures"] for domain, told in contract.metrics["domains"].items()}
        for name, domains in ((f"**{contract.name}**", own), *contract.metrics.get("beside", {}).items()):
            for domain, told in domains.items():
                cells = (short(told[one]) for one in _GLANCE)
                rows.append(f"| {name} | {domain} | {' | '.join(cells)} |")
    return "\n".join(
        (
            "| network | pictures | balanced accuracy | malignant AUC | sensitivity | specificity |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        )
    )


_GLANCE = ("balanced_accuracy", "malignant_auc", "see_doctor_sensitivity", "see_doctor_specificity")


def _model(contract: ModelContract, outline: OutlineContract | None) -> str:
    metrics, domains = contract.metrics, contract.metrics["domains"]
    sections = (
        _about(contract),
        *(domain_section(contract, domain, told) for domain, told in domains.items()),
        folds_section(metrics.get("folds")),
        examples_section(contract),
        gate_section(contract),
        answers_section(metrics.get("answers")),
        outline_section(outline),
    )
    return "\n".join(section for section in sections if section)


def _about(contract: ModelContract) -> str:
    framing, size = contract.framing, contract.framing.size
    classes = ", ".join(f"{label} ({_NAMES[label]})" for label in contract.labels)
    is_open = bool(contract.training.get("open_only"))
    sources = [_BACKBONE, *(one for one in _SOURCES if not is_open or one[0] in _OPEN_SOURCES)]
    return f"""\
## {contract.name}

- Licence of the weights: {contract.licence}.
- Weights: `{contract.weights}`, LiteRT float16, sha256 `{contract.sha256}`.
- Input: a square of an upright photo, the central one or, when the spot is small or aside, one around it;
  {size} x {size} {framing.colour_order}, (x - {framing.mean:g}) / {framing.scale:g}. {_looks(contract)}
- Classes: {classes}.
- Output: logits; the class mix is put back, the temperature divides, softmax makes probabilities. `malignant` is the
  sum over MEL, BCC and SCC. The named condition takes all classes as equally common.

| learned from | what | licence |
|---|---|---|
{chr(10).join(f"| {name} | {what} | {licence} |" for name, what, licence in sources)}

{_training(contract)}
"""


def _looks(contract: ModelContract) -> str:
    close = f" and a close look at {contract.close:g} times the spot" if contract.close else ""
    wholes = "the whole square" if len(contract.zooms) == 1 else f"{len(contract.zooms)} crops of the square"
    return f"What is seen in {wholes}{close} is averaged, {contract.flips} mirror views of each."


def _training(contract: ModelContract) -> str:
    told = contract.training
    fold = told.get("fold")
    shipped = "every labelled picture" if fold is None else f"every labelled picture outside fold {fold}"
    mean = f"the mean of the weights of {len(told['runs'])} trainings from one start, " if "runs" in told else ""
    lines = (
        f"The shipped network learned from {shipped}, for {told['minutes']:g} minutes on two cores in all,",
        f"{mean}seed {seeds(told)}, data `{contract.data_hash[:16]}`. A fifth of the pictures to be refused, split by",
        "person, was never learned from. The figures come from\n",
        networks_section(contract.metrics.get("networks", ())),
    )
    return "\n".join(lines)


def _outline_of(folder: Path) -> OutlineContract | None:
    return OutlineContract.load(folder / OUTLINE) if (folder / OUTLINE).is_dir() else None
