"""The classifier: the trunk with a head for the class of a lesion and one for the kind of picture."""

from pathlib import Path
from typing import Any

import keras
from keras import layers

from ml.contract import KINDS, LABELS
from ml.trunk import freeze, trunk


def build(size: int, *, weights: Path | None = None, dropout: float = 0.3) -> Any:
    """Return the network with outputs (class logits, kind logits, last feature map)."""
    body = trunk(size)
    if weights is not None:
        body.load_weights(str(weights))
    features = freeze(body).output
    pooled = layers.GlobalAveragePooling2D(name="pool")(features)
    dropped = layers.Dropout(dropout, name="dropout")(pooled)
    classes = layers.Dense(len(LABELS), name="classes")(dropped)
    kinds = layers.Dense(len(KINDS), name="kinds")(dropped)
    return keras.Model(body.input, [classes, kinds, features], name="lentigo")
