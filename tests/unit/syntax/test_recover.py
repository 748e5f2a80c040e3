"""What is read of a text that is broken: the tree around the holes, and every fault."""

from textwrap import dedent
from typing import Any

import pytest

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile
from archspec.syntax.parse import parse
from archspec.syntax.tree import Hole, Mapping, Scalar, Sequence, Tree
from archspec.syntax.yaml_faults import InvalidYaml, SplitExpression
from tests.like import Like

HOLE = "…"


def shown(tree: Tree | None) -> Any:
    """Returns a tree as plain data, with `…` for holes."""
    match tree:
        case Hole():
            return HOLE
        case Scalar(value=value):
            return value
        case Sequence(items=items):
            return [shown(item) for item in items]
        case Mapping(entries=entries):
            return {key: shown(value) for key, value in entries.items()}
        case None:
            return None


def read(text: str) -> tuple[Any, list[tuple[int, Diagnostic]]]:
    """Returns what is read of a text, and each fault with its line."""
    tree, found = parse(SourceFile("f", dedent(text).lstrip("\n")))
    return shown(tree), [(one.span.line, one) for one in found if one.span]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- a: {b: 1", Like(InvalidYaml, problem="open bracket", sign="{", other="}")),
        ("- a: [1, {b: 2}", Like(InvalidYaml, problem="open bracket", sign="[", other="]")),
        ("- a: {b: 'x, c: 1}", Like(InvalidYaml, problem="open quote", sign="'")),
        ("- a: {b: 1]}", Like(InvalidYaml, problem="wrong bracket", sign="]", other="{")),
    ],
)
def test_what_is_not_closed_ends_with_its_item(line: str, expected: Like) -> None:
    tree, found = read(f"top: 1\nlist:\n  - one: 1\n  {line}\n  - three: 3\nlast: 2\n")
    assert tree == {"top": 1, "list": [{"one": 1}, {"a": HOLE}, {"three": 3}], "last": 2}
    assert found == [(4, expected)]


def test_several_faults_are_all_told() -> None:
    tree, found = read("""
        a: {x: 1
        b:
          - c: [1
          - d:
              e: 2
              f: "g
              h: 3
          - 4
        """)
    assert tree == {"a": HOLE, "b": [{"c": HOLE}, {"d": {"e": 2, "f": HOLE, "h": 3}}, 4]}
    assert found == [
        (1, Like(InvalidYaml, problem="open bracket", sign="{", other="}")),
        (3, Like(InvalidYaml, problem="open bracket", sign="[", other="]")),
        (6, Like(InvalidYaml, problem="open quote", sign='"')),
    ]


@pytest.mark.parametrize("indent", [0, 1, 3, 4])
def test_an_item_that_is_indented_otherwise_is_told_and_read(indent: int) -> None:
    tree, found = read(f"list:\n  - a: {{b: 1}}\n{' ' * indent}- c: {{d: 2}}\n  - e: {{f: 3}}\n")
    assert tree == {"list": [{"a": {"b": 1}}, {"c": {"d": 2}}, {"e": {"f": 3}}]}
    assert [line for line, _ in found] == [3]


def test_the_first_item_may_be_indented_otherwise() -> None:
    for indent in (1, 3):
        tree, found = read(f"list:\n{' ' * indent}- a: {{b: 1}}\n  - c: {{d: 2}}\n  - e: {{f: 3}}\n")
        assert tree == {"list": [{"a": {"b": 1}}, {"c": {"d": 2}}, {"e": {"f": 3}}]}
        assert len(found) == 1


def test_an_item_goes_to_the_list_that_is_nearest() -> None:
    text = "list:\n  - a:\n      - b: [1]\n{}- c: [2]\n  - d: [3]\n"
    assert read(text.format("   "))[0] == {"list": [{"a": [{"b": [1]}]}, {"c": [2]}, {"d": [3]}]}
    assert read(text.format("     "))[0] == {"list": [{"a": [{"b": [1]}, {"c": [2]}]}, {"d": [3]}]}


