"""Diagnostics about tensors and sizes beyond a limit."""

from archspec.diagnostics.kind import DiagnosticKind


class RankTooHigh(DiagnosticKind):
    """A tensor has more than 8 axes.

    The batch axis is not counted. Frameworks do not support more, and no network is known to need them. Join axes with
    `reshape`.

    Example:
        ```yaml
        archspec: 1
        input: [512]
        layers:
          - reshape: [2, 2, 2, 2, 2, 2, 2, 2, 2]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [512]
        layers:
          - reshape: [2, 2, 2, 2, 2, 2, 2, 4]
        ```
    """

    count: int
    most: int

    def message(self) -> str:
        return f"makes a tensor of {self.count:,} axes, which is more than {self.most}"


class SizeTooLarge(DiagnosticKind):
    """A size is too large for a tensor, or too complex to compute with.

    No axis may have more than 2,147,483,647 positions. Open sizes are exact as long as their formulas, and the lists of
    sizes that fit, stay within generous limits.

    Example:
        ```yaml
        archspec: 1
        input: [1000, 1000, 3]
        layers:
          - upsample: 10000000
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [1000, 1000, 3]
        layers:
          - upsample: 10
        ```
    """


class LargeSize(SizeTooLarge):
    """A size is beyond what a tensor can have."""

    size: int
    most: int

    def message(self) -> str:
        return f"makes a size of {self.size}, which is more than {self.most}"


class ManySizes(SizeTooLarge):
    """There are too many sizes to list."""

    def message(self) -> str:
        return "asks for open sizes that are too many to list"


class LongFormula(SizeTooLarge):
    """A formula of open sizes is too long."""

    def message(self) -> str:
        return "makes an open size whose formula is too large to follow"


class SpentEffort(SizeTooLarge):
    """Computing with the open sizes of a network takes too long."""

    def message(self) -> str:
        return "has sizes that take too long to follow, with those before it"
