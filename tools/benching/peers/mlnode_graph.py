"""ResNet-152 as the JSON graph that MLnode validates before it makes a PyTorch module of it."""

import json
from pathlib import Path
from typing import Any

from tools.benching.networks import resnet

CHECK = (
    "import sys; from mlnode import MLnodeModel; found = MLnodeModel.load(sys.argv[1]).validate(); "
    "assert found.valid, found.errors"
)
COMMAND = ("-c", CHECK)
"""What Python runs to read a graph and validate it."""

Value = tuple[str, int]


class Graph:
    """Writes nodes and edges; a value is the name of a node with its number of channels."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = [{"id": "image", "type": "Input", "params": {}}]
        self.edges: list[dict[str, str]] = []

    def _node(self, kind: str, inputs: list[Value], channels: int, **params: Any) -> Value:
        name = f"{kind}_{len(self.nodes)}"
        several = {"reduction": "add"} if len(inputs) > 1 else {}
        self.nodes.append({"id": name, "type": kind, "params": params, **several})
        self.edges += [{"source": one, "target": name} for one, _ in inputs]
        return name, channels

    def conv(self, x: Value, filters: int, size: int, stride: int = 1) -> Value:
        """Applies a convolution and a batch norm."""
        made = self._node("Conv2d", [x], filters, in_channels=x[1], out_channels=filters, kernel_size=size,
                          stride=stride, padding=size // 2, bias=False)  # fmt: skip
        return self._node("BatchNorm2d", [made], filters, num_features=filters)

    def relu(self, x: Value) -> Value:
        """Applies a ReLU."""
        return self._node("ReLU", [x], x[1])

    def max_pool(self, x: Value) -> Value:
        """Applies a max pooling."""
        return self._node("MaxPool2d", [x], x[1], kernel_size=3, stride=2, padding=1)

    def add(self, x: Value, y: Value) -> Value:
        """Adds two tensors."""
        return self._node("Identity", [x, y], x[1])

    def head(self, x: Value, classes: int) -> Value:
        """Takes means and applies a dense layer."""
        pooled = self._node("AdaptiveAvgPool2d", [x], x[1], output_size=[1, 1])
        flat = self._node("Flatten", [pooled], x[1])
        return self._node("Linear", [flat], classes, in_features=x[1], out_features=classes)


def write(path: Path) -> None:
    """Writes the graph."""
    graph = Graph()
    name, _ = resnet(graph, ("image", 3))
    content = {"mlnode_schema_version": "1.0", "input_shape": ["B", 3, 224, 224], "output_node": name,
               "nodes": graph.nodes, "edges": graph.edges}  # fmt: skip
    path.write_text(json.dumps(content), encoding="utf-8")
