"""Would int8 judge as float16 does? Both forms of one run on pictures that it never saw, as `scripts/bench int8`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from ml.classify import Classifier
from ml.contract import Floats, ModelContract, ReadOut
from ml.dataset import DatasetError, Lesion, decode, read_lesions
from ml.evaluation.calibrate import malignant
from ml.evaluation.metrics import MALIGNANT_AT, Numbers, auc, balanced_accuracy
from ml.evaluation.release import show
from ml.evaluation.seen import Seen, sample
from ml.eyes import Eyes
from ml.weights import open_network

PICTURES = 300
"""Training pictures that set the ranges of int8."""

FORMS = ("float16", "int8")


@dataclass(frozen=True, slots=True)
class Judged:
    """How well one form of the network judges."""

    balanced_accuracy: float
    malignant_auc: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two forms of a network on the same pictures of one domain.

    `same_class` is the share of pictures with the same top class, `malignant_apart` the mean absolute difference of
    the malignant probability, with the class mix of the domain and before any temperature.
    """

    pictures: int
    same_class: float
    malignant_apart: float
    forms: dict[str, Judged]


def agreement(truth: Numbers, logits: Sequence[Floats], read_out: ReadOut) -> Agreement:
    """Compare the class logits of the forms, in the order of FORMS, on the same pictures."""
    told = [one.argmax(axis=1) for one in logits]
    score = [malignant(read_out.probabilities(one)) for one in logits]
    judged = [
        Judged(balanced_accuracy(truth, classes), auc(MALIGNANT_AT[truth], chances))
        for classes, chances in zip(told, score, strict=True)
    ]
    return Agreement(
        pictures=len(truth),
        same_class=float((told[0] == told[1]).mean()),
        malignant_apart=float(np.abs(score[0] - score[1]).mean()),
        forms=dict(zip(FORMS, judged, strict=True)),
    )


def compare(run: Path, data: Path | None, made: Path) -> dict[str, Agreement]:
    """Convert a run both ways into the folder `made`; agreement by domain on what the run has not learned from."""
    from ml.training.runs import read_config, unseen  # noqa: PLC0415 - TensorFlow takes seconds to import

    lesions = read_lesions(data or Path(read_config(run)["data"]))
    held = unseen(run, lesions)
    if not held:
        raise DatasetError(f"{run}: it has learned from every picture; compare a run with a held-out fold")
    contract, forms = _forms(run, lesions, made)
    seen = [_shown(eyes, held, name) for name, eyes in forms.items()]
    domains = [name for name in contract.read_outs if any(one.domain == name and one.label for one in held)]
    shown = {name: [sample(one, name) for one in seen] for name in domains}
    return {
        name: agreement(both[0].truth, [one.logits for one in both], contract.read_outs[name])
        for name, both in shown.items()
    }


def _forms(run: Path, lesions: Sequence[Lesion], made: Path) -> tuple[ModelContract, dict[str, Eyes]]:
    from ml.training.convert import to_int8  # noqa: PLC0415
    from ml.training.export import export, with_map  # noqa: PLC0415
    from ml.training.runs import averaged, read_config, selection  # noqa: PLC0415

    contract = export(run, made / "float16", name=run.name)
    size, file = contract.framing.size, made / "int8.tflite"
    learned = selection(read_config(run)).learned(lesions)
    pictures = _framed(contract, learned[:: max(1, len(learned) // PICTURES)][:PICTURES])
    file.write_bytes(to_int8(with_map(averaged(run, size=size)), size, pictures))
    files = {"float16": made / "float16" / contract.weights, "int8": file}
    return contract, {name: Eyes(Classifier(contract, open_network(file))) for name, file in files.items()}


def _framed(contract: ModelContract, lesions: Sequence[Lesion]) -> list[Floats]:
    framing = contract.framing
    return [framing.scaled(framing.square(decode(lesion.file))) for lesion in lesions]


def _shown(eyes: Eyes, lesions: Sequence[Lesion], name: str) -> list[Seen]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name)
        return show(eyes, lesions, (), lambda done, of: bar.update(task, completed=done, total=of))


def main(argv: Sequence[str] | None = None) -> int:
    """Compare and print; returns 0 when there are figures."""
    parser = argparse.ArgumentParser(prog="scripts/bench int8", description="Compare how float16 and int8 judge.")
    parser.add_argument("--run", type=Path, required=True, help="training run with a held-out fold")
    parser.add_argument("--data", type=Path, help="folder with lesions.csv and its pictures, if another than the run's")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as made:
        found = compare(arguments.run, arguments.data, Path(made))
    if arguments.json:
        print(json.dumps({domain: asdict(one) for domain, one in found.items()}, indent=2))
    else:
        Console().print(_table(found))
    return 0


def _table(found: dict[str, Agreement]) -> Table:
    table = Table(title="float16 and int8 on pictures never learned from", title_justify="left")
    table.add_column("")
    for domain, one in found.items():
        table.add_column(f"{domain} (n = {one.pictures})", justify="right")
    table.add_row("same top class", *(f"{one.same_class:.3f}" for one in found.values()))
    table.add_row("malignant, mean difference", *(f"{one.malignant_apart:.4f}" for one in found.values()))
    for form in FORMS:
        judged = [one.forms[form] for one in found.values()]
        table.add_row(f"balanced accuracy, {form}", *(f"{one.balanced_accuracy:.3f}" for one in judged))
        table.add_row(f"malignant AUC, {form}", *(f"{one.malignant_auc:.3f}" for one in judged))
    return table


if __name__ == "__main__":
    sys.exit(main())
