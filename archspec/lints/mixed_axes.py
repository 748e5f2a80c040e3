"""A reshape that mixes axes."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, permutations
from operator import mul
from typing import TYPE_CHECKING, cast

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.layers.shape.reshape import Reshape


class MixedAxes(Lint):
    """A reshape puts values of different positions on one axis.

    A reshape keeps the order of the values, with the last axis varying fastest: it joins neighbouring axes and splits
    one into several, but never exchanges them. To make a sequence of columns from a map of 8 × 24 with 32 channels,
    `reshape: [24, 256]` has the right sizes and the wrong values: each step holds 8 positions of one row, not one of
    each row. First, `permute: [1, 0, 2]` makes the axes to be joined neighbours. Stacked frames, `[100, 64]` to `[50,
    128]`, and split channels are not reported.

    Example:
        ```yaml
        archspec: 1
        input: [8, 24, 32]
        layers:
          - reshape: [24, 256]
          - lstm: 64
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 24, 32]
        layers:
          - permute: [1, 0, 2]
          - reshape: [24, 256]
          - lstm: 64
        ```
    """

    x: Shape
    y: Shape
    asked: tuple[int, ...]
    order: tuple[int, ...] | None

    def message(self) -> str:
        return f"makes {self.y} out of {self.x} and mixes the axes"

    def notes(self) -> tuple[str, ...]:
        return ("a reshape keeps the order of the values: it joins neighbouring axes or splits one, and turns none",)

    def helps(self) -> tuple[Help, ...]:
        if self.order is None:
            return (
                Help("split axes with one `reshape`, turn them with `permute`, and join them with another `reshape`"),
            )
        order, target = (", ".join(map(str, one)) for one in (self.order, self.asked))
        return (Help(f"turn the axes first: `permute: [{order}]`, and then `reshape: [{target}]`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the reshapes that mix axes."""
        for index, one in subject.of("reshape"):
            layer = cast("Reshape", one)
            x, y = subject.argument(index), subject.nodes[index].shape
            y = step(y) if isinstance(subject.nodes[index].layer, StepwiseLayer) else y
            before, after = _numbers(subject, x, y)
            if not mixes(before, after):
                continue
            yield cls(x, y, tuple(layer.shape), _order(before, after)).at(subject, index, field="shape")


def mixes(before: Sequence[int], after: Sequence[int]) -> bool:
    """Returns whether a reshape tears an axis apart whose pieces then lie on different axes, each with others.

    Axes of size 1 do not matter. A reshape that only exchanges sizes is one that was meant to turn the axes.

    Args:
        before: The sizes that it takes.
        after: The sizes that it makes of them, as many values.
    """
    old, new = ([size for size in sizes if size != 1] for sizes in (before, after))
    if sorted(old) == sorted(new):
        return old != new
    # What lies below a cut between two axes, on either side; a cut of the one may be inside an axis of the other.
    cuts = [set(accumulate(reversed(sizes), mul, initial=1)) for sizes in (old, new)]
    both = sorted(cuts[0] | cuts[1])
    if any(above % below for below, above in pairwise(both)):
        return True
    for below, above in pairwise(sorted(cuts[0])):
        torn = any(below < cut < above for cut in cuts[1])
        if torn and below not in cuts[1] and above not in cuts[1]:
            return True
    return False


def _order(before: Sequence[int], after: Sequence[int]) -> tuple[int, ...] | None:
    """Returns an order of the axes in which the reshape only joins or splits, if there is one."""
    for order in permutations(range(len(before))):
        if order != tuple(range(len(before))) and _is_plain([before[axis] for axis in order], after):
            return order
    return None


def _is_plain(before: Sequence[int], after: Sequence[int]) -> bool:
    """Returns whether a reshape only joins whole axes, or only splits them."""
    cuts = [set(accumulate(reversed(sizes), mul, initial=1)) for sizes in (before, after)]
    return cuts[0] <= cuts[1] or cuts[1] <= cuts[0]


def _numbers(subject: Subject, *shapes: Shape) -> list[list[int]]:
    """Returns shapes with the largest numbers for open sizes out of several for which the network works."""
    examples = list(subject.graph.sizes.examples(subject.graph.open_sizes()))

    def number(size: Size) -> int:
        return size if isinstance(size, int) else size.evaluate(examples[-1])

    return [[number(size) for size in shape] for shape in shapes]
