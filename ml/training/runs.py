"""What a training run left: its description and the network with the average of its weights."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ml.dataset import Lesion, Selection
from ml.training import baseline
from ml.training.network import build
from ml.training.trainer import CHECKPOINT, load_averaged


def averaged(run: Path, *, size: int | None = None) -> Any:
    """Return the network of a run with the running average of its weights, for pictures of `size` or as trained."""
    config = read_config(run)
    make = baseline.build if is_paper(config) else build
    return load_averaged(make(size or config["size"], dropout=config["dropout"]), run / CHECKPOINT)


def read_config(run: Path) -> dict[str, Any]:
    """Return what the run wrote about itself."""
    config: dict[str, Any] = json.loads((run / "config.json").read_text(encoding="utf-8"))
    return config


def minutes(run: Path) -> float:
    """Return how long a run and those that it started from were trained."""
    return float(sum(config["minutes"] for config in _line(run)))


def is_paper(config: dict[str, Any]) -> bool:
    """Whether a run trained the network of the paper."""
    return bool(config.get("network") == "paper")


def is_outline(config: dict[str, Any]) -> bool:
    """Whether a run trained an outline network."""
    return "trunk" in config


def unseen(run: Path, lesions: Sequence[Lesion]) -> tuple[Lesion, ...]:
    """Return the held-out lesions of a run that neither it nor a run that it started from has learned from.

    A domain of the fold of which a part was learned is left out as a whole: the rest of it is no fair sample.
    """
    learned = [one for config in _line(run) for one in selection(config).learned(lesions)]
    fold, groups = read_config(run)["fold"], {one.group for one in learned}
    spoilt = {one.domain for one in learned if one.fold == fold}
    return tuple(one for one in lesions if one.fold == fold and one.group not in groups and one.domain not in spoilt)


def strangers(run: Path, lesions: Sequence[Lesion]) -> tuple[Lesion, ...]:
    """Return the lesions of classes that a run, and every run that it started from, was trained without."""
    configs = list(_line(run))
    without = set(configs[0].get("without", ()))
    learned = {one.group for config in configs for one in selection(config).learned(lesions)}
    return tuple(lesion for lesion in lesions if lesion.label in without and lesion.group not in learned)


def _line(run: Path) -> Iterator[dict[str, Any]]:
    """The run, the one that it started from, and so on to the first."""
    start = str(run)
    while start:
        config = read_config(Path(start))
        yield config
        start = config.get("start", "")


def selection(config: dict[str, Any]) -> Selection:
    """Return which lesions a run learned from."""
    told = {name: config[name] for name in ("fold", "domains", "without", "open_only") if name in config}
    return Selection(**told)
