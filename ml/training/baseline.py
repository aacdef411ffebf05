"""The network of the paper behind this project, as the baseline of the table: conv, pool, fully connected."""

from typing import Any

import keras
from keras import layers

from ml.contract import LABELS

SIZE = 200
_FILTERS = (32, 64, 128, 128)


def build(size: int = SIZE, *, dropout: float = 0.3) -> Any:
    """Return four convolutions of 3 x 3 with max pooling, two dense layers, class logits; trained from nothing."""
    x = entry = keras.Input((size, size, 3))
    for number, filters in enumerate(_FILTERS):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=f"conv{number}")(x)
        x = layers.MaxPooling2D(name=f"pool{number}")(x)
    x = layers.Dense(128, activation="relu", name="dense")(layers.Flatten(name="flat")(x))
    logits = layers.Dense(len(LABELS), name="classes")(layers.Dropout(dropout, name="dropout")(x))
    return keras.Model(entry, logits, name="paper")
