"""The commonest mistakes, and what is said about them."""

import pytest
import yaml

from archspec.diagnostics.source import SourceFile
from archspec.syntax.parse import parse
from archspec.syntax.yaml_errors import describe
from archspec.syntax.yaml_faults import InvalidYaml
from tests.like import Like

MISTAKES = [
    ("a:\n\tb: 1\n", "2:1", Like(InvalidYaml, problem="tab"), "indent with spaces"),
    ("a:\n  b: 1\n\tc: 2\n", "3:1", Like(InvalidYaml, problem="tab"), "indent with spaces"),
    ("a: @x\n", "1:4", Like(InvalidYaml, problem="beginning", sign="`@`"), "put the value in quotes"),
    ("a: `x`\n", "1:4", Like(InvalidYaml, problem="beginning", sign="a backquote"), "put the value in quotes"),
    ("a: %x\n", "1:4", Like(InvalidYaml, problem="beginning", sign="`%`"), "put the value in quotes"),
    ("a: 'foo\nb: 3\n", "1:4", Like(InvalidYaml, problem="open quote", sign="'"), "end the text with `'`"),
    ('a: "foo\nb: 3\n', "1:4", Like(InvalidYaml, problem="open quote", sign='"'), 'end the text with `"`'),
    ("a: 'x\n---\n'", "1:4", Like(InvalidYaml, problem="open quote", sign="'"), "end the text with `'`"),
    ("a: [1, 2", "1:4", Like(InvalidYaml, problem="open bracket", sign="[", other="]"), "close it with `]`"),
    ("a: [1, 2\nb: 3\n", "1:4", Like(InvalidYaml, problem="open bracket", sign="[", other="]"), "close it with `]`"),
    (
        "a:\n  - {b: 1, c: 2\n  - d\n",
        "2:5",
        Like(InvalidYaml, problem="open bracket", sign="{", other="}"),
        "close it with `}`",
    ),
    ("a: [1\n---\nb", "1:4", Like(InvalidYaml, problem="open bracket", sign="[", other="]"), "close it with `]`"),
    ("a: [1}\n", "1:6", Like(InvalidYaml, problem="wrong bracket", sign="}", other="["), "close it with `]`"),
    ("a: [\n", "2:1", Like(InvalidYaml, problem="end in brackets"), "close them with `]` or `}`"),
    ("a: [1]]\n", "1:7", Like(InvalidYaml, problem="stray bracket", sign="]"), "take it out"),
    ("a: {b: 1}}\n", "1:10", Like(InvalidYaml, problem="stray bracket", sign="}"), "take it out"),
    (
        "a: {b: 1 c: 2}\n",
        "1:11",
        Like(InvalidYaml, problem="comma", sign="{}"),
        "put a comma between two values, or quotes around one",
    ),
    (
        "a: {b: 1\n  c: 2}\n",
        "2:4",
        Like(InvalidYaml, problem="comma", sign="{}"),
        "put a comma between two values, or quotes around one",
    ),
    (
        "a: ['x' 'y']\n",
        "1:9",
        Like(InvalidYaml, problem="comma", sign="[]"),
        "put a comma between two values, or quotes around one",
    ),
    ("a: [1,,2]\n", "1:7", Like(InvalidYaml, problem="stray comma"), "take the comma out"),
    (
        "a: {b: $(c[0] +\n  d)}\n",
        "1:11",
        Like(InvalidYaml, problem="cut expression", sign="[", other="{}"),
        "put the value in quotes",
    ),
    ("a:1\nb: 2\n", "1:2", Like(InvalidYaml, problem="missing space"), "write `key: value`"),
    ("a: 1\nb:2\nc: 3\n", "2:2", Like(InvalidYaml, problem="missing space"), "write `key: value`"),
    ("a: 1\nfoo\nb: 2\n", "2:1", Like(InvalidYaml, problem="bare key"), "write `key: value`"),
    ("foo\nb: 2\n", "1:1", Like(InvalidYaml, problem="bare key"), "write `key: value`"),
    (
        "a: b: c\n",
        "1:5",
        Like(InvalidYaml, problem="second colon"),
        "put the value in quotes if the colon belongs to it",
    ),
    (
        "a: 1\n  b: 2\n",
        "2:4",
        Like(InvalidYaml, problem="going on"),
        "indent it like the line above",
    ),
    (
        "a:\n    b: 1\n  c: 2",
        "3:3",
        Like(InvalidYaml, problem="misplaced"),
        "indent it like the lines that it belongs to",
    ),
    (
        "a:\n  - x\n - y\n",
        "3:2",
        Like(InvalidYaml, problem="misplaced"),
        "indent it like the lines that it belongs to",
    ),
    ("a: 1\n- b\n", "2:1", Like(InvalidYaml, problem="item among keys"), "indent the list under its key"),
    (
        "- b\na: 1\n",
        "2:1",
        Like(InvalidYaml, problem="key among items"),
        "begin the line with `- `, or end the list before it",
    ),
    (
        "a: - b\n",
        "1:4",
        Like(InvalidYaml, problem="dash"),
        "begin it on a line of its own, or write it as `[…]`",
    ),
    (
        "a: 'x' y\n",
        "1:8",
        Like(InvalidYaml, problem="more after a value", sign="y"),
        "put the whole value in quotes, or the rest on a line of its own",
    ),
    ("a: *\n", "1:4", Like(InvalidYaml, problem="no name", sign="*"), "put the value in quotes if `*` belongs to it"),
    ("a: & b\n", "1:4", Like(InvalidYaml, problem="no name", sign="&"), "put the value in quotes if `&` belongs to it"),
    (
        "a: |x\n  foo\n",
        "1:4",
        Like(InvalidYaml, problem="text beside a sign", sign="|"),
        "write the text on the lines below, or put it in quotes if `|` belongs to it",
    ),
    ("a: !foo!x 1\n", "1:4", Like(InvalidYaml, problem="tag"), "leave the tag out"),
    ("a: ? b\n", "1:4", Like(InvalidYaml, problem="question mark"), "put the value in quotes if `?` belongs to it"),
    (
        "'a'\n...\nb: 1\n",
        "3:1",
        Like(InvalidYaml, problem="more after the end", sign="b"),
        "put the whole value in quotes",
    ),
    (
        "%YAML 3.0\n---\na: 1",
        "1:1",
        Like(InvalidYaml, problem="directive"),
        "take the line out",
    ),
]

