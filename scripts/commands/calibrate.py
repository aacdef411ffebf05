"""`lentigo calibrate`: set the levels of an exported model from what was held out, and write its figures."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import PHONE, ModelContract
from ml.dataset import decode, read_lesions
from ml.evaluation import strangers
from ml.evaluation.calibrate import cross_fitted
from ml.evaluation.degrade import caught
from ml.evaluation.release import settle
from ml.evaluation.seen import Seen, cross_fitted_figures, read_table, sample
from ml.eyes import Eyes
from scripts.commands.evaluate import STRANGERS, TABLE
from scripts.commands.export import staged

_SPOILT = 120
"""Held-out photos of each domain that the gate is measured on, spoilt in every way."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the parser of `calibrate`."""
    parser = subparsers.add_parser("calibrate", help="set the levels of an exported model and write its figures")
    parser.add_argument("--run", type=Path, dest="run_folder", required=True, help="the run whose model is to be set")
    parser.add_argument(
        "--held-out",
        type=Path,
        nargs="+",
        metavar="RUN",
        help="runs of the same recipe that were evaluated with a fold held out; by default the run itself",
    )
    parser.add_argument("--beside", type=Path, nargs="+", default=(), metavar="RUN", help="evaluated runs to compare")
    parser.add_argument("--strangers", type=Path, metavar="RUN", help="an evaluated run that was trained --without")
    parser.add_argument("--data", type=Path, help="the data, if they moved since")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Calibrate; returns 0 when the contract holds levels and figures."""
    from ml.training.runs import read_config  # noqa: PLC0415 - TensorFlow takes seconds to import

    folder, runs = staged(arguments.run_folder), arguments.held_out or [arguments.run_folder]
    data = arguments.data or Path(read_config(arguments.run_folder)["data"])
    seen = _pooled([read_table(held_out / TABLE) for held_out in runs])
    contract = settle(ModelContract.load(folder), seen)
    further = {
        "networks": [_about(one) for one in runs],
        "beside": {one.name: _beside(one, contract) for one in arguments.beside},
        "gate_spoilt": _spoilt(folder, data, seen),
        "strangers": _strangers(arguments.strangers),
        "answers": _answers(folder, data, seen, contract),
    }
    contract = replace(contract, metrics={**contract.metrics, **{name: one for name, one in further.items() if one}})
    contract.save(folder)
    for domain, read_out in contract.read_outs.items():
        print(f"{domain}: see_doctor {read_out.see_doctor:.4f}, urgent {read_out.urgent:.4f}")
    print(f"Next: lentigo promote --run {arguments.run_folder}")
    return 0


def _pooled(tables: Sequence[Sequence[Seen]]) -> list[Seen]:
    """The lesions of every network's fold; what is to be refused once, for every network was shown the same."""
    others = [one for one in tables[0] if not one.domain]
    return [*(one for table in tables for one in table if one.domain), *others]


def _about(run_folder: Path) -> dict[str, Any]:
    """What a network that stood for the model was made of."""
    from ml.training.runs import minutes, read_config  # noqa: PLC0415 - TensorFlow takes seconds to import

    config = read_config(run_folder)
    kept: dict[str, Any] = {name: config[name] for name in ("fold", "seed", "size") if name in config}
    return {"run": run_folder.name, "minutes": minutes(run_folder), **kept}


def _beside(run_folder: Path, contract: ModelContract) -> dict[str, Any]:
    """The figures of another network on what it never saw, with levels chosen as for the model itself."""
    seen = read_table(run_folder / TABLE)
    shown = {domain: sample(seen, domain) for domain in contract.read_outs}
    return {
        domain: cross_fitted_figures(one, contract.read_outs[domain].prior)["figures"]
        for domain, one in shown.items()
        if len(one.truth)
    }


def _spoilt(folder: Path, data: Path, seen: Sequence[Seen]) -> dict[str, Any]:
    """How much of what is spoilt on purpose the gate sends back, by domain."""
    eyes, held = Eyes.load(folder), {one.id for one in seen}
    told = {}
    for domain in eyes.contract.read_outs:
        lesions = [one for one in read_lesions(data) if one.id in held and one.domain == domain]
        chosen = np.random.default_rng(0).permutation(len(lesions))[:_SPOILT]
        told[domain] = caught(eyes, [decode(lesions[at].file) for at in chosen])
    return told


def _strangers(run_folder: Path | None) -> dict[str, Any] | None:
    """How well a network tells apart what it was trained without."""
    if run_folder is None:
        return None
    known = [one for one in read_table(run_folder / TABLE) if one.label]
    return strangers.figures(known, read_table(run_folder / STRANGERS))


def _answers(folder: Path, data: Path, seen: Sequence[Seen], contract: ModelContract) -> dict[str, Any] | None:
    """Fit the answers model beside the photo, if the data know answers; returns its figures."""
    from ml.training.asked import TABLE as ASKED  # noqa: PLC0415 - needs scikit-learn, which running does not install
    from ml.training.asked import added_by_others, best_share, fit, joined_figures, pictured, read_asked  # noqa: PLC0415

    if not (data / ASKED).is_file():
        return None
    phone = [one for one in seen if one.domain == PHONE and one.label]
    told, _, _ = cross_fitted(sample(phone, PHONE), contract.read_outs[PHONE].prior)
    asked = read_asked(data)
    shown = pictured(asked, [one.id for one in phone], told)
    share = best_share(added_by_others(asked, shown), shown.pictures, shown.asked.truth)
    fit(asked, share=share).save(folder)
    return joined_figures(asked, shown)
