"""What the layers that make weighted sums have in common: a bias, and a norm and an activation after it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from archspec.layers.base import Integers, Layer, Part, Sign, Trait, UnaryLayer
from archspec.layers.fields import Constraint, Flag, Initializer, Regularizer, VectorInitializer
from archspec.layers.memory import Saved
from archspec.layers.words import (
    ACTIVATIONS,
    NORMS,
    ActivationWord,
    NormWord,
    activation_part,
    from_keras_function,
    function_layer,
    is_function,
)
from archspec.tensors.shape import Shape


class KernelLayer(Layer):
    """A kind with weights that multiply and biases that are added.

    Attributes:
        kernel_initializer: The initializer of the weights.
        bias_initializer: The initializer of the biases.
        kernel_regularizer: The penalty on the weights.
        bias_regularizer: The penalty on the biases.
        kernel_constraint: The constraint on the weights.
        bias_constraint: The constraint on the biases.
    """

    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None


class WeightedLayer(KernelLayer, UnaryLayer):
    """Weighted sums of what arrives, with an optional norm and activation after them.

    Attributes:
        bias: Whether a bias is added. By default yes, but no where a `norm` follows, which would take it out again.
        norm: The norm between the sums and their activation.
        activation: The function applied last.
    """

    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "any"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    words: ClassVar = {"norm": NORMS, "activation": ACTIVATIONS}
    mixes_channels: ClassVar[bool] = True
    """Whether each sum is over all channels of its input, or of its group."""
    last_kernel: ClassVar[str] = "kernel"
    """Keras's name for the weights that are last summed up."""
    part: ClassVar[str]
    """What the sums alone are called where a norm or an activation is a layer of its own."""

    bias: Flag | None = None
    norm: NormWord | None = None
    activation: ActivationWord | None = None

    def expand(self) -> tuple[Part, ...]:
        """Returns the sums, their norm and their activation; none where Keras's layer does all that is asked for."""
        if self.norm is None and (self.activation is None or is_function(self.activation)):
            return ()
        alone = {**self.explicit_fields(), "norm": None, "activation": None, "bias": self.has_bias}
        parts = [Part(self.part, type(self), alone)]
        if self.norm is not None:
            parts.append(NORMS.part("norm", self.norm))
        if self.activation is not None:
            parts.append(activation_part(self.activation))
        return tuple(parts)

    @property
    def ends_in_sums(self) -> bool:
        """Whether nothing is done to the sums: there is no activation, or one that gives back what it takes."""
        function = self.last_function
        return self.activation is None or (function is not None and function.has("identity"))

    def along_outputs(self, kernel: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the shape in which one number for each output channel meets the weights that are last summed up."""
        return kernel[-1:]

    @property
    def has_bias(self) -> bool:
        """Whether a bias is added."""
        return self.norm is None if self.bias is None else self.bias

    @property
    def last_function(self) -> Layer | None:
        """The layer of the activation that Keras's layer applies itself; None where there is none, or it has fields."""
        return function_layer(self.activation) if isinstance(self.activation, str) else None

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out of the activation, whatever the sum."""
        del inputs
        return self.last_function is not None and self.last_function.never_negative([False])

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer: what its activation makes of the sums may be shares."""
        return super().has(trait) or (
            trait == "shares" and self.last_function is not None and self.last_function.has(trait)
        )

    def saved_by_activation(self, y: Shape, *, by_tensorflow: bool = False, half: bool = False) -> Saved:
        """Returns what the activation saves; its input are the sums, of which it saves a copy.

        Args:
            y: The shape of the output; every size is known.
            by_tensorflow: Whether what TensorFlow saves is meant, or what must be saved.
            half: Whether it computes in half precision.
        """
        function = self.last_function
        if function is None:
            return Saved()
        if by_tensorflow:
            saved = function.saved_by_tensorflow(y, y, learns=False, half=half)
        else:
            saved = function.saved_for_backward(y, y, learns=False)
        return saved._replace(input=False, inner=y.values()) if saved.input else saved

    @classmethod
    def field_from_keras(cls, field: str, value: Any) -> Any:
        """Returns a field's value from what Keras's config holds for it."""
        return from_keras_function(value) if field == "activation" else super().field_from_keras(field, value)

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        return {**super().keras_arguments(keras, x), "use_bias": self.has_bias}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a Keras layer is in the language; a bias is there unless it is not."""
        return super().from_keras({**config, "use_bias": None if config.get("use_bias") else False})
