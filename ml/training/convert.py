"""From a Keras network to LiteRT: float16 weights as they ship, float32 and full int8 to measure them against."""

from collections.abc import Iterator, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from ml.contract import Floats


def to_litert(model: Any, size: int) -> bytes:
    """Convert a network whose outputs are a mapping; its input becomes `picture` (1, size, size, 3)."""
    converter = _converter(model, size)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def to_float32(model: Any, size: int) -> bytes:
    """Convert with the weights as they are."""
    return bytes(_converter(model, size).convert())


def to_int8(model: Any, size: int, pictures: Sequence[Floats]) -> bytes:
    """Convert to int8 throughout, its ranges taken from scaled `pictures` (size, size, 3).

    Input and outputs stay float32, so that it takes the place of the float16 network as it is. A few hundred pictures
    of what the network will see are enough; each range is as wide as they are varied.
    """

    def shown() -> Iterator[dict[str, Floats]]:
        for picture in pictures:
            yield {"picture": picture[None]}

    converter = _converter(model, size)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = shown
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    return bytes(converter.convert())


def traced(model: Any, size: int) -> Any:
    """Return a network as a TensorFlow graph from `picture` (1, size, size, 3) to its mapping of outputs."""
    return tf.function(lambda picture: model(picture, training=False), input_signature=_signature(size))


def _converter(model: Any, size: int) -> Any:
    # Frozen first: the converter loses the variables of a Keras 3 model and writes NaN in their place.
    frozen = convert_variables_to_constants_v2(traced(model, size).get_concrete_function())
    names = sorted(model.output)  # the order in which TensorFlow flattens a mapping
    module = tf.Module()
    module.serve = tf.function(
        lambda picture: dict(zip(names, frozen(picture), strict=True)), input_signature=_signature(size)
    )
    return tf.lite.TFLiteConverter.from_concrete_functions([module.serve.get_concrete_function()], module)


def _signature(size: int) -> list[Any]:
    return [tf.TensorSpec((1, size, size, 3), tf.float32, name="picture")]
