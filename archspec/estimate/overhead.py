"""What training needs besides the tensors and workspace of layers: the optimizer, the allocator, the traced graph.

Three numbers come from measurements: `ALLOCATOR`, `TRACED_LAYER` and `Rule.traced`; see `docs/costs.md`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

ALLOCATOR = 1
"""How much an allocator holds that is free, at most, for each byte in use that comes and goes: measured.

Blocks are given back and asked for again in other sizes, and each thread has blocks of its own.
"""
LARGEST_BLOCK = 32 * 2**20
"""The bytes from which glibc gives a block back to the system at once."""
TRACED_LAYER = 7 * 2**20 // 10
"""The bytes of Keras's layer and its operations, forward and backward, in TensorFlow's graph: measured."""


class Rule(NamedTuple):
    """What an optimizer takes, in values for each weight that it trains.

    Attributes:
        slots: What it keeps from step to step.
        ahead: What TensorFlow computes at the beginning of a step, since it needs no gradient: momentum times its rate.
        working: What the update of one layer takes while it is computed: the new value beside the old, and products.
        traced: The bytes that its operations take in TensorFlow's graph for each trained weight tensor: measured.
    """

    slots: int
    ahead: int
    working: int
    traced: int


OPTIMIZERS: Mapping[str, Rule] = {
    "adam": Rule(slots=2, ahead=0, working=3, traced=14 * 2**20 // 10),
    "sgd": Rule(slots=0, ahead=0, working=2, traced=0),
    "momentum": Rule(slots=1, ahead=1, working=2, traced=65 * 2**20 // 100),
}
"""The optimizers that are known."""


def free_blocks(sizes: Iterable[int]) -> int:
    """Returns the bytes that an allocator holds free beside blocks of some sizes that come and go."""
    return ALLOCATOR * sum(min(size, LARGEST_BLOCK) for size in sizes)


def traced_graph(variables: int, layers: int, optimizer: str) -> int:
    """Returns the bytes of TensorFlow's graph of a step, which Python and TensorFlow both hold.

    Args:
        variables: The number of weight tensors that are trained.
        layers: The number of layers.
        optimizer: What trains them.
    """
    return layers * TRACED_LAYER + variables * OPTIMIZERS[optimizer].traced
