"""What a training run left: its description and the network with the average of its weights."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ml.dataset import DatasetError, Lesion, Selection, data_hash, read_lesions
from ml.training import baseline
from ml.training.network import build
from ml.training.trainer import CHECKPOINT, load_averaged

CONFIG = "config.json"
"""The file in a run's folder that tells what it is made of."""


def averaged(run: Path, *, size: int | None = None) -> Any:
    """Return the network of a run with the running average of its weights, for pictures of `size` or as trained."""
    config = read_config(run)
    make = baseline.build if is_paper(config) else build
    return load_averaged(make(size or config["size"], dropout=config["dropout"]), run / CHECKPOINT)


def write_config(run: Path, config: Mapping[str, Any]) -> None:
    """Write what a run is made of beside its checkpoint."""
    (run / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def read_config(run: Path) -> dict[str, Any]:
    """Return what the run wrote about itself."""
    config: dict[str, Any] = json.loads((run / CONFIG).read_text(encoding="utf-8"))
    return config


def minutes(run: Path) -> float:
    """Return how long a run and all that it came from were trained."""
    return float(sum(config["minutes"] for config in lineage(run).values()))


def is_paper(config: dict[str, Any]) -> bool:
    """Whether a run trained the network of the paper."""
    return bool(config.get("network") == "paper")


def is_outline(config: dict[str, Any]) -> bool:
    """Whether a run trained an outline network."""
    return "trunk" in config


def unseen(run: Path, lesions: Sequence[Lesion]) -> tuple[Lesion, ...]:
    """Return the held-out lesions of a run that neither it nor a run that it came from has learned from.

    A domain of the fold of which a part was learned is left out as a whole: the rest of it is no fair sample. Of other
    data than the run's all are returned, if they have nothing in common with what was learned; else DatasetError.
    """
    if not _is_own(read_config(run), lesions):
        return _of_others(run, lesions)
    learned = [one for config in lineage(run, trunks=True).values() for one in selection(config).learned(lesions)]
    fold, groups = read_config(run)["fold"], {one.group for one in learned}
    spoilt = {one.domain for one in learned if one.fold == fold}
    return tuple(one for one in lesions if one.fold == fold and one.group not in groups and one.domain not in spoilt)


def _is_own(config: dict[str, Any], lesions: Sequence[Lesion]) -> bool:
    """Whether these are the lesions that a run was split by: the same ids, labels, groups and folds."""
    here = data_hash(lesions)
    return bool(config.get("data_hash", here) == here)


def _of_others(run: Path, lesions: Sequence[Lesion]) -> tuple[Lesion, ...]:
    """Folds of other data say nothing about the run: by id and by group none may be among what it learned from."""
    learned = [one for config in lineage(run, trunks=True).values() for one in _learned(config)]
    ids, groups = {one.id for one in learned}, {one.group for one in learned}
    if shared := [one.id for one in lesions if one.id in ids or one.group in groups]:
        told = f"{run}: it may have learned from {len(shared)} of {len(lesions)} pictures, {shared[0]} among them"
        raise DatasetError(f"{told}; show it pictures of other people, or the data that it was trained on, unchanged")
    return tuple(lesions)


def _learned(config: dict[str, Any]) -> list[Lesion]:
    """What a run learned from, by its own data; raises DatasetError when they are gone or have changed."""
    lesions, chosen = read_lesions(Path(config["data"])), selection(config)
    if not _is_own(config, lesions):
        raise DatasetError(f"{config['data']}: no longer what was learned from, so that nothing is known to be unseen")
    return [*chosen.learned(lesions), *(chosen.outlined(lesions) if is_outline(config) else ())]


def strangers(run: Path, lesions: Sequence[Lesion]) -> tuple[Lesion, ...]:
    """Return the lesions of classes that a run, and every run that it came from, was trained without."""
    configs = list(lineage(run).values())
    without = set(configs[0].get("without", ()))
    learned = {one.group for config in configs for one in selection(config).learned(lesions)}
    return tuple(lesion for lesion in lesions if lesion.label in without and lesion.group not in learned)


def lineage(run: Path, *, trunks: bool = False) -> dict[str, dict[str, Any]]:
    """Return the run and all that it came from, by path: what it started from, what it is the mean of, and so on.

    With `trunks` that of an outline network too: it was learned with it, though the networks are not alike.
    """
    found: dict[str, dict[str, Any]] = {}
    waiting = [str(run)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            config = found[one] = read_config(Path(one))
            trunk = config.get("trunk", "") if trunks else ""
            waiting += [start for start in (trunk, config.get("start", ""), *config.get("runs", ())) if start]
    return found


def selection(config: dict[str, Any]) -> Selection:
    """Return which lesions a run learned from."""
    told = {name: config[name] for name in ("fold", "domains", "without", "open_only") if name in config}
    return Selection(**told)
