"""The networks that are measured: ResNet-152 for all that do a similar job, and networks of any number of layers."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol, TypeVar

from archspec.diagnostics.source import SourceFile
from archspec.syntax.parse import parse
from archspec.syntax.tree import Mapping, Tree
from archspec.syntax.tree import Sequence as TreeSequence

RESNET_152 = (3, 8, 36, 3)
"""The numbers of bottlenecks in the stages of ResNet-152."""

T = TypeVar("T")


class Builder(Protocol[T]):
    """What a network is written with: each method applies a layer to what others made."""

    def conv(self, x: T, filters: int, size: int, stride: int = 1) -> T:
        """Applies a convolution, padded by half its window and without a bias, and a batch norm."""
        ...

    def relu(self, x: T) -> T:
        """Applies a ReLU."""
        ...

    def max_pool(self, x: T) -> T:
        """Applies a max pooling of size 3 and stride 2, padded by 1."""
        ...

    def add(self, x: T, y: T) -> T:
        """Adds two tensors."""
        ...

    def head(self, x: T, classes: int) -> T:
        """Takes the means over space, and applies a dense layer to them."""
        ...


def resnet(net: Builder[T], image: T, depths: Sequence[int] = RESNET_152) -> T:
    """Writes the network of `specs/resnet.yaml`."""
    x = net.max_pool(net.relu(net.conv(image, 64, 7, 2)))
    for filters, depth, stride in zip((64, 128, 256, 512), depths, (1, 2, 2, 2), strict=True):
        for number in range(depth):
            step = stride if number == 0 else 1
            y = net.relu(net.conv(x, filters, 1))
            y = net.relu(net.conv(y, filters, 3, step))
            y = net.conv(y, 4 * filters, 1)
            x = net.relu(net.add(y, net.conv(x, 4 * filters, 1, step) if number == 0 else x))
    return net.head(x, 1000)


POOLING = "  - global_pool: avg\n"
ONE_FAULT = "  - conv: {filters: 2047, size: 1, name: narrow}\n  - add: [., bottleneck_50]\n"


def with_one_fault(spec: str) -> str:
    """Returns the spec of ResNet-152 with 2,047 channels added to the 2,048 in front of the pooling.

    Raises:
        ValueError: If there is no pooling in it.
    """
    if POOLING not in spec:
        raise ValueError("the spec does not end as that of ResNet-152 does")
    return spec.replace(POOLING, ONE_FAULT + POOLING)


OF_BLOCKS = """\
archspec: 1
input: [32, 32, 64]
defaults: {{conv: {{norm: batch}}, residual: {{activation: relu}}}}
blocks:
  bottleneck:
    params: {{filters: }}
    layers:
      - residual:
          - conv: {{filters: $filters, size: 1, activation: relu}}
          - conv: {{filters: $filters, size: 3, activation: relu}}
          - conv: {{filters: $(4 * filters), size: 1}}
layers:
  - repeat: {{times: {times}, layers: [bottleneck: 16]}}
"""
"""A network of bottlenecks of ten layers each."""

ITEMS = (
    "  - conv: {filters: 64, size: 3, bias: false}\n",
    "  - batch_norm\n",
    "  - relu\n",
    "  - conv: {filters: 48, size: 1, bias: false}\n",
    "  - batch_norm\n",
    "  - relu\n",
)
"""The layers of a flat network, over and over."""

LAYERS_OF_A_FILE = 10_000


def of_blocks(layers: int) -> str:
    """Returns the spec of a network of bottlenecks with a number of layers, a multiple of ten."""
    return OF_BLOCKS.format(times=layers // 10)


def flat(layers: int) -> str:
    """Returns the spec of a network that is written layer by layer."""
    repeated = (item for _ in range(layers // len(ITEMS) + 1) for item in ITEMS)
    return "archspec: 1\ninput: [32, 32, 64]\nlayers:\n" + "".join(islice(repeated, layers))


def tree(spec: str) -> Mapping:
    """Returns the tree of a spec.

    Raises:
        ValueError: If it has a fault.
    """
    made, found = parse(SourceFile("<benchmark>", spec))
    if found or not isinstance(made, Mapping):
        raise ValueError("; ".join(one.message for one in found))
    return made


def flat_tree(layers: int) -> Mapping:
    """Returns the tree of a flat network; of more layers than a file may hold, those of several files in a row."""
    whole = tree(flat(min(layers, LAYERS_OF_A_FILE)))
    items: list[Tree] = []
    while len(items) < layers:
        part = tree(flat(min(layers - len(items), LAYERS_OF_A_FILE))).entries["layers"]
        assert isinstance(part, TreeSequence)
        items += part.items
    return Mapping(
        {**whole.entries, "layers": TreeSequence(items, whole.entries["layers"].span)}, whole.keys, whole.span
    )
