"""Keras layers for what Keras has none of: functions with arguments, factors, rearranged axes and positions.

Written in `keras.ops`, so that they run on every backend, and registered, so that a saved model loads again.
"""

from typing import Any

import keras

register = keras.saving.register_keras_serializable("archspec")


@register
class ActivationFunction(keras.layers.Layer):
    """One of Keras's activation functions with arguments, which `keras.layers.Activation` cannot be given.

    Args:
        activation: The function's name in `keras.activations`.
        arguments: Its arguments by name.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, activation: str, arguments: dict[str, Any], **common: Any) -> None:
        super().__init__(**common)
        self.activation = activation
        self.arguments = dict(arguments)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns the function of every value."""
        return getattr(keras.activations, self.activation)(inputs, **self.arguments)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "activation": self.activation, "arguments": dict(self.arguments)}


@register
class GatedLinearUnit(keras.layers.Layer):
    """The first half of the channels, weighted by the sigmoid of the second.

    NOTE: Why not `keras.layers.Activation("glu")`? It says that its output has as many channels as its input.
    """

    def __init__(self, **common: Any) -> None:
        super().__init__(**common)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns half as many channels."""
        return keras.ops.glu(inputs, axis=-1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape with half the channels."""
        return (*input_shape[:-1], input_shape[-1] // 2)


@register
class Scale(keras.layers.Layer):
    """One learned factor per channel.

    Args:
        initial: How large the factors are in the beginning.
        regularizer: The penalty on the factors.
        constraint: What the factors are held to.
        **common: Keras's arguments that every layer takes.
    """

    def __init__(self, initial: float = 1.0, regularizer: Any = None, constraint: Any = None, **common: Any) -> None:
        super().__init__(**common)
        self.initial = initial
        self.regularizer = keras.regularizers.get(regularizer)
        self.constraint = keras.constraints.get(constraint)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the factors."""
        self.scale = self.add_weight(
            name="scale",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(self.initial),
            regularizer=self.regularizer,
            constraint=self.constraint,
        )
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns every channel times its factor."""
        return inputs * keras.ops.cast(self.scale, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the input's shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {
            **super().get_config(),
            "initial": self.initial,
            "regularizer": keras.regularizers.serialize(self.regularizer),
            "constraint": keras.constraints.serialize(self.constraint),
        }
