"""`lentigo calibrate`: set the levels of an exported model from what was held out, and write its figures."""

import argparse
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import PHONE, ModelContract
from ml.dataset import decode, read_lesions
from ml.evaluation import examples, strangers
from ml.evaluation.calibrate import cross_fitted
from ml.evaluation.degrade import caught
from ml.evaluation.release import can_be_halved, cross_fitted_by_domain, gated, settle, shipped_by_domain
from ml.evaluation.seen import Seen, read_table, sample
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
    parser.add_argument("--folds", type=Path, nargs="+", default=(), metavar="RUN", help="evaluated runs, a fold each")
    parser.add_argument("--strangers", type=Path, metavar="RUN", help="an evaluated run that was trained --without")
    parser.add_argument("--data", type=Path, help="the data, if they moved since")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Calibrate; returns 0 when the contract holds levels and figures."""
    from ml.training.runs import read_config  # noqa: PLC0415 - TensorFlow takes seconds to import

    folder, runs = staged(arguments.run_folder), arguments.held_out or [arguments.run_folder]
    data = arguments.data or Path(read_config(arguments.run_folder)["data"])
    tables = [read_table(held_out / TABLE) for held_out in runs]
    seen = _pooled(tables)
    contract = settle(ModelContract.load(folder), seen)
    further = {
        "networks": [_about(one, contract) for one in runs],
        "beside": {one.name: _figures(one, contract) for one in arguments.beside},
        "folds": _folds(arguments.folds, contract, {one.group for one in seen}),
        "examples": _examples(folder, runs, tables, data, contract),
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


def _about(run_folder: Path, contract: ModelContract) -> dict[str, Any]:
    """What a network that stood for the model was made of, and its own figures."""
    from ml.training.runs import minutes, read_config  # noqa: PLC0415 - TensorFlow takes seconds to import

    config = read_config(run_folder)
    kept: dict[str, Any] = {name: config[name] for name in ("fold", "seed", "size") if name in config}
    own = {"domains": _figures(run_folder, contract)}
    return {"run": run_folder.name, "minutes": minutes(run_folder), **kept, **own}


def _figures(run_folder: Path, contract: ModelContract) -> dict[str, Any]:
    """The figures of one network on what it never saw, all levels chosen as for the model itself."""
    seen = read_table(run_folder / TABLE)
    told = cross_fitted_by_domain(seen, gated(contract, seen))
    return {domain: one["figures"] for domain, one in told.items()}


def _folds(runs: Sequence[Path], contract: ModelContract, settled: Collection[str]) -> dict[str, Any] | None:
    """Networks that each held out another fold, pooled in the domains that all of them were measured in.

    The levels that ship are tried on those alone whose group had no part in them, which is not in `settled`.
    """
    if not runs:
        return None
    tables = [read_table(one / TABLE) for one in runs]
    told = set[str].intersection(*({one.domain for one in table if one.domain} for table in tables))
    read_outs = {domain: read_out for domain, read_out in contract.read_outs.items() if domain in told}
    seen = [one for table in tables for one in table if one.domain in told]
    apart = [one for one in seen if one.group not in settled]
    tried = {domain: one for domain, one in read_outs.items() if can_be_halved(sample(apart, domain))}
    here = replace(contract, read_outs=read_outs)
    anew = cross_fitted_by_domain(seen, gated(here, seen))
    shipped = shipped_by_domain(apart, replace(contract, read_outs=tried))
    return {
        "networks": [_about(one, here) for one in runs],
        "chosen_anew": {domain: one["figures"] for domain, one in anew.items()},
        "as_shipped": {domain: one["figures"] for domain, one in shipped.items()},
    }


def _examples(
    folder: Path, runs: Sequence[Path], tables: Sequence[Sequence[Seen]], data: Path, contract: ModelContract
) -> list[dict[str, Any]]:
    """What the network that held it out makes of one picture of each class."""
    lesions = {one.id: one for one in read_lesions(data) if one.domain in contract.read_outs}
    chosen = examples.choose(tables, lesions)
    eyes = {at: examples.eyes_of(staged(runs[at]), folder) for at in {at for at, _ in chosen}}
    return [asdict(examples.judge(eyes[at], one, contract.read_outs[one.domain])) for at, one in chosen]


def _spoilt(folder: Path, data: Path, seen: Sequence[Seen]) -> dict[str, Any]:
    """How much of what is spoilt on purpose the gate sends back, by domain."""
    eyes, held = Eyes.load(folder), {one.id for one in seen}
    told = {}
    for domain in eyes.contract.read_outs:
        lesions = [one for one in read_lesions(data) if one.id in held and one.domain == domain]
        if not lesions:
            continue
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
    if not can_be_halved(shown := sample(phone, PHONE)):
        return None
    told, _, _ = cross_fitted(shown, contract.read_outs[PHONE].prior)
    asked = read_asked(data)
    both = pictured(asked, [one.id for one in phone], told)
    share = best_share(added_by_others(asked, both), both.pictures, both.asked.truth)
    fit(asked, share=share).save(folder)
    return joined_figures(asked, both)
