"""What Keras lacks: layers in `keras.ops`, registered for saving, on every backend.

Importing this package registers them. A kind of layer names the one it is built with as `archspec>Name`.
"""

from archspec.convert.keras_layers import convolution, normalization, pooling, prelu, resampling, sequence, tensors

__all__ = ["convolution", "normalization", "pooling", "prelu", "resampling", "sequence", "tensors"]
