"""A param that no expression names."""

import re
from collections.abc import Iterable, Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import SourceFile
from archspec.language.document import Architecture, Expect, Param
from archspec.language.spelling import nearest
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree


class UnusedParam(Lint):
    """No expression uses a param.

    Setting it changes nothing. Either it was left over, or a number is where `$name` was meant. A param that only some
    variants use is used.

    Example:
        ```yaml
        archspec: 1
        params: {width: 16, classes: 10}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $width, size: 3, activation: relu}
          - global_pool: avg
          - dense: 10
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 16, classes: 10}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $width, size: 3, activation: relu}
          - global_pool: avg
          - dense: $classes
        ```
    """

    param: str
    block: str | None = None
    near: str | None = None

    def message(self) -> str:
        if self.block is not None:
            return f"nothing in block `{self.block}` uses its param `{self.param}`"
        return f"nothing uses the param `{self.param}`"

    def helps(self) -> tuple[Help, ...]:
        if self.near:
            return (Help(f"did you mean `{self.near}`?"),)
        return (Help("use it, as `$name` or in a `$(…)`, or leave it out"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the params, of the spec and of blocks, that no expression uses."""
        spec = subject.architecture
        if not spec.params and not any(block.params for block in spec.blocks.values()):
            return
        inputs = [one.shape for one in (spec.input, *spec.inputs.values()) if one is not None]
        values = [tree for fields in (*spec.variants.values(), *spec.defaults.values()) for tree in fields.values()]
        outputs = [] if spec.outputs is None else [spec.outputs]
        expected = [tree for name in Expect.model_fields if (tree := getattr(spec.expect, name)) is not None]
        used = _names([spec.layers or Sequence([]), *inputs, *values, *outputs, *expected, *_defaults(spec.params)])
        for name, block in spec.blocks.items():
            inside = _names([block.layers, *_defaults(block.params)])
            used |= inside - set(block.params)
            for param in block.params if block.home is None else ():
                if param not in inside:
                    place = spec.place("blocks", name, "params", param)
                    yield Diagnostic(cls(param, name), place)
        others = _of_other_files(spec)
        for param in spec.params:
            if param not in used:
                place = spec.place("params", param)
                near = nearest(param, others.get(place.file if place else None, set()) & used)
                yield Diagnostic(cls(param, near=near), place)


def _of_other_files(spec: Architecture) -> dict[SourceFile | None, set[str]]:
    """Returns, for each file, the params that other files declare, of which it may have meant to set one."""
    file_of = {name: place.file for name in spec.params if (place := spec.place("params", name))}
    return {file: {name for name, other in file_of.items() if other is not file} for file in {*file_of.values(), None}}


def _defaults(params: dict[str, Param]) -> Iterator[Tree]:
    for param in params.values():
        if param.default is not None:
            yield param.default
        if param.choices is not None:
            yield param.choices


def _names(trees: Iterable[Tree]) -> set[str]:
    """Returns the names in all expressions of trees, without the loop names of repeats in these repeats."""
    names: set[str] = set()
    for tree in trees:
        if isinstance(tree, Scalar):
            names |= _names_in_text(tree.value) if isinstance(tree.value, str) and "$" in tree.value else set()
        elif isinstance(tree, Sequence):
            names |= _names(tree.items)
        else:
            counters = _counters(tree)
            for key, value in tree.entries.items():
                names |= _names_in_text(key) if "$" in key else set()
                names |= _names([value]) - (counters if key == "layers" else set())
    return names


def _names_in_text(text: str) -> frozenset[str] | set[str]:
    try:
        parsed = template(text)
    except ExpressionError:  # it is where nothing evaluates it; what it means to name counts
        return set(re.findall(r"[A-Za-z_]\w*", text))
    return parsed.names if parsed else set()


def _counters(tree: Mapping) -> set[str]:
    """Returns the names of a repeat's counters; none for another mapping."""
    each, index = tree.entries.get("each"), tree.entries.get("index")
    names = set(each.entries) if isinstance(each, Mapping) else set[str]()
    return {*names, str(index.value)} if isinstance(index, Scalar) else names
