"""From a training run of the outline network to its model folder."""

import shutil
from pathlib import Path

import keras

from ml.contract import Framing, sha256
from ml.segment import OutlineContract
from ml.training.convert import to_litert
from ml.training.export import KEPT, licence
from ml.training.outline.network import build
from ml.training.runs import read_config
from ml.training.trainer import CHECKPOINT, load_averaged

WEIGHTS_FILE = "outline.tflite"


def export(run: Path, folder: Path, *, name: str) -> OutlineContract:
    """Write `folder` anew from a run, without figures until it is measured."""
    config = read_config(run)
    network = load_averaged(build(config["size"]), run / CHECKPOINT)
    named = keras.Model(network.input, {"lesion": network.output})
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / WEIGHTS_FILE).write_bytes(to_litert(named, config["size"]))
    contract = OutlineContract(
        name=name,
        weights=WEIGHTS_FILE,
        sha256=sha256(folder / WEIGHTS_FILE),
        framing=Framing(size=config["size"]),
        data_hash=config["data_hash"],
        licence=licence(run),
        training={key: config[key] for key in KEPT if key in config},
    )
    contract.save(folder)
    return contract
