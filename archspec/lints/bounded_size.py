"""A merge that holds a network to small inputs."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers import registry
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.dim import Dim, Size, domain_of, fixed, term_of
from archspec.tensors.domain import Domain
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.compiler.reasons import Constraint

AN_EXAMPLE = 64
"""The size for which a merge is shown not to work; of larger bounds it is the next power of two."""


class BoundedSize(Lint):
    """The branches of a merge fit only for small inputs.

    Branches with different strides have the same size only if the input is so small that each of them has a single
    position: the network works for `H == 1`, but not for images. A layer that brings a branch back to size is missing:
    `upsample` or `resize`. A bound that a field sets, such as a `reshape` or a `resize` to given numbers, or that
    `expect: sizes` states, is not reported.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 8]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: full}
          - conv: {filters: 8, size: 3, stride: 2, activation: relu}
          - add: [full, .]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [H, W, 8]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: full}
          - conv: {filters: 8, size: 3, stride: 2, activation: relu}
          - upsample: 2
          - add: [full, .]
        ```
    """

    conditions: tuple[str, ...]
    why: tuple[str, ...]
    at_usual: tuple[tuple[str, int], ...]
    shapes: tuple[Shape, ...]
    is_stretchable: bool
    contract: tuple[str, ...]

    def message(self) -> str:
        return f"works only for {' and '.join(f'`{one}`' for one in self.conditions)}"

    def notes(self) -> tuple[str, ...]:
        why = tuple(f"it {one}" for one in self.why)
        if not self.shapes:
            return why
        return (*why, f"at {equations(dict(self.at_usual))} it takes {self.shapes[0]} and {self.shapes[1]}")

    def helps(self) -> tuple[Help, ...]:
        stretch = (Help("or stretch what has size 1 with `broadcast: true`"),) if self.is_stretchable else ()
        return (
            Help("bring the branches to one size, with `upsample` or `resize` on the smaller"),
            *stretch,
            Help(f"or say that this is meant: `expect: {{sizes: [{', '.join(self.contract)}]}}`"),
        )

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the merges that hold open sizes below a bound."""
        graph, bounds = subject.graph, _bounds(subject)
        if not bounds or subject.architecture.expect.sizes is not None:
            return
        from archspec.compiler.reasons import constraints, needed  # only for a network that has bounds

        asked = constraints(graph.nodes)
        causes: defaultdict[int, list[tuple[str, Constraint]]] = defaultdict(list)
        indices = {node.name: index for index, node in enumerate(graph.nodes)}
        for name, bound in bounds.items():
            below = Domain.at_least(term_of(bound - Dim.symbol(name)), 0)
            for constraint in needed(asked, below):
                index = indices[constraint.layer]
                if len(graph.nodes[index].inputs) > 1 and not _is_set_by_hand(subject, index, name):
                    causes[index].append((name, constraint))
        for index, found in causes.items():
            yield cls._of_merge(subject, index, dict(found), bounds)

    @classmethod
    def _of_merge(
        cls, subject: Subject, index: int, found: "dict[str, Constraint]", bounds: dict[str, int]
    ) -> Diagnostic:
        graph, layer = subject.graph, subject.layers[index]
        sizes = {name: max(AN_EXAMPLE, 1 << bound.bit_length()) for name, bound in bounds.items()}
        return cls(
            tuple(_condition(subject, name, bounds[name]) for name in found),
            tuple(dict.fromkeys(constraint.why for constraint in found.values())),
            tuple(sizes.items()),
            _example(subject, index, sizes),
            isinstance(layer, ElementwiseMergeLayer) and any(bounds[name] == 1 for name in found),
            tuple(dict.fromkeys(text for name in graph.open_sizes() for text in graph.sizes.conditions(name))),
        ).at(subject, index)


def _bounds(subject: Subject) -> dict[str, int]:
    """Returns the largest value of each open size that has one."""
    sizes = {name: subject.graph.sizes.sizes(name) for name in subject.graph.open_sizes()}
    return {name: one.few[-1] for name, one in sizes.items() if one.few and not one.residues}


def _condition(subject: Subject, name: str, bound: int) -> str:
    return f"{name} {'<=' if subject.graph.sizes.sizes(name).only() is None else '=='} {bound}"


def _example(subject: Subject, index: int, sizes: dict[str, int]) -> tuple[Shape, ...]:
    """Returns two shapes that do not fit and that a merge is given for some sizes; none if all fit."""
    inputs = [subject.nodes[one].shape for one in subject.nodes[index].inputs]
    shapes = [Shape(_value(size, sizes) for size in shape) for shape in inputs]
    first = next((shape for shape in shapes[1:] if shape[:-1] != shapes[0][:-1]), None)
    return () if first is None else (shapes[0], first)


def _value(size: Size, sizes: dict[str, int]) -> Size:
    """Returns what a size comes to, whether or not the network works for that."""
    return size if isinstance(size, int) else fixed(Dim(size.term, domain_of(1)), sizes)


def _is_set_by_hand(subject: Subject, index: int, name: str) -> bool:
    """Returns whether a merge holds an open size to a number that a layer, or another input, was given."""
    shapes = [subject.nodes[one].shape for one in subject.nodes[index].inputs]
    for axis, sizes in enumerate(zip(*shapes, strict=False)):
        if any(isinstance(size, Dim) and name in size.symbols for size in sizes):
            known = (one for one, size in zip(subject.nodes[index].inputs, sizes, strict=True) if isinstance(size, int))
            if any(not _is_pooled(subject, one, axis) for one in known):
                return True
    return False


def _is_pooled(subject: Subject, index: int, axis: int) -> bool:
    """Returns whether a pooling made a known size on an axis."""
    while (layer := subject.layers[index]) is not None:
        if registry.family(type(layer)) == "pooling":
            return True
        before = subject.nodes[subject.nodes[index].inputs[0]].shape
        if axis >= before.rank or not isinstance(before[axis], int):
            return False
        index = subject.nodes[index].inputs[0]
    return False