def test_a_tab() -> None:
    tree, found = read("list:\n  - a: 1\n\t- b: 2\n  - c: 3\n")
    assert tree == {"list": [{"a": 1}, {"b": HOLE}, {"c": 3}]}
    assert found == [(3, Like(InvalidYaml, problem="tab"))]


def test_lines_without_their_head() -> None:
    tree, found = read("list:\n  - a: {b: 1}\n      each: 2\n      layers:\n        - c: 3\n  - d: 4\n")
    assert tree == {"list": [{"a": {"b": 1}}, HOLE, {"d": 4}]}
    assert [line for line, _ in found] == [3]


def test_a_word_among_keys_and_among_items() -> None:
    assert read("a: {b: 1}\nwor\nc: 2\n") == (
        {"a": {"b": 1}, "": HOLE, "c": 2},
        [(2, Like(InvalidYaml, problem="bare key"))],
    )
    assert read("a:\n  - b: 1\n  wor\n  - c: 2\n")[0] == {"a": [{"b": 1}, HOLE, {"c": 2}]}


def test_a_hole_knows_its_text_and_its_place() -> None:
    tree, _ = parse(SourceFile("f", "a:\n  - b: {c: 1,\n      d: 2\n  - e: 1\n"))
    assert isinstance(tree, Mapping)
    assert isinstance(tree.entries["a"], Sequence)
    item = tree.entries["a"].items[0]
    assert isinstance(item, Mapping)
    hole = item.entries["b"]
    assert isinstance(hole, Hole)
    assert (hole.text, hole.span and hole.span[1:]) == ("  - b: {c: 1,\n      d: 2", (2, 3, 3, 11))
    assert item.keys["b"] is not None
    assert item.keys["b"][1:] == (2, 5, 2, 6)


def test_places_of_what_can_be_read_are_those_of_the_whole_text() -> None:
    tree, _ = parse(SourceFile("f", "a: [\nb:\n  - c:\n      d: {e: 5}\n"))
    assert isinstance(tree, Mapping)
    step: Any = tree
    for key in ("b", 0, "c", "d"):
        step = step.items[key] if isinstance(key, int) else step.entries[key]
    assert step.span[1:] == (4, 10, 4, 16)
    assert step.entries["e"].span[1:] == (4, 14, 4, 15)


def test_anchors_reach_over_holes() -> None:
    assert read("a: &x [1]\nb: {\nc: *x\n")[0] == {"a": [1], "b": HOLE, "c": [1]}


def test_a_cut_expression_stays_the_only_fault() -> None:
    tree, found = read("a:\n  - b: {c: $(d[e]), f: 1}\n  - g: 1\n")
    assert tree == {"a": [{"b": HOLE}, {"g": 1}]}
    assert found == [(2, Like(SplitExpression, sign="[", value="$(d"))]


@pytest.mark.parametrize("text", ["{a: 1, b: [", "[1, {", "a: [\n---\nb: 1\n", "- a: {\n- b\n"])
def test_what_has_no_keys_on_lines_of_their_own_is_not_recovered(text: str) -> None:
    tree, found = read(text)
    assert tree is None
    assert len(found) == 1


def test_a_text_that_nobody_types_is_not_recovered() -> None:
    tree, found = read("a: [\n" + "# and so on\n" * (limits.RECOVERED // 12 + 1))
    assert (tree, len(found)) == (None, 1)


def test_of_many_faults_the_first_are_told() -> None:
    tree, found = parse(SourceFile("f", "a:\n" + "  - b: {\n" * (limits.DIAGNOSTICS + 200)))
    assert len(found) == limits.DIAGNOSTICS
    assert isinstance(tree, Mapping)
    assert isinstance(tree.entries["a"], Sequence)
    assert len(tree.entries["a"].items) == limits.DIAGNOSTICS + 200
