"""What training takes beside what it must keep: the reasons why a step needs more than the sum of its tensors.

The rules are those of TensorFlow's kernels for CPUs without oneDNN, as its sources and its record of allocations show
them; frameworks that fuse, or have a kernel that unfolds nothing, take less. Three numbers come from measurements and
say so: `ALLOCATOR`, `TRACED_LAYER` and `Rule.traced`; `docs/costs.md` tells how.
"""

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any, NamedTuple

from archspec.estimate.kept import Kept, count, kept
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Layer
from archspec.layers.convolution.base import ConvolutionLayer
from archspec.layers.convolution.separable_conv import SeparableConv
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.normalization.base import NormalizationLayer
from archspec.layers.normalization.layer_norm import LayerNorm
from archspec.layers.normalization.local_response_norm import LocalResponseNorm
from archspec.layers.normalization.rms_norm import RmsNorm
from archspec.layers.sequence.attention import Attention
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.tensors.shape import Shape

FLOAT = 4
"""The bytes of a value in float32, in which norms and sums are computed whatever the precision."""
COLUMNS = 30 * 2**20
"""The bytes that the gradients of a convolution unfold at a time: `l3_cache_size` in TensorFlow's sources."""
PACKED = 2 * 320
"""How many values of a window Eigen copies at most for each place: two blocks of at most 320."""
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

_SEVERAL = {"gelu": 3, "mish": 2, "prelu": 2, "celu": 3, "glu": 2, "hard_silu": 3}
"""Functions that TensorFlow computes in steps, with how many results of these it keeps; for want of one kernel."""


def held(layer: Layer, x: Any, y: Shape, *, learns: bool, half: bool) -> Kept:
    """Returns what TensorFlow keeps of a layer for its gradient: what must be kept, or more.

    Args:
        layer: The layer.
        x: The shape of its input, or a tuple of shapes; every size is known.
        y: The shape of its output.
        learns: Whether any weight of its own is trained.
        half: Whether it computes in half precision, so that a value in float32 counts twice.
    """
    if isinstance(layer, StepwiseLayer):
        one, steps = held(layer.layer, step(x), step(y), learns=learns, half=half), count(Shape((x[0],)))
        return one._replace(inner=steps * one.inner, flags=steps * one.flags)
    what = kept(layer, x, y, learns=learns)
    wide = 2 if half else 1
    if isinstance(layer, NormalizationLayer | RmsNorm | LocalResponseNorm):
        inner = wide * (what.inner + count(y) * isinstance(layer, LayerNorm | RmsNorm))  # the input, scaled
        # In half precision the input is cast, and the copy in float32 is kept in its place.
        return Kept(input=not half, inner=inner + (wide * count(y) if half else 0))
    if isinstance(layer, Attention):  # what is multiplied is laid out anew; the softmax is in both precisions
        return what._replace(inner=(1 + wide) * what.inner)
    if isinstance(layer, ConvolutionLayer):
        several = _SEVERAL.get(str(layer.activation), 1) - 1
        laid_out = _dilated(layer, x, what)
        return laid_out._replace(inner=laid_out.inner + several * count(y))
    if isinstance(layer, ElementwiseLayer) and what.input:
        several = _SEVERAL.get(getattr(layer, "function", layer.kind), 0)
        return Kept(inner=several * count(y)) if several else what
    return what


class Working(NamedTuple):
    """The bytes that a layer takes while it is computed, beside its tensors.

    Attributes:
        forward: In the forward pass.
        backward: While its gradients are computed.
    """

    forward: int = 0
    backward: int = 0


def working(layer: Layer, x: Any, y: Shape, batch: int, *, half: bool) -> Working:
    """Returns what a layer takes while it is computed on a batch.

    Args:
        layer: The layer.
        x: The shape of its input, or a tuple of shapes; every size is known.
        y: The shape of its output.
        batch: The number of samples.
        half: Whether it computes in half precision.
    """
    if isinstance(layer, StepwiseLayer):
        return working(layer.layer, step(x), step(y), batch * count(Shape((x[0],))), half=half)
    if isinstance(layer, ConvolutionLayer):
        return _convolution(layer, x, y, batch, half=half)
    if isinstance(layer, NormalizationLayer | RmsNorm | LocalResponseNorm):
        values = batch * count(y) * FLOAT
        # Forward, the squares; backward, the gradient through the value, the mean and the variance.
        return Working((1 + half) * values, (3 + half) * values)
    return Working()


def _convolution(layer: ConvolutionLayer, x: Shape, y: Shape, batch: int, *, half: bool) -> Working:
    """Returns what a convolution takes: its windows unfolded, forward for all places, backward image by image."""
    if isinstance(layer, UpConv):  # the gradient of a convolution from `y` to `x`, and the other way round
        forward, backward = _convolution_of(y, x, layer, batch, half=half)
        return Working(backward, forward + backward // 2)
    return _convolution_of(x, y, layer, batch, half=half)


def _convolution_of(x: Shape, y: Shape, layer: ConvolutionLayer, batch: int, *, half: bool) -> Working:
    if not hasattr(layer, "filters"):  # a depthwise one reads its input in place
        return Working()
    size = FLOAT // (1 + half)
    places, channels, filters = prod(_known(y.spatial)), count(Shape(x[-1:])), count(Shape(y[-1:]))
    window = 1 if isinstance(layer, SeparableConv) else prod(layer.window(x.rank).size)
    values = window * channels // getattr(layer, "groups", 1)
    packed = batch * places * min(values, PACKED) * FLOAT  # in half precision too: what is multiplied is cast
    result = batch * places * filters * FLOAT if half else 0
    unfolded = places * values
    image = unfolded + places * filters + values * filters
    images = min(batch, -(-(COLUMNS // size) // image))
    # The gradients of the weights and of the input are computed at the same time.
    return Working(packed + result, 2 * images * unfolded * size)


def _dilated(layer: ConvolutionLayer, x: Shape, what: Kept) -> Kept:
    """Returns what is kept where a window has gaps: the input laid out anew, as many images without gaps."""
    window = layer.window(x.rank)
    if not what.input or all(step == 1 for step in window.dilation):
        return what
    spread = zip(_known(x.spatial), window.size, window.dilation, strict=True)
    rows = prod(-(-(size + (width - 1) * step) // step) * step for size, width, step in spread)
    return Kept(output=what.output, inner=what.inner + rows * count(Shape(x[-1:])))


def _known(sizes: Any) -> tuple[int, ...]:
    return tuple(size for size in sizes if isinstance(size, int))


def free_blocks(sizes: Iterable[int]) -> int:
    """Returns the bytes that an allocator holds free beside blocks of some sizes that come and go."""
    return ALLOCATOR * sum(min(size, LARGEST_BLOCK) for size in sizes)


def traced(variables: int, layers: int, optimizer: str) -> int:
    """Returns the bytes of TensorFlow's graph of a step, which Python and TensorFlow both hold.

    Args:
        variables: The number of weight tensors that are trained.
        layers: The number of layers.
        optimizer: What trains them.
    """
    return layers * TRACED_LAYER + variables * OPTIMIZERS[optimizer].traced
