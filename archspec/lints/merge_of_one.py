"""A merge of a single branch."""

from collections.abc import Iterator
from dataclasses import field

from archspec.compiler.places import Place
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.layers.base import MergeLayer
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.syntax.tree import Mapping, Scalar


class MergeOfOne(Lint):
    """A merge has one branch, so it merges nothing.

    The input of the merge is not a branch by itself: it is written `.`, and a skip connection to it is `concat: [skip,
    .]`. With `[skip]` alone, everything made since then is dropped. Branches from an expression are not reported.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: skip}
          - conv: {filters: 8, size: 3, activation: relu, name: deep}
          - concat: [skip]
        outputs: [concat_1, deep]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 8]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: skip}
          - conv: {filters: 8, size: 3, activation: relu, name: deep}
          - concat: [skip, .]
        outputs: [concat_1, deep]
        ```
    """

    branch: str = field(compare=False)

    def message(self) -> str:
        return f"has one branch, `{self.branch}`, and merges nothing"

    def helps(self) -> tuple[Help, ...]:
        return (
            Help("what arrives is a branch only if it is written: `.`"),
            Help("or leave the merge out; `from` goes on from another tensor"),
        )

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the merges of one branch."""
        for index, layer in enumerate(subject.layers):
            node = subject.nodes[index]
            if not isinstance(layer, MergeLayer) or len(node.inputs) != 1 or _is_computed(subject.places[index]):
                continue
            yield cls(subject.nodes[node.inputs[0]].name).at(subject, index)


def _is_computed(place: Place) -> bool:
    """Returns whether the branches of a merge are an expression."""
    written = place.written
    tree = written.entries.get("branches") if isinstance(written, Mapping) else written
    return isinstance(tree, Scalar) and "$" in tree.text
