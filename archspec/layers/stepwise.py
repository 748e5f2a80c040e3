"""A layer on every step of the first axis: what the layers of a `time_distributed` become."""

from collections.abc import Sequence
from typing import Any, ClassVar, final

from archspec.layers.base import Integers, Layer, MergeLayer, Trait, UnaryLayer, Weight
from archspec.layers.faults import StepwiseInputs
from archspec.layers.footprint import Footprint, Positions, shift
from archspec.layers.layout import Form, Layout, Placing, form_of
from archspec.layers.memory import Saved, Workspace
from archspec.tensors.arithmetic import product
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class StepwiseLayer(UnaryLayer):
    """Applies a layer to every step of the first axis, with the same weights.

    Attributes:
        layer: The layer; it sees the shape without the first axis.
    """

    integers: ClassVar[Integers] = "refused"
    keras_name: ClassVar[str] = "archspec>TimeDistributed"

    layer: Layer

    def output(self, x: Shape) -> Shape:
        """Returns the layer's output for a step, after the axis of steps."""
        return Shape((x[0], *self.layer.output(step(x))))

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the layer's weights: all steps share them."""
        return self.layer.weights(step(x))

    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns those of a step, times the number of steps."""
        return product((x[0], self.layer.macs(step(x), step(y))))

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether the layer makes nothing negative of a step."""
        return self.layer.never_negative(inputs)

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each step alone, and what the layer reads of it."""
        (inner,) = self.layer.footprint(step(x), step(y))
        moved = (one._replace(axis=one.axis + 1) if isinstance(one, Positions) else one for one in inner)
        return ((shift(0), *moved),)

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns what the layer saves of each step."""
        return self.layer.saved_for_backward(step(x), step(y), learns=learns).times(_steps(x))

    def working_values(self, x: Shape, y: Shape) -> int:
        """Returns 0: what a step needs is not counted."""
        del x, y
        return 0

    def saved_by_tensorflow(self, x: Shape, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what TensorFlow saves of each step."""
        return self.layer.saved_by_tensorflow(step(x), step(y), learns=learns, half=half).times(_steps(x))

    def tensorflow_workspace(self, x: Shape, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns what the layer takes for all steps at once, as if they were samples."""
        return self.layer.tensorflow_workspace(step(x), step(y), batch * _steps(x), half=half)

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer."""
        return self.layer.has(trait)

    def placing(self, x: Shape, form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: the steps stay in front; each of them is in a form of its own."""
        inner = tuple(axis - 1 for axis in form[1:]) if form[0] == 0 else form_of(len(form) - 1, layout)
        each = self.layer.placing(step(x), inner, layout)
        return Placing((0, *(axis + 1 for axis in each.form)), each.arguments)

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns each Keras layer of the layer, wrapped in a `TimeDistributed`."""
        layers, wrapper = self.layer.to_keras(keras, step(x), **common), self.keras_class(keras, x)
        own = {key: common[key] for key in ("dtype", "trainable")}
        return [wrapper(one, name=one.name, **own) for one in layers]


def stepwise(layer: Layer) -> Layer:
    """Returns the layer that does on every step of the first axis what a layer does on one.

    Raises:
        ShapeError: If the layer takes two tensors that it does not merge.
    """
    if isinstance(layer, MergeLayer):
        axis = getattr(layer, "axis", None)
        return layer.model_copy(update={"axis": axis + 1}) if isinstance(axis, int) else layer
    if layer.references and any(getattr(layer, field) is not None for field in layer.references):
        raise ShapeError(StepwiseInputs())
    return StepwiseLayer(layer=layer)


def step(shape: Shape) -> Shape:
    """Returns the shape of one step."""
    return Shape(shape[1:])


def _steps(shape: Shape) -> int:
    return Shape(shape[:1]).values()