# Where libyaml and PyYAML's own reader stop at different characters, or one of them goes on.
ESCAPE = (
    Like(InvalidYaml, problem="escape"),
    r"in double quotes write a backslash as `\\`, or use single quotes",
)


@pytest.mark.parametrize("with_libyaml", [True, False])
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: repr(mistake[0]))
def test_mistakes(mistake: tuple[str, str, str, str], with_libyaml: bool, monkeypatch: pytest.MonkeyPatch):
    text, place, expected, advice = mistake
    monkeypatch.setattr(yaml, "__with_libyaml__", with_libyaml)
    _, [fault] = parse(SourceFile("f", text))
    assert fault.kind.name == "invalid-yaml"
    assert fault == expected
    assert [one.text for one in fault.helps] == [advice]
    assert str(fault.span) == f"f:{place}"


@pytest.mark.parametrize(("text", "column"), [('a: "\\q"', 5), ('a: "\\xZZ"', 7), ('a: "\\ud800"', 7)])
def test_escapes(text: str, column: int):
    _, [fault] = parse(SourceFile("f", text))
    assert (fault, fault.helps[0].text) == ESCAPE
    assert str(fault.span) == f"f:1:{column}"


def test_a_bracket_left_open_shows_where_that_is_noticed():
    _, [fault] = parse(SourceFile("f", "a: {b: 1\nc: 2\n"))
    assert [(str(label.span), label.text) for label in fault.labels] == [("f:2:2", "it is still open here")]


def test_a_line_that_fits_nowhere_shows_where_the_mapping_begins():
    _, [fault] = parse(SourceFile("f", "x: 1\na:\n  b: 1\n c: 2\n"))
    assert [(str(label.span), label.text) for label in fault.labels] == [("f:1:1", "the mapping begins here")]


def test_the_place_stays_in_the_text():
    source = SourceFile("f", "a: [é")
    _, [fault] = parse(source)
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (1, 4)


def test_a_complaint_of_an_unknown_reader_is_passed_on():
    source = SourceFile("f", "a: 1\n")
    fault = describe(yaml.MarkedYAMLError(problem="the moon is full"), source)
    assert (fault, str(fault.span), fault.helps) == (
        Like(InvalidYaml, problem="unexplained", sign="the moon is full"),
        "f:1:1",
        (),
    )
