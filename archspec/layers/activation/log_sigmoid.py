"""Logarithm of the sigmoid."""

from typing import final

from archspec.layers.activation.base import FunctionLayer


@final
class LogSigmoid(FunctionLayer):
    """Takes the logarithm of the sigmoid: `-log(1 + exp(-x))`.

    The shape stays. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 1, size: 3}
          - log_sigmoid
        ```
    """
