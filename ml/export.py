"""From a training run to a model folder: averaged weights as LiteRT float16 beside their contract."""

import shutil
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from ml.contract import DOMAINS, KINDS, LABELS, Framing, ModelContract, ReadOut, sha256
from ml.convert import to_litert
from ml.dataset import Lesion, read_lesions, split
from ml.runs import averaged, is_paper, read_config

WEIGHTS_FILE = "lentigo.tflite"
PAPER_FILE = "paper.h5"
MAX_BYTES = 15 * 1024 * 1024
LICENCE = "CC BY-NC 4.0 (trained on CC BY-NC pictures: not for commercial use)"


def with_map(network: Any) -> Any:
    """Add the class-activation map (Zhou 2016): the last feature map times the class weights."""
    classes, kinds, domains, features = network.outputs
    kernel, _ = network.get_layer("classes").weights
    mapped = layers.Conv2D(len(LABELS), 1, use_bias=False, name="activation_conv")
    activation = mapped(features)
    mapped.kernel.assign(kernel[None, None])
    outputs = {"classes": classes, "kinds": kinds, "domains": domains, "activation": activation}
    return keras.Model(network.input, outputs)


def real_prior(lesions: tuple[Lesion, ...], domain: str) -> tuple[float, ...]:
    """Return the class mix of a domain, each class counted at least once, in the order of LABELS."""
    labels = [lesion.label for lesion in lesions if lesion.domain == domain]
    counts = np.array([max(1, labels.count(label)) for label in LABELS], np.float64)
    return tuple(round(float(share), 6) for share in counts / counts.sum())


def export(run: Path, folder: Path, *, name: str) -> ModelContract:
    """Write `folder` anew from a run, with cautious levels until `calibrate` sets measured ones."""
    config = read_config(run)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    weights = _write_weights(averaged(run), config, part)
    if weights.stat().st_size > MAX_BYTES:
        raise ValueError(f"{weights.stat().st_size} bytes of weights, the limit is {MAX_BYTES}")
    contract = _first_contract(config, weights, name)
    contract.save(part)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return contract


def _write_weights(network: Any, config: dict[str, Any], folder: Path) -> Path:
    """Write LiteRT, or for the paper's network the .h5 file that the paper has; returns the file."""
    if is_paper(config):
        network.save(folder / PAPER_FILE)
        return folder / PAPER_FILE
    (folder / WEIGHTS_FILE).write_bytes(to_litert(with_map(network), config["size"]))
    return folder / WEIGHTS_FILE


def _first_contract(config: dict[str, Any], weights: Path, name: str) -> ModelContract:
    training, _ = split(read_lesions(Path(config["data"])), config["fold"])
    read_outs = {
        domain: ReadOut(real_prior(training, domain), temperature=1.0, see_doctor=0.1, urgent=0.5)
        for domain in config["priors"]
    }
    kept = ("fold", "seed", "steps", "minutes", "commit")
    return ModelContract(
        name=name,
        weights=weights.name,
        sha256=sha256(weights),
        framing=Framing(size=config["size"]),
        labels=LABELS,
        kinds=() if is_paper(config) else KINDS,
        domains=() if is_paper(config) else DOMAINS,
        activation=not is_paper(config),
        flips=2,
        zooms=(1.0, 0.85),
        read_outs=read_outs,
        refuse_kind=0.9,
        data_hash=config["data_hash"],
        licence=LICENCE,
        training={key: config[key] for key in kept},
    )
