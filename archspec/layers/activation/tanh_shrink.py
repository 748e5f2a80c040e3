"""Shrinkage by tanh."""

from typing import final

from archspec.layers.activation.base import FunctionLayer


@final
class TanhShrink(FunctionLayer):
    """Takes away the hyperbolic tangent: `x - tanh(x)`.

    The shape stays. Source: `keras.activations.tanh_shrink`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - tanh_shrink
        ```
    """
