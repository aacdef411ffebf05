"""The outline network: the trunk as encoder, and a light decoder that brings its maps back to half the size."""

from typing import Any

import keras
from keras import layers

from ml.training.trunk import freeze, normal, pointwise, trunk

_DEEPEST = "block14_add"  # a 32nd of the size; what follows in the trunk serves classes
_SKIPS = (("block10_add", 96), ("block4_add", 64), ("block2_add", 48), ("block0_project_bn", 32))
_MOMENTUM = 0.97


def build(size: int) -> Any:
    """Return a network from scaled RGB (size, size, 3) to lesion logits (size / 2, size / 2, 1); 2.4 M parameters.

    The decoder adds each skip after a 1 x 1 convolution (a U-Net, Ronneberger 2015, with sums for joins).
    """
    body = trunk(size)
    x = body.get_layer(_DEEPEST).output
    for number, (skip, filters) in enumerate(_SKIPS):
        name = f"up{number}"
        x = layers.UpSampling2D(interpolation="bilinear", name=f"{name}_grow")(x)
        x = pointwise(x, filters, f"{name}_in", _MOMENTUM, act=False)
        beside = pointwise(body.get_layer(skip).output, filters, f"{name}_skip", _MOMENTUM, act=False)
        x = layers.ReLU(6.0, name=f"{name}_relu6")(layers.Add(name=f"{name}_add")([x, beside]))
        x = layers.DepthwiseConv2D(3, 1, "same", use_bias=False, name=f"{name}_dw_dwconv")(x)
        x = normal(x, f"{name}_dw", _MOMENTUM)
        x = pointwise(x, filters, f"{name}_out", _MOMENTUM, act=True)
    logits = layers.Conv2D(1, 1, name="lesion")(x)
    return freeze(keras.Model(body.input, logits, name="outline"))
