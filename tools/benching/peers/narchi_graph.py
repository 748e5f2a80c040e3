"""ResNet-152 as a file that narchi validates; JSON is jsonnet too."""

import json
from pathlib import Path
from typing import Any

from tools.benching.networks import resnet

COMMAND = ("-m", "narchi.bin.narchi_cli", "validate")
"""What Python runs to read a file and validate it."""


class Graph:
    """Writes blocks and arrows between them; a value is the name of a block."""

    def __init__(self) -> None:
        self.blocks: list[dict[str, Any]] = []
        self.arrows: list[str] = []

    def _block(self, kind: str, inputs: list[str], **fields: Any) -> str:
        name = f"{kind}{len(self.blocks)}"
        self.blocks.append({"_class": kind, "_id": name, **fields})
        self.arrows += [f"{one} -> {name}" for one in inputs]
        return name

    def conv(self, x: str, filters: int, size: int, stride: int = 1) -> str:
        """Applies a convolution and a batch norm."""
        made = self._block("Conv2d", [x], output_feats=filters, kernel_size=size, stride=stride, padding=size // 2,
                           bias=False)  # fmt: skip
        return self._block("BatchNorm2d", [made])

    def relu(self, x: str) -> str:
        """Applies a ReLU."""
        return self._block("ReLU", [x])

    def max_pool(self, x: str) -> str:
        """Applies a max pooling."""
        return self._block("MaxPool2d", [x], kernel_size=3, stride=2, padding=1)

    def add(self, x: str, y: str) -> str:
        """Adds two tensors."""
        return self._block("Add", [x, y])

    def head(self, x: str, classes: int) -> str:
        """Takes means and applies a dense layer."""
        pooled = self._block("AdaptiveAvgPool2d", [x], output_feats=[1, 1])
        flat = self._block("Reshape", [pooled], reshape_spec="flatten")
        return self._block("Linear", [flat], output_feats=classes)


def write(path: Path) -> None:
    """Writes the file."""
    graph = Graph()
    name = resnet(graph, "image")
    content = {
        "blocks": graph.blocks,
        "graph": [*graph.arrows, f"{name} -> logits"],
        "inputs": [{"_id": "image", "_shape": [3, 224, 224]}],
        "outputs": [{"_id": "logits", "_shape": [1000]}],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
