"""Logarithm of the softmax."""

from typing import final

from archspec.layers.activation.base import FunctionLayer


@final
class LogSoftmax(FunctionLayer):
    """Takes the logarithm of the softmax over the channels: `x_c - log(sum over channels of exp(x))`.

    The shape stays. Source: Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.3.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - log_softmax
        ```
    """
