"""The network in ONNX Runtime, made from the LiteRT file, which a converter reads better than Keras 3."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from ml.contract import Floats

PACKAGES = ("onnxruntime", "tf2onnx")


def missing() -> tuple[str, ...]:
    """The packages that are not installed here."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def onnx_way(litert: Path, file: Path) -> Callable[[Floats], object]:
    """Convert a LiteRT file of float32 to `file` and open it with one thread."""
    import onnxruntime  # noqa: PLC0415 - of the extra `bench`
    from tf2onnx.convert import from_tflite  # noqa: PLC0415

    from_tflite(str(litert), opset=17, output_path=str(file))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda picture: session.run(None, {name: picture})
