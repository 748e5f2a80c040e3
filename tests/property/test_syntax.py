"""Whatever is written, nothing breaks; and what can be read means what brute force, or Python, says."""

import ast
import math
from typing import Any

import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from yaml.composer import ComposerError

from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.expression import ExpressionError, template
from archspec.syntax.operations import Value, round_to
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree, plain

YAML_PIECES = st.sampled_from(
    [
        *("a", "b: ", "- ", "? ", ": ", "{", "}", "[", "]", ",", "&x ", "*x", "<<: ", "!!int ", "!y ", "'", '"', "|\n"),
        *("\n", "\n  ", "\n    ", "\t", " ", "#", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n", "\r", "\r\n", "\\"),
        *("$(", ")", "$x", "min(a, b)", "1", "010", "1e999", "yes", "1_0", ".nan", "é", "😀", "\\0"),
        *("a: 1\n", "b:\n  c: [1, 2]\n", "- {d: e}\n", "@", "`", "9" * 25, "\u2028", "\x00", "\ufeff"),
    ]
)
TEXTS = st.one_of(st.text(st.characters()), st.lists(YAML_PIECES, max_size=40).map("".join))

EXPRESSION_PIECES = st.sampled_from(
    [
        *("$", "$(", ")", "(", "[", "]", ",", " ", "\n", "+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!="),
        *(" and ", " or ", "not ", " if ", " else ", "true", "false", "null", "None", "lambda x:", "x", "i", "xs"),
        *("min", "max", "abs", "round", "floor", "ceil", "int", "len", "range", "reversed", "sum", "log2", "round_to"),
        *("0", "1", "2", "10", "0.5", "1e300", "99999999999999999999", "'a'", '"$i"', "'", "é", "\\", "\ud800", "."),
        *("open", "huge", "nan", "="),
    ]
)
EXPRESSIONS = st.one_of(
    st.text(st.characters()),
    st.lists(EXPRESSION_PIECES, max_size=30).map("".join),
    st.lists(EXPRESSION_PIECES, max_size=30).map(lambda pieces: f"$({''.join(pieces)})"),
)


class OpenSize:
    """An object that only the caller knows."""


SCOPE: dict[str, Value] = {
    **{"x": 0.5, "i": 3, "xs": [1, 2.5, [3], "a"], "open": OpenSize(), "a": "text", "e": None, "n": True},
    **{"huge": 10**400, "nan": math.nan},
}


def scope(name: str) -> Value:
    return SCOPE.get(name, 1)


def values(tree: Tree) -> list[Scalar]:
    """All single values of a tree."""
    if isinstance(tree, Scalar):
        return [tree]
    return [scalar for below in children(tree) for scalar in values(below)]


def children(tree: Sequence | Mapping) -> list[Tree]:
    return tree.items if isinstance(tree, Sequence) else list(tree.entries.values())


def inside(span: Span | None) -> bool:
    """Whether a place lies in its text, the end not before the beginning."""
    assert span is not None
    lines = span.file.lines
    return (
        1 <= span.line <= span.end_line <= len(lines)
        and (span.line, span.column) <= (span.end_line, span.end_column)
        and 1 <= span.column <= len(lines[span.line - 1]) + 1
        and 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
    )


# YAML -----------------------------------------------------------------------------------------------------------------


@given(TEXTS)
@example("a: {b: $(min(1, 2)), c: 3}")
@example("[$(a[0], b)]")
@example("- |\n")
@example("? [")
def test_parsing_never_raises_and_every_place_is_in_the_text(text: str):
    source = SourceFile("f", text)
    tree, found = parse(source)
    for fault in found:
        assert inside(fault.span)
        assert all(inside(label.span) for label in fault.labels)
        assert fault.message
    if tree is None:
        assert any(fault.is_error for fault in found)
    else:
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            assert inside(node.span)
            if not isinstance(node, Scalar):
                waiting += children(node)
            if isinstance(node, Mapping):
                assert node.entries.keys() == node.keys.keys()
                assert all(inside(span) for span in node.keys.values())


@given(st.one_of(st.binary(), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_reading_never_raises(data: bytes):
    source, found = read(data, "f")
    assert (source is None) == bool(found)
    assert all(inside(fault.span) for fault in found)


@given(TEXTS)
@example("&0: &0")
def test_a_clean_text_is_what_another_reader_makes_of_it(text: str):
    """PyYAML builds the same lists, mappings and texts; only plain words mean something else to YAML 1.1."""
    tree, found = parse(SourceFile("f", text))
    assume(tree is not None and not found)
    assert tree is not None
    try:
        theirs = yaml.load(text, yaml.CBaseLoader)
    except ComposerError as error:  # YAML 1.2 lets an anchor be set again (7.1), PyYAML does not
        assert "duplicate anchor" in str(error)
        return
    assert words(tree) == theirs


def words(tree: Tree) -> Any:
    """A tree with its values as text, as PyYAML's `BaseLoader` gives them."""
    if isinstance(tree, Scalar):
        return tree.text
    if isinstance(tree, Sequence):
        return [words(item) for item in tree.items]
    return {key: words(value) for key, value in tree.entries.items()}


DATA = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20) + 1, 10**20 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
    max_leaves=20,
)


class Writer(yaml.SafeDumper):
    """Quotes text that begins as a number does: YAML 1.2 reads numbers in what 1.1 reads as text, such as `0E0`."""


def written(writer: Writer, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, "'" if text[:1] in "+-.0123456789" else None)


Writer.add_representer(str, written)


@given(DATA, st.booleans(), st.integers(2, 6))
@example({"a": "0E0"}, False, 2)
def test_what_is_written_is_read(data: Any, flow: bool, indent: int):
    """JSON is YAML 1.2, and so is what PyYAML writes, but for words that the versions read apart; those it quotes."""
    text = yaml.dump({"data": data}, Dumper=Writer, default_flow_style=flow, indent=indent, width=1000)
    tree, found = parse(SourceFile("f", text))
    assert not [fault for fault in found if fault.is_error]
    assert tree is not None
    assert plain(tree) == {"data": data}


@given(
    st.lists(st.sampled_from(["é", "😀x", "'q'", '"dq"', "plain text", "12", "$(i + 1)"]), min_size=1), st.booleans()
)
def test_a_single_value_stands_where_its_place_says(items: list[str], flow: bool):
    text = f"[{', '.join(items)}]" if flow else "".join(f"-  {item}\n" for item in items)
    tree, found = parse(SourceFile("f", text))
    assert not found
    assert tree is not None
    for scalar, item in zip(values(tree), items, strict=True):
        span = scalar.span
        assert span is not None
        assert span.file.lines[span.line - 1][span.column - 1 : span.end_column - 1] == item
        inner = scalar.within(0, 1)
        assert inner is not None
        assert span.file.lines[inner.line - 1][inner.column - 1] == scalar.text[0]


# Expressions ----------------------------------------------------------------------------------------------------------


@given(EXPRESSIONS)
@example("$(range(huge))")
@example("$(nan + 1)")
@example("$(min(open, 1))")
@example("$(round_to(1e300, 1e-300))")
@example("$(round_to(1e300, 0.1))")
@example("$(1e300 // 1e-300 % 0.1)")
@example("$(2 ** 0.5 ** 0.5 ** -99)")
def test_a_template_has_a_value_or_a_fault_with_a_place(text: str):
    try:
        found = template(text)
        if found is None:
            assert "$" not in text
            return
        found.evaluate(scope)
    except ExpressionError as error:
        assert error.length > 0
        assert error.start >= 0
        assert error.start + error.length <= len(text)
        assert error.data.message()


ARITHMETIC = st.recursive(
    st.one_of(
        st.integers(0, 50).map(str),
        st.sampled_from(["0.5", "2.25", "1e2"]),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]), inner).map(
            lambda three: f"({three[0]} {three[1]} {three[2]})"
        ),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//"]), inner).map(" ".join),
        st.tuples(inner, inner, st.sampled_from(["<", "<=", "==", ">"]), inner).map(
            lambda four: f"({four[0]} if {four[1]} {four[2]} {four[3]} else 7)"
        ),
        inner.map(lambda one: f"-{one}"),
        st.tuples(inner, inner).map(lambda two: f"[{two[0]}, {two[1]}][-1]"),
        st.lists(inner, min_size=2, max_size=3).map(lambda some: f"max({', '.join(some)})"),
        inner.map(lambda one: f"abs({one})"),
    ),
    max_leaves=8,
)


@given(ARITHMETIC)
def test_arithmetic_is_that_of_python(text: str):
    assume(len(text) <= 500)
    found = template(f"$({text})")
    assert found is not None
    try:
        value = found.evaluate(scope)
    except ExpressionError as error:
        assert error.data.kind.name in {
            *("division-by-zero", "number-too-large", "undefined-result", "nesting-too-deep"),
        }
        return
    # Only what the strategy above wrote: numbers, operators, `max` and `abs`.
    expected = eval(compile(ast.parse(text, mode="eval"), "", "eval"), {"__builtins__": {}, "max": max, "abs": abs})
    assert value == expected
    assert type(value) is type(expected)


@given(st.integers(-(10**6), 10**6), st.integers(1, 1000))
def test_round_to_is_the_nearest_multiple(value: int, multiple: int):
    near = [multiple * count for count in range(value // multiple - 2, value // multiple + 3)]
    nearest = min(near, key=lambda candidate: (abs(candidate - value), -candidate))
    assert round_to(value, multiple) == max(nearest, multiple)


@given(st.text(st.sampled_from("ab$ é"), max_size=30))
def test_dollars_are_doubled(text: str):
    found = template(text.replace("$", "$$"))
    assert (found.evaluate(scope) if found else text) == text
