"""Makes mutants of a module: its source with one small thing changed.

NOTE: why not mutmut itself? Its operators are used here, but it leaves out every function that has a decorator, and
most rules are cached, static, or properties.
"""

from collections.abc import Iterator
from difflib import ndiff
from typing import NamedTuple

import libcst as cst
from libcst import matchers as m
from mutmut.mutation.mutators import mutation_operators, operator_string

OPERATORS = [(sort, operator) for sort, operator in mutation_operators if operator is not operator_string]
"""All of mutmut's but for the one that changes text."""

LEFT_OUT = (
    m.Annotation()
    | m.Decorator()
    | m.AnnAssign(annotation=m.Annotation(m.Name("TypeAlias")))
    | m.Arg(keyword=m.Name("strict"))
)
"""What says nothing about what is computed; `strict=True` of `zip` says what always holds."""


class Mutant(NamedTuple):
    """A module with one thing changed.

    Attributes:
        path: The module's file, from the project's root.
        place: The function or class that was changed.
        diff: The lines that were taken away, each after `- `, and those that came instead, after `+ `, not indented.
        source: The whole text.
    """

    path: str
    place: str
    diff: str
    source: str


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Yields all mutants of a module; of a layer, those of the functions that do not know Keras."""
    module = cst.parse_module(source)
    for statement in module.body:
        text = module.code_for_node(statement)
        for place, node, changed in _changes(statement, "", inside=not path.startswith("archspec/layers/")):
            mutated = module.code_for_node(cst.ensure_type(statement.deep_replace(node, changed), cst.CSTNode))
            yield Mutant(path, place, _diff(text, mutated), source.replace(text, mutated, 1))


def _changes(node: cst.CSTNode, place: str, *, inside: bool) -> Iterator[tuple[str, cst.CSTNode, cst.CSTNode]]:
    """Yields what can be changed in a node: where, what, and into what; nothing around functions unless `inside`."""
    if m.matches(node, LEFT_OUT) or _is_alias(node):
        return
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        place = f"{place}.{node.name.value}".removeprefix(".")
    if isinstance(node, cst.FunctionDef):
        inside = True
        if "keras" in node.name.value or any(param.name.value == "keras" for param in node.params.params):
            return
    if inside:
        for sort, operator in OPERATORS:
            changed = operator(node) if isinstance(node, sort) else ()
            yield from ((place, node, other) for other in changed if not _loses_strict(node, other))
    for child in node.children:
        yield from _changes(child, place, inside=inside)


def _is_alias(node: cst.CSTNode) -> bool:
    """Whether it gives a type a name, which is neither a variable's nor a constant's: `Term = int | Periodic`."""
    if not isinstance(node, cst.Assign) or not isinstance(name := node.targets[0].target, cst.Name):
        return False
    return name.value[0].isupper() and not name.value.isupper()


def _loses_strict(call: cst.CSTNode, changed: cst.CSTNode) -> bool:
    strict = m.Arg(keyword=m.Name("strict"), value=m.Name("True"))
    return isinstance(call, cst.Call) and len(m.findall(call, strict)) > len(m.findall(changed, strict))


def _diff(before: str, after: str) -> str:
    lines = ndiff(before.splitlines(), after.splitlines())
    return "\n".join(f"{line[:2]}{line[2:].strip()}".rstrip() for line in lines if line[0] in "+-")
