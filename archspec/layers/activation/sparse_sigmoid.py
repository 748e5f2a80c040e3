"""Sparse sigmoid."""

from typing import ClassVar, final

from archspec.layers.activation.base import FunctionLayer
from archspec.layers.base import Sign


@final
class SparseSigmoid(FunctionLayer):
    """Maps every value to 0 to 1 with one straight line: `min(max((x + 1) / 2, 0), 1)`.

    The shape stays. Source: Blondel, Martins, Niculae. Learning with Fenchel-Young losses. JMLR 2020.
    arXiv:1901.02324.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 1, size: 3}
          - sparse_sigmoid
        ```
    """

    sign: ClassVar[Sign] = "never_negative"
