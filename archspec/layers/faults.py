"""The ways in which a layer's fields contradict each other or its input."""

from math import gcd, isqrt

from archspec.diagnostics.diagnostic import Help, Setting
from archspec.diagnostics.kind import DiagnosticKind
from archspec.tensors.budget import spend

MOST_DIVISORS = 8
"""So many divisors are thought of, the nearest first."""


def nearest_divisor(field: str, wanted: int, *numbers: int) -> Help:
    """Returns the advice to give a field the number nearest to `wanted` that divides all of the numbers.

    Args:
        field: The field.
        wanted: What was asked for.
        *numbers: What it must divide.
    """
    common = gcd(*numbers)
    root = isqrt(common)
    spend(root // 4)  # trying a divisor costs less than following a size
    small = [d for d in range(1, root + 1) if common % d == 0]
    divisors = {*small, *(common // d for d in small)}
    nearest, *others = sorted(divisors, key=lambda d: (abs(d - wanted), d))[:MOST_DIVISORS]
    what = " and ".join(map(str, dict.fromkeys(numbers)))
    setting = Setting(field, str(nearest), tuple(map(str, others)))
    text = f"write {setting}: {nearest} is the nearest number that divides {what}"
    return Help(text, is_certain=False, setting=setting)


class PaddingTooLarge(DiagnosticKind):
    """A pooling pads by as much as its window covers, or by more.

    A window must reach at least one position of the input: the largest, or the mean, of nothing but padding is no
    number. So each side may be padded by at most the window's size less one.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - max_pool: {size: 2, padding: 2}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - max_pool: {size: 2, padding: 1}
        ```
    """


class StepwiseInputs(DiagnosticKind):
    """A layer inside `time_distributed` takes a second tensor.

    `time_distributed` applies layers to each step of one tensor. Merges may stand in it, because their branches are
    made from the same steps; a layer that refers to a further tensor, such as `crop: {like: name}`, may not.

    Example:
        ```yaml
        archspec: 1
        input: [10, 32, 32, 3]
        layers:
          - time_distributed:
              - max_pool: {size: 2, name: small}
              - upsample: 4
              - crop: {like: small}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [10, 32, 32, 3]
        layers:
          - time_distributed:
              - max_pool: {size: 2, name: small}
              - upsample: 4
              - crop: 24
        ```
    """
