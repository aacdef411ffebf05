"""From a Keras network to LiteRT with float16 weights."""

from typing import Any

import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2


def to_litert(model: Any, size: int) -> bytes:
    """Convert a network whose outputs are a mapping; its input becomes `picture` (1, size, size, 3)."""
    signature = [tf.TensorSpec((1, size, size, 3), tf.float32, name="picture")]
    plain = tf.function(lambda picture: model(picture, training=False), input_signature=signature)
    # Frozen first: the converter loses the variables of a Keras 3 model and writes NaN in their place.
    frozen = convert_variables_to_constants_v2(plain.get_concrete_function())
    names = sorted(model.output)  # the order in which TensorFlow flattens a mapping
    module = tf.Module()
    module.serve = tf.function(
        lambda picture: dict(zip(names, frozen(picture), strict=True)), input_signature=signature
    )
    converter = tf.lite.TFLiteConverter.from_concrete_functions([module.serve.get_concrete_function()], module)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())
