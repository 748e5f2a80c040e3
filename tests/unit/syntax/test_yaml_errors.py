"""The commonest mistakes, and what is said about them."""

import pytest
import yaml

from archspec.diagnostics.source import SourceFile
from archspec.syntax.parse import parse
from archspec.syntax.yaml_errors import describe

MISTAKES = [
    ("a:\n\tb: 1\n", "2:1", "a tab is in the indentation of the line", "indent with spaces"),
    ("a:\n  b: 1\n\tc: 2\n", "3:1", "a tab is in the indentation of the line", "indent with spaces"),
    ("a: @x\n", "1:4", "a value cannot begin with `@`", "put the value in quotes"),
    ("a: `x`\n", "1:4", "a value cannot begin with a backquote", "put the value in quotes"),
    ("a: %x\n", "1:4", "a value cannot begin with `%`", "put the value in quotes"),
    ("a: 'foo\nb: 3\n", "1:4", "the quote `'` is never closed", "end the text with `'`"),
    ('a: "foo\nb: 3\n', "1:4", 'the quote `"` is never closed', 'end the text with `"`'),
    ("a: 'x\n---\n'", "1:4", "the quote `'` is never closed", "end the text with `'`"),
    ("a: [1, 2", "1:4", "`[` is never closed", "close it with `]`"),
    ("a: [1, 2\nb: 3\n", "1:4", "`[` is never closed", "close it with `]`"),
    ("a:\n  - {b: 1, c: 2\n  - d\n", "2:5", "`{` is never closed", "close it with `}`"),
    ("a: [1\n---\nb", "1:4", "`[` is never closed", "close it with `]`"),
    ("a: [1}\n", "1:6", "`}` cannot close `[`", "close it with `]`"),
    ("a: [\n", "2:1", "the text ends inside brackets", "close them with `]` or `}`"),
    ("a: [1]]\n", "1:7", "`]` closes nothing", "take it out"),
    ("a: {b: 1}}\n", "1:10", "`}` closes nothing", "take it out"),
    (
        "a: {b: 1 c: 2}\n",
        "1:11",
        "a comma is missing between the values in `{}`",
        "put a comma between two values, or quotes around one",
    ),
    (
        "a: {b: 1\n  c: 2}\n",
        "2:4",
        "a comma is missing between the values in `{}`",
        "put a comma between two values, or quotes around one",
    ),
    (
        "a: ['x' 'y']\n",
        "1:9",
        "a comma is missing between the values in `[]`",
        "put a comma between two values, or quotes around one",
    ),
    ("a: [1,,2]\n", "1:7", "there is no value before the comma", "take the comma out"),
    (
        "a: {b: $(c[0] +\n  d)}\n",
        "1:11",
        "`[` ends the value inside `{}`, in the middle of an expression",
        "put the value in quotes",
    ),
    ("a:1\nb: 2\n", "1:2", "a space is missing after the colon", "write `key: value`"),
    ("a: 1\nb:2\nc: 3\n", "2:2", "a space is missing after the colon", "write `key: value`"),
    ("a: 1\nfoo\nb: 2\n", "2:1", "a key has no colon and no value", "write `key: value`"),
    ("foo\nb: 2\n", "1:1", "a key has no colon and no value", "write `key: value`"),
    (
        "a: b: c\n",
        "1:5",
        "there is a second `: ` in one value",
        "put the value in quotes if the colon belongs to it",
    ),
    (
        "a: 1\n  b: 2\n",
        "2:4",
        "this line is indented as if it went on with the value above",
        "indent it like the line above",
    ),
    (
        "a:\n    b: 1\n  c: 2",
        "3:3",
        "this line is indented like none of those before it",
        "indent it like the lines that it belongs to",
    ),
    (
        "a:\n  - x\n - y\n",
        "3:2",
        "this line is indented like none of those before it",
        "indent it like the lines that it belongs to",
    ),
    ("a: 1\n- b\n", "2:1", "a list item is among the keys of a mapping", "indent the list under its key"),
    (
        "- b\na: 1\n",
        "2:1",
        "a key is among the items of a list",
        "begin the line with `- `, or end the list before it",
    ),
    (
        "a: - b\n",
        "1:4",
        "a list with dashes cannot begin in the middle of a line",
        "begin it on a line of its own, or write it as `[…]`",
    ),
    (
        "a: 'x' y\n",
        "1:8",
        "`y` follows after the value has ended",
        "put the whole value in quotes, or the rest on a line of its own",
    ),
    ("a: *\n", "1:4", "`*` is not followed by a name", "put the value in quotes if `*` belongs to it"),
    ("a: & b\n", "1:4", "`&` is not followed by a name", "put the value in quotes if `&` belongs to it"),
    (
        "a: |x\n  foo\n",
        "1:4",
        "text is on the same line as `|`",
        "write the text on the lines below, or put it in quotes if `|` belongs to it",
    ),
    ("a: !foo!x 1\n", "1:4", "the tag is not one of YAML's core tags", "leave the tag out"),
    ("a: ? b\n", "1:4", "`? ` cannot begin a key here", "put the value in quotes if `?` belongs to it"),
    ("'a'\n...\nb: 1\n", "3:1", "`b` follows after the value has ended", "put the whole value in quotes"),
    (
        "%YAML 3.0\n---\na: 1",
        "1:1",
        "a line that begins with `%` is an instruction to the YAML reader",
        "take the line out",
    ),
]

# Where libyaml and PyYAML's own reader stop at different characters, or one of them goes on.
ESCAPE = (
    "a backslash begins no escape that YAML knows",
    r"in double quotes write a backslash as `\\`, or use single quotes",
)


@pytest.mark.parametrize("with_libyaml", [True, False])
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: repr(mistake[0]))
def test_mistakes(mistake: tuple[str, str, str, str], with_libyaml: bool, monkeypatch: pytest.MonkeyPatch):
    text, place, message, advice = mistake
    monkeypatch.setattr(yaml, "__with_libyaml__", with_libyaml)
    _, [fault] = parse(SourceFile("f", text))
    assert fault.kind.name == "invalid-yaml"
    assert fault.message == message
    assert [one.text for one in fault.helps] == [advice]
    assert str(fault.span) == f"f:{place}"


@pytest.mark.parametrize(("text", "column"), [('a: "\\q"', 5), ('a: "\\xZZ"', 7), ('a: "\\ud800"', 7)])
def test_escapes(text: str, column: int):
    _, [fault] = parse(SourceFile("f", text))
    assert (fault.message, fault.helps[0].text) == ESCAPE
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
    assert (fault.message, str(fault.span), fault.helps) == ("this is not YAML (the moon is full)", "f:1:1", ())
