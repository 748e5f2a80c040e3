"""Where archspec and Keras are meant to differ, and why: every hit is counted and printed, none is passed over."""

from collections.abc import Callable
from typing import NamedTuple

from archspec.backends.faults import UnsupportedByBackend
from archspec.compiler.faults import IntegerInput
from archspec.compiler.item_faults import NoProjection, NoProjectionOfRank, NoSteps, RankOfKind
from archspec.diagnostics.kind import DiagnosticKind
from archspec.graph import Graph
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.convolution.base import DepthwiseLayer
from archspec.layers.core.normalize import Normalize
from archspec.layers.core.rescale import Rescale
from archspec.layers.faults import PaddingTooLarge, UnexpectedChannels
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.layers.normalization.instance_norm import InstanceNorm
from archspec.layers.pooling.base import PoolingLayer
from archspec.layers.pooling.global_pool import GlobalPool
from archspec.layers.rank_faults import CausalSpace, MissingAxis, NoSequence, NoSpace, WrongLength, WrongRank
from archspec.layers.sequence.attention import Attention
from archspec.layers.sequence.position_embedding import PositionEmbedding
from archspec.layers.shape.crop import Crop
from archspec.layers.shape.pad import Pad
from archspec.layers.window import SpatialLayer
from archspec.tensors.faults import ChannelMismatch, NoValidSize, OpenSize, RankMismatch, ShapeMismatch

Holds = Callable[[DiagnosticKind, Layer | None], bool]


class Known(NamedTuple):
    """A difference that is meant.

    Attributes:
        name: What it is called in the report.
        why: The reason.
        holds: Whether it explains that archspec refuses what Keras takes, given what is wrong and the layer.
    """

    name: str
    why: str
    holds: Holds


def _finding(*kinds: type[DiagnosticKind], of: type[Layer] | tuple[type[Layer], ...] = Layer) -> Holds:
    """Returns whether a finding is of one of some kinds, or cases of one, and about one of some kinds of layers."""

    def holds(data: DiagnosticKind, layer: Layer | None) -> bool:
        return isinstance(data, kinds) and (of is Layer or isinstance(layer, of))

    return holds


def _without_space(data: DiagnosticKind, layer: Layer | None) -> bool:
    return (
        isinstance(data, WrongRank | NoSpace | CausalSpace | WrongLength | MissingAxis)
        and layer is not None
        and (layer.keras_name.startswith("archspec>") or isinstance(layer, Crop | Pad))
    )


REFUSED: tuple[Known, ...] = (
    Known(
        "merge without broadcast",
        "Keras stretches axes of size 1 and adds missing axes silently; the language wants `broadcast: true`",
        _finding(ChannelMismatch, ShapeMismatch, RankMismatch, NoValidSize, of=ElementwiseMergeLayer),
    ),
    Known(
        "in_channels",
        "`in_channels` is a check of the language's own; Keras has no such argument",
        _finding(UnexpectedChannels, of=SpatialLayer),
    ),
    Known(
        "rank in the kind's name",
        "`conv2d` holds the input to 2 spatial axes; what is built follows the input",
        _finding(RankOfKind),
    ),
    Known(
        "padding of a pool",
        "a window that lies in the padding alone has no values to pool; Keras's padding is a layer that does not know",
        _finding(PaddingTooLarge, of=PoolingLayer),
    ),
    Known(
        "integers",
        "Keras casts integers, or not, layer by layer; the language wants it to be said",
        _finding(IntegerInput),
    ),
    Known(
        "norm of one value",
        "an instance norm of a vector leaves nothing of it; Keras computes that nothing",
        _finding(NoSpace, of=InstanceNorm),
    ),
    Known(
        "list per channel",
        "whether a list has a value per channel cannot be told while their number is open; Keras sees when it runs",
        _finding(OpenSize, of=(Rescale, Normalize)),
    ),
    Known(
        "other processors",
        "TensorFlow wants equal strides on GPUs; which processor a model will run on is not known when it is checked",
        _finding(UnsupportedByBackend, of=DepthwiseLayer),
    ),
    Known(
        "no space",
        "where Keras has no layer for a kind, ours works on however many axes of space there are, so on none too",
        _without_space,
    ),
    Known(
        "sequence",
        "`attention` and `position_embedding` are for sequences; Keras's attention takes more axes, or too few, as one",
        _finding(NoSequence, of=(Attention, PositionEmbedding)),
    ),
    Known(
        "no steps",
        "`time_distributed` is unfolded layer by layer before Keras sees one; its `TimeDistributed` wants steps too",
        _finding(NoSteps),
    ),
    Known(
        "no projection",
        "a shortcut is projected by a convolution with strides; whether there is one is for archspec alone to say",
        _finding(NoProjection, NoProjectionOfRank),
    ),
)
"""What archspec refuses by a rule of its own."""


def refused(data: DiagnosticKind, layer: Layer | None) -> Known | None:
    """Returns the reason for which archspec refuses what Keras takes, if there is a known one."""
    return next((one for one in REFUSED if one.holds(data, layer)), None)


STRETCHED = "merge of open sizes, one of which comes to 1"
UNLISTED = "number that no table has"
DROPPED = "mean of a tensor added to itself"

REASONS = {
    **{one.name: one.why for one in REFUSED},
    STRETCHED: "Keras stretches an axis of size 1 when it runs; the language rules that size out",
    DROPPED: "with oneDNN, TensorFlow drops the mean of `x + x` over three axes, where the last of them is 1",
    UNLISTED: "an embedding takes floats as integers; whether it has as many rows is a question of values",
}
"""Why, by name."""


def adds_to_itself(graph: Graph) -> bool:
    """Returns whether a merge takes a tensor twice, and something pools over three axes."""
    twice = any(isinstance(node.layer, MergeLayer) and len({*node.inputs}) < len(node.inputs) for node in graph.nodes)
    return twice and any(
        isinstance(node.layer, GlobalPool) and graph.nodes[node.inputs[0]].shape.rank == 3 for node in graph.nodes
    )


def stretches(layer: Layer | None) -> bool:
    """Returns whether a layer's Keras form stretches axes of size 1 though the language does not."""
    return isinstance(layer, MergeLayer) and isinstance(layer, ElementwiseMergeLayer) and not layer.broadcast
