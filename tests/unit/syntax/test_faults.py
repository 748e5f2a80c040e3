"""The manual pages of the parser's and the expressions' faults show what they say."""

import inspect
import re
import textwrap
from types import ModuleType

import pytest

from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile
from archspec.syntax import expression_faults, faults, yaml_faults
from archspec.syntax.expression import ExpressionError, template
from archspec.syntax.parse import parse
from archspec.syntax.tree import Scalar, Sequence, Tree


def kinds(module: ModuleType) -> list[type[DiagnosticKind]]:
    """The kinds of a module, without the cases of a kind."""
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__]
    return [kind for kind in found if issubclass(kind, DiagnosticKind) and kind.kind is kind]


def section(kind: type[DiagnosticKind], title: str) -> str | None:
    """The spec in a section of a manual page."""
    page = inspect.getdoc(kind) or ""
    found = re.search(rf"^{title}:\n    ```yaml\n(.*?)    ```", page, re.DOTALL | re.MULTILINE)
    return textwrap.dedent(found[1]) if found else None


def names(text: str) -> list[str]:
    return [fault.kind.name for fault in parse(SourceFile("f", text))[1]]


def faults_of_expressions(tree: Tree) -> set[str]:
    """The faults of the templates in a tree that need no names to show."""
    if isinstance(tree, Scalar):
        try:
            template(tree.text)
        except ExpressionError as error:
            return {error.data.kind.name}
        return set()
    below = tree.items if isinstance(tree, Sequence) else tree.entries.values()
    return {name for item in below for name in faults_of_expressions(item)}


@pytest.mark.parametrize("kind", [*kinds(faults), *kinds(yaml_faults)])
def test_an_example_has_its_fault_and_no_other(kind: type[DiagnosticKind]):
    example = section(kind, "Example")
    if example is None:
        assert re.search(r"no short example|cannot be shown", " ".join((kind.__doc__ or "").split()))
    else:
        assert names(example) == [kind.name]


@pytest.mark.parametrize("kind", [*kinds(faults), *kinds(expression_faults)])
def test_what_stands_instead_has_no_fault(kind: type[DiagnosticKind]):
    instead = section(kind, "Instead")
    assert (instead is None) == (section(kind, "Example") is None)
    if instead is not None:
        tree, found = parse(SourceFile("f", instead))
        assert not found
        assert tree is not None
        assert not faults_of_expressions(tree)


@pytest.mark.parametrize("kind", kinds(expression_faults))
def test_examples_of_expressions_are_yaml(kind: type[DiagnosticKind]):
    example = section(kind, "Example")
    assert example is None or names(example) == []


@pytest.mark.parametrize("kind", [expression_faults.InvalidExpression, expression_faults.StrayDollar])
def test_examples_of_unreadable_expressions(kind: type[DiagnosticKind]):
    tree, _ = parse(SourceFile("f", section(kind, "Example") or ""))
    assert tree is not None
    assert faults_of_expressions(tree) == {kind.name}
