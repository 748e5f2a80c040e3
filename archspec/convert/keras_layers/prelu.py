"""PReLU for tensors whose channels are not last."""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from typing import Any

import keras as untyped

keras: Any = untyped


@keras.saving.register_keras_serializable("archspec")
class PReLU(keras.layers.PReLU):
    """Keras's `PReLU` with its slopes kept channels last, so that weights fit whatever the layout.

    Args:
        axis: The axis of the channels.
        **options: The arguments of Keras's layer; shared axes are counted as in a tensor with channels last.
    """

    def __init__(self, axis: int = -1, **options: Any) -> None:
        super().__init__(**options)
        self.axis = axis

    def build(self, input_shape: Any) -> None:
        """Makes the slopes."""
        sizes = list(input_shape)
        sizes.append(sizes.pop(self.axis))
        super().build(tuple(sizes))
        self.input_spec = None  # says which axes are shared, in the order of the slopes

    @property
    def slopes(self) -> Any:
        """The slopes, with the channels on the axis that they have in a tensor."""
        return keras.ops.moveaxis(keras.ops.convert_to_tensor(self.alpha), -1, self.axis - 1)

    def call(self, inputs: Any) -> Any:
        """Returns the input, what is below zero times its slope."""
        return keras.ops.relu(inputs) - self.slopes * keras.ops.relu(-inputs)

    def get_config(self) -> dict[str, Any]:
        """Returns what the layer is made from."""
        return {**super().get_config(), "axis": self.axis}
