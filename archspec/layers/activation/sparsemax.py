"""Sparsemax."""

from typing import final

from archspec.layers.activation.base import FunctionLayer


@final
class Sparsemax(FunctionLayer):
    """Projects the channels of each position onto the shares that sum to 1, many of them exactly 0.

    The output is `max(x_c - tau, 0)`, where `tau` is what makes the channels sum to 1. The shape stays. Source:
    Martins, Astudillo. From softmax to sparsemax. ICML 2016. arXiv:1602.02068, algorithm 1.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 10, size: 3}
          - sparsemax
        ```
    """
