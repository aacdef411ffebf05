"""The classifier: the trunk with a head each for the class of a lesion, the kind of picture and its domain."""

from pathlib import Path
from typing import Any

import keras
from keras import layers

from ml.contract import DOMAINS, KINDS, LABELS
from ml.training.trunk import freeze, trunk


def build(size: int, *, weights: Path | None = None, dropout: float = 0.3) -> Any:
    """Return the network with outputs (class logits, kind logits, domain logits, last feature map)."""
    body = trunk(size)
    if weights is not None:
        body.load_weights(str(weights))
    features = freeze(body).output
    pooled = layers.GlobalAveragePooling2D(name="pool")(features)
    dropped = layers.Dropout(dropout, name="dropout")(pooled)
    classes = layers.Dense(len(LABELS), name="classes")(dropped)
    kinds = layers.Dense(len(KINDS), name="kinds")(dropped)
    domains = layers.Dense(len(DOMAINS), name="domains")(dropped)
    return keras.Model(body.input, [classes, kinds, domains, features], name="lentigo")
