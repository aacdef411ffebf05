"""From a training run to a model folder: averaged weights as LiteRT float16 beside their contract."""

import shutil
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from ml.contract import CELL, DOMAINS, KINDS, LABELS, Framing, ModelContract, ReadOut, sha256
from ml.dataset import Lesion, read_lesions
from ml.eyes import OUTLINE
from ml.training.convert import to_litert
from ml.training.runs import averaged, is_paper, lineage, minutes, read_config, selection

WEIGHTS_FILE = "lentigo.tflite"
PAPER_FILE = "paper.h5"
CLOSE = 1.6
"""Side of the close look in units of the spot: of 1.3, 1.6, 2.0 and 2.5 the best by phone on fold 4, all gained."""
MAX_BYTES = 15 * 1024 * 1024
_CLOSED = "CC BY-NC 4.0 ({}trained on CC BY-NC pictures: not for commercial use)"
_OPEN = "CC BY 4.0 ({}trained on CC BY 4.0, CC-0 and Apache-2.0 pictures only)"
_BEGUN = "begun from an ImageNet-pretrained EfficientNet-Lite0 under Apache-2.0, then "
KEPT = ("fold", "seed", "steps", "minutes", "size", "start", "runs", "phone_share", "cutouts", "open_only", "commit")
"""What a contract tells of the training."""


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


def licence(run: Path) -> str:
    """Return the licence of what a run learned: open only when all that it came from learned from open pictures."""
    configs = lineage(run, trunks=True).values()
    begun = "" if any(map(is_paper, configs)) else _BEGUN
    return (_OPEN if all(config.get("open_only") for config in configs) else _CLOSED).format(begun)


def export(run: Path, folder: Path, *, name: str, outline: Path | None = None) -> ModelContract:
    """Write `folder` anew from a run, with cautious levels until `calibrate` sets measured ones.

    `outline` is the model folder of an outline network to go with it.
    """
    config = read_config(run)
    size = _size(config)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    weights = _write_weights(averaged(run, size=size), config, size, part)
    if weights.stat().st_size > MAX_BYTES:
        raise ValueError(f"{weights.stat().st_size} bytes of weights, the limit is {MAX_BYTES}")
    contract = _first_contract(run, config, weights, name)
    contract.save(part)
    if outline:
        shutil.copytree(outline, part / OUTLINE)
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return contract


def _size(config: dict[str, Any]) -> int:
    return int(config["size"]) if is_paper(config) else served_size(config["size"])


def served_size(trained: int) -> int:
    """Return the side at which a network serves that was trained on squares of `trained` pixels.

    In training random crops show a lesion larger than the whole photo does; a seventh more pixels make up for it
    (Touvron 2019, FixRes). On fold 4 balanced accuracy gained .015 by dermatoscope and .012 by phone.
    """
    return max(CELL, CELL * round(trained * 7 / 6 / CELL))


def _write_weights(network: Any, config: dict[str, Any], size: int, folder: Path) -> Path:
    """Write LiteRT, or for the paper's network the .h5 file that the paper has; returns the file."""
    if is_paper(config):
        network.save(folder / PAPER_FILE)
        return folder / PAPER_FILE
    (folder / WEIGHTS_FILE).write_bytes(to_litert(with_map(network), size))
    return folder / WEIGHTS_FILE


def _first_contract(run: Path, config: dict[str, Any], weights: Path, name: str) -> ModelContract:
    training = selection(config).learned(read_lesions(Path(config["data"])))
    read_outs = {
        domain: ReadOut(real_prior(training, domain), temperature=1.0, see_doctor=0.1, urgent=0.5) for domain in DOMAINS
    }
    return ModelContract(
        name=name,
        weights=weights.name,
        sha256=sha256(weights),
        framing=Framing(size=_size(config)),
        labels=LABELS,
        kinds=() if is_paper(config) else KINDS,
        domains=() if is_paper(config) else DOMAINS,
        activation=not is_paper(config),
        flips=2,
        zooms=(1.0,),
        close=0.0 if is_paper(config) else CLOSE,
        read_outs=read_outs,
        refuse_kind=0.9,
        data_hash=config["data_hash"],
        licence=licence(run),
        training={key: config[key] for key in KEPT if key in config} | {"minutes": minutes(run)},
    )
