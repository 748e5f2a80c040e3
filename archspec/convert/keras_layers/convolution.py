"""Channels-first convolutions that add their bias to the channels.

NOTE: Why not Keras's own? On TensorFlow, they add the bias with `keras.ops.add`, which takes a vector for a bias along
the last axis if the lengths match. With channels first, and as many filters as columns, Keras adds the bias to the
columns (Keras 3.15, `keras/src/backend/tensorflow/numpy.py`).
"""

# Keras has no types for its layers and tensors, so that strict would complain about each of their names.
# pyright: standard

from typing import Any

import keras as untyped

keras: Any = untyped

NAMES = (
    *("Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
    *("DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"),
)
"""The classes of Keras that there is such a one of, `archspec>Conv2D` of `Conv2D`."""


class OwnBias:
    """What such a class does: Keras's own convolution without a bias, then the bias, then the activation."""

    def call(self: Any, inputs: Any) -> Any:
        """Returns the convolution of the input."""
        use_bias, activation = self.use_bias, self.activation
        self.use_bias, self.activation = False, None
        try:
            outputs = super().call(inputs)  # pyright: ignore[reportAttributeAccessIssue]  # Keras's class is behind
        finally:
            self.use_bias, self.activation = use_bias, activation
        if use_bias:
            shape = (1, -1) + (1,) * self.rank if self.data_format == "channels_first" else (-1,)
            outputs = outputs + keras.ops.reshape(self.bias, shape)
        return outputs if activation is None else activation(outputs)


for _name in NAMES:
    _members = {"__module__": __name__, "__doc__": f"Keras's `{_name}`, with a bias of its own."}
    keras.saving.register_keras_serializable("archspec")(type(_name, (OwnBias, getattr(keras.layers, _name)), _members))
