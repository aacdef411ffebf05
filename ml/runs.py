"""What a training run left: its description and the network with the average of its weights."""

import json
from pathlib import Path
from typing import Any

from ml import baseline
from ml.network import build
from ml.trainer import load_averaged


def averaged(run: Path) -> Any:
    """Return the network of a run with the running average of its weights."""
    config = read_config(run)
    make = baseline.build if is_paper(config) else build
    return load_averaged(make(config["size"], dropout=config["dropout"]), run / "checkpoint.npz")


def read_config(run: Path) -> dict[str, Any]:
    """Return what the run wrote about itself."""
    config: dict[str, Any] = json.loads((run / "config.json").read_text(encoding="utf-8"))
    return config


def is_paper(config: dict[str, Any]) -> bool:
    """Whether a run trained the network of the paper."""
    return bool(config.get("network") == "paper")
