"""Where archspec and Keras are meant to differ, and why: every hit is counted and printed, none is passed over."""

from collections.abc import Callable
from typing import NamedTuple

from archspec.diagnostics.kind import DiagnosticKind
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.convolution.base import DepthwiseLayer
from archspec.layers.core.normalize import Normalize
from archspec.layers.core.rescale import Rescale
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.layers.normalization.instance_norm import InstanceNorm
from archspec.layers.pooling.base import PoolingLayer
from archspec.layers.sequence.attention import Attention
from archspec.layers.sequence.position_embedding import PositionEmbedding
from archspec.layers.shape.crop import Crop
from archspec.layers.shape.pad import Pad
from archspec.layers.window import SpatialLayer

Holds = Callable[[type[DiagnosticKind], Layer | None, str], bool]


class Known(NamedTuple):
    """A difference that is meant.

    Attributes:
        name: What it is called in the report.
        why: The reason.
        holds: Whether it explains that archspec refuses what Keras takes, given the kind of the finding, the layer, and
            the finding's message.
    """

    name: str
    why: str
    holds: Holds


def _finding(names: str, of: type[Layer] | tuple[type[Layer], ...] = Layer, says: str = "") -> Holds:
    """Returns whether a finding has one of some names, is about one of some kinds, and says something."""

    def holds(kind: type[DiagnosticKind], layer: Layer | None, message: str) -> bool:
        return kind.__name__ in names.split() and (of is Layer or isinstance(layer, of)) and says in message

    return holds


def _without_space(kind: type[DiagnosticKind], layer: Layer | None, message: str) -> bool:
    return (
        kind.__name__ == "RankMismatch"
        and "spatial ax" in message
        and layer is not None
        and (layer.keras_name.startswith("archspec>") or isinstance(layer, Crop | Pad))
    )


def _unprojected(kind: type[DiagnosticKind], _: Layer | None, message: str) -> bool:
    says = "nor project it: " in message or "cannot project " in message
    return says and kind.__name__ in ("RankMismatch", "ShapeMismatch")


REFUSED: tuple[Known, ...] = (
    Known(
        "merge without broadcast",
        "Keras stretches axes of size 1 and adds missing axes silently; the language wants `broadcast: true`",
        _finding("ChannelMismatch ShapeMismatch RankMismatch NoValidSize", ElementwiseMergeLayer),
    ),
    Known(
        "in_channels",
        "`in_channels` is a check of the language's own; Keras has no such argument",
        _finding("ChannelMismatch", SpatialLayer, "expects"),
    ),
    Known(
        "rank in the kind's name",
        "`conv2d` holds the input to 2 spatial axes; what is built follows the input",
        _finding("RankMismatch", says="is written for"),
    ),
    Known(
        "padding of a pool",
        "a window that lies in the padding alone has no values to pool; Keras's padding is a layer that does not know",
        _finding("PaddingTooLarge", PoolingLayer),
    ),
    Known(
        "integers",
        "Keras casts integers, or not, layer by layer; the language wants it to be said",
        _finding("IntegerInput"),
    ),
    Known(
        "norm of one value",
        "an instance norm of a vector leaves nothing of it; Keras computes that nothing",
        _finding("RankMismatch", InstanceNorm, "needs an input with spatial axes"),
    ),
    Known(
        "list per channel",
        "whether a list has a value per channel cannot be told while their number is open; Keras sees when it runs",
        _finding("OpenSize", (Rescale, Normalize)),
    ),
    Known(
        "other processors",
        "TensorFlow wants equal strides on GPUs; which processor a model will run on is not known when it is checked",
        _finding("UnsupportedByBackend", DepthwiseLayer),
    ),
    Known(
        "no space",
        "where Keras has no layer for a kind, ours works on however many axes of space there are, so on none too",
        _without_space,
    ),
    Known(
        "sequence",
        "`attention` and `position_embedding` are for sequences; Keras's attention takes more axes, or too few, as one",
        _finding("RankMismatch", (Attention, PositionEmbedding), "(length, features)"),
    ),
    Known(
        "no steps",
        "`time_distributed` is unfolded layer by layer before Keras sees one; its `TimeDistributed` wants steps too",
        _finding("RankMismatch", says="needs an axis of steps"),
    ),
    Known(
        "no projection",
        "a shortcut is projected by a convolution with strides; whether there is one is for archspec alone to say",
        _unprojected,
    ),
)
"""What archspec refuses by a rule of its own."""


def refused(kind: type[DiagnosticKind], layer: Layer | None, message: str) -> Known | None:
    """Returns the reason for which archspec refuses what Keras takes, if there is a known one."""
    return next((one for one in REFUSED if one.holds(kind, layer, message)), None)


STRETCHED = "merge of open sizes, one of which comes to 1"
UNLISTED = "number that no table has"

REASONS = {
    **{one.name: one.why for one in REFUSED},
    STRETCHED: "Keras stretches an axis of size 1 when it runs; the language rules that size out",
    UNLISTED: "an embedding takes floats as integers; whether it has as many rows is a question of values",
}
"""Why, by name."""


def stretches(layer: Layer | None) -> bool:
    """Returns whether a layer's Keras form stretches axes of size 1 though the language does not."""
    return isinstance(layer, MergeLayer) and isinstance(layer, ElementwiseMergeLayer) and not layer.broadcast
