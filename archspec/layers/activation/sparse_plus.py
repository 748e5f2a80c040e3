"""Sparse plus."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class SparsePlus(FunctionLayer):
    """Rounds off the rectified linear unit, with exact zeros: 0 up to -1, `(x + 1)**2 / 4` up to 1, then `x`.

    The shape stays. Source: Blondel, Martins, Niculae. Learning classifiers with Fenchel-Young losses. AISTATS
    2019. arXiv:1805.09717; `keras.activations.sparse_plus`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - sparse_plus
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
