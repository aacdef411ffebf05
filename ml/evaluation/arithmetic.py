"""What a network costs at the least: its multiply-accumulates, counted from the shapes of its layers."""

from math import prod
from pathlib import Path
from typing import Any

from ml.contract import ModelError


def multiply_accumulates(weights: Path) -> int:
    """Count those of the convolutions and dense layers of a LiteRT file, for one picture.

    Sums, means, ReLU6 and resizing are left out: they are below a hundredth. Raises ModelError for another file.
    """
    from ai_edge_litert import schema_py_generated as schema  # noqa: PLC0415 - loads a library of 30 MB

    content = weights.read_bytes()
    if content[4:8] != b"TFL3":
        raise ModelError(f"{weights} is not a LiteRT model: its arithmetic cannot be counted.")
    model = schema.Model.GetRootAs(content, 0)
    graph, kinds = model.Subgraphs(0), schema.BuiltinOperator
    count = {kinds.CONV_2D: _convolution, kinds.DEPTHWISE_CONV_2D: _depthwise, kinds.FULLY_CONNECTED: _dense}
    total = 0
    for layer in map(graph.Operators, range(graph.OperatorsLength())):
        kind = model.OperatorCodes(layer.OpcodeIndex()).BuiltinCode()
        if kind in count:
            total += count[kind](_shape(graph, layer.Inputs(1)), _shape(graph, layer.Outputs(0)))
    return total


def _convolution(kernel: list[int], output: list[int]) -> int:
    """A kernel of (out, rows, columns, in) at every place of the output."""
    return prod(output) * prod(kernel[1:])


def _depthwise(kernel: list[int], output: list[int]) -> int:
    """A kernel of (1, rows, columns, out): one plane for each channel."""
    return prod(output) * kernel[1] * kernel[2]


def _dense(kernel: list[int], output: list[int]) -> int:
    """A kernel of (out, in)."""
    return prod(output) * kernel[-1]


def _shape(graph: Any, tensor: int) -> list[int]:
    return [int(side) for side in graph.Tensors(tensor).ShapeAsNumpy()]
