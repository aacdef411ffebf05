"""The trunk that both networks grow from: EfficientNet-Lite0 without its top."""

from typing import Any

import keras
from keras import layers

# Mingxing Tan, EfficientNet-Lite (2020): repeats, kernel, stride, expansion, filters of each stage.
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
FROZEN = ("stem_", "block0_", "block1_", "block2_")
"""Layers that stay as they came, batch norm included: training runs more than twice as fast and learns the same,
measured on phone and dermoscopy pictures."""


def normal(x: Any, name: str, momentum: float, *, act: bool = True) -> Any:
    """Batch norm, then ReLU6 unless `act` is off: the form that survives rounding to eight bits."""
    x = layers.BatchNormalization(epsilon=1e-3, momentum=momentum, name=f"{name}_bn")(x)
    return layers.ReLU(6.0, name=f"{name}_relu6")(x) if act else x


def pointwise(x: Any, filters: int, name: str, momentum: float, *, act: bool) -> Any:
    """A 1 x 1 convolution to `filters` channels with its batch norm."""
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=f"{name}_conv")(x)
    return normal(x, name, momentum, act=act)


def _block(x: Any, name: str, stage: tuple[int, int, int, int, int], momentum: float) -> Any:
    """One inverted residual: expand, depthwise, project, and the short cut where shapes agree."""
    _, kernel, stride, expansion, filters = stage
    incoming, entry = x.shape[-1], x
    if expansion != 1:
        x = pointwise(x, incoming * expansion, f"{name}_expand", momentum, act=True)
    x = layers.DepthwiseConv2D(kernel, stride, "same", use_bias=False, name=f"{name}_dw_dwconv")(x)
    x = normal(x, f"{name}_dw", momentum)
    x = pointwise(x, filters, f"{name}_project", momentum, act=False)
    return layers.Add(name=f"{name}_add")([entry, x]) if stride == 1 and incoming == filters else x


def trunk(size: int, *, momentum: float = 0.97) -> Any:
    """Return the convolutional trunk: `size` x `size` scaled RGB in, a 1280-channel map out."""
    entry = keras.Input((size, size, 3))
    x = layers.Conv2D(32, 3, 2, "same", use_bias=False, name="stem_conv")(entry)
    x = normal(x, "stem", momentum)
    number = 0
    for repeats, kernel, stride, expansion, filters in _STAGES:
        for repeat in range(repeats):
            stage = (1, kernel, stride if repeat == 0 else 1, expansion, filters)
            x = _block(x, f"block{number}", stage, momentum)
            number += 1
    x = pointwise(x, 1280, "head", momentum, act=True)
    return keras.Model(entry, x, name="efficientnet_lite0")


def started(network: Any, trained: Any) -> Any:
    """Copy every layer of a trained network that the new one has too; returns the new one."""
    known = {layer.name: layer for layer in trained.layers if layer.weights}
    for layer in network.layers:
        if layer.name in known:
            layer.set_weights(known[layer.name].get_weights())
    return network


def freeze(network: Any) -> Any:
    """Keep the first layers of a network on this trunk as they are; returns the network."""
    for layer in network.layers:
        if layer.name.startswith(FROZEN):
            layer.trainable = False
    return network
