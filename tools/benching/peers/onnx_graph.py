"""ResNet-152 as an ONNX graph whose shapes `onnx.shape_inference` finds; its weights are inputs, and none is read."""

# ONNX need not be installed, and has no types that strict could follow.
# pyright: standard, reportMissingImports=false

from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper

from tools.benching.networks import resnet

CHECK = (
    "import sys, onnx; model = onnx.load(sys.argv[1]); "
    "made = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True); "
    "shape = made.graph.value_info[-1].type.tensor_type.shape; assert shape.dim[1].dim_value == 2048, shape"
)
COMMAND = ("-c", CHECK)
"""What Python runs to read a graph and infer its shapes."""

Value = tuple[str, int]


class Graph:
    """Writes nodes; a value is a name with its number of channels."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.inputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, ("N", 3, 224, 224))]

    def _node(self, kind: str, inputs: list[str], channels: int, **attributes: Any) -> Value:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name, channels

    def _weight(self, *shape: int) -> str:
        name = f"weight_{len(self.inputs)}"
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def conv(self, x: Value, filters: int, size: int, stride: int = 1) -> Value:
        """Applies a convolution and a batch norm."""
        kernel = self._weight(filters, x[1], size, size)
        made = self._node("Conv", [x[0], kernel], filters, kernel_shape=[size] * 2, strides=[stride] * 2,
                          pads=[size // 2] * 4)  # fmt: skip
        return self._node("BatchNormalization", [made[0], *(self._weight(filters) for _ in range(4))], filters)

    def relu(self, x: Value) -> Value:
        """Applies a ReLU."""
        return self._node("Relu", [x[0]], x[1])

    def max_pool(self, x: Value) -> Value:
        """Applies a max pooling."""
        return self._node("MaxPool", [x[0]], x[1], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)

    def add(self, x: Value, y: Value) -> Value:
        """Adds two tensors."""
        return self._node("Add", [x[0], y[0]], x[1])

    def head(self, x: Value, classes: int) -> Value:
        """Takes means and applies a dense layer."""
        flat = self._node("Flatten", [self._node("GlobalAveragePool", [x[0]], x[1])[0]], x[1])
        return self._node("Gemm", [flat[0], self._weight(x[1], classes), self._weight(classes)], classes)


def write(path: Path) -> None:
    """Writes the graph."""
    graph = Graph()
    name, classes = resnet(graph, ("image", 3))
    output = helper.make_tensor_value_info(name, TensorProto.FLOAT, ("N", classes))
    onnx.save(helper.make_model(helper.make_graph(graph.nodes, "resnet", graph.inputs, [output])), path)
