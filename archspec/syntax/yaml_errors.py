"""Says in plain words why a text is not YAML.

The reader underneath tells what it expected, and where it gave up. What the author did wrong usually shows in the line
itself, or in the one above; the rules here look at both. They know the words of libyaml and of PyYAML's own reader.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from yaml import MarkedYAMLError

from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from archspec.diagnostics.unconverted import Unconverted
from archspec.syntax.edit import inserted
from archspec.syntax.faults import InvalidYaml, NestingTooDeep


class _Place(NamedTuple):
    """A place in the text, counted from 0."""

    line: int
    column: int


class _Stop:
    """Where the reader stopped, and what stands there.

    Attributes:
        problem: What it expected, in its own words.
        place: Where it stopped.
        opening: Where the thing began that it was reading.
        character: The character where it stopped; empty at the end of the text.
        before: The text before that on its line.
        above: The nearest line above that is not blank.
    """

    def __init__(self, error: MarkedYAMLError, source: SourceFile, start: int, stop: int | None) -> None:
        self.problem = f"{error.context or ''}: {error.problem or ''}"
        self.lines = source.lines[:stop]
        mark = error.problem_mark or error.context_mark
        self.place = self._place(start + mark.line, mark.column) if mark else _Place(start, 0)
        begun = error.context_mark or mark
        self.opening = self._place(start + begun.line, begun.column) if begun else self.place
        line = self.lines[self.place.line]
        self.character = line[self.place.column : self.place.column + 1]
        self.before = line[: self.place.column]
        self.above = next((line for line in self.lines[: self.place.line][::-1] if line.strip()), "")

    @property
    def at_end(self) -> bool:
        """Whether nothing follows."""
        rest = self.lines[self.place.line][self.place.column :]
        return not rest.strip() and not any(line.strip() for line in self.lines[self.place.line + 1 :])

    def _place(self, line: int, column: int) -> _Place:
        # At the end, the reader may count a line more than there is.
        if line >= len(self.lines):
            line, column = len(self.lines) - 1, len(self.lines[-1])
        return _Place(line, min(column, len(self.lines[line])))

    def at(self, place: _Place) -> str:
        """Returns the character at a place."""
        return self.lines[place.line][place.column : place.column + 1]

    def word(self) -> str:
        """Returns the word that begins where the reader stopped."""
        rest = self.lines[self.place.line][self.place.column :]
        return (re.match(r"[\w$.-]+|.?", rest) or [""])[0]


class _Finding(NamedTuple):
    """A fault in plain words.

    Attributes:
        message: What is wrong.
        advice: What to do; empty if that is not known.
        place: Where; None for where the reader stopped.
        label: What the place where the reader stopped has to do with it, if the fault is elsewhere.
        opening: What the place has to do with it where the reader began.
        missing: What certainly is missing after the character at the place.
        kind: What kind of fault it is.
    """

    message: str
    advice: str
    place: _Place | None = None
    label: str = ""
    opening: str = ""
    missing: str = ""
    kind: type[DiagnosticKind] = InvalidYaml


def describe(error: MarkedYAMLError, source: SourceFile, start: int = 0, stop: int | None = None) -> Diagnostic:
    """Returns the finding for text that the reader cannot read.

    Args:
        error: What the reader says.
        source: The whole text.
        start: The first line that it was given, counted from 0.
        stop: The line after the last that it was given.
    """
    stopped = _Stop(error, source, start, stop)
    rule = next((rule for words, rule in _RULES if re.search(words, stopped.problem)), _unexplained)
    finding = _no_break_space(stopped) or (rule if isinstance(rule, _Finding) else rule(stopped))
    labels: list[Label] = []
    if finding.label:
        labels.append(Label(_span(source, stopped.place), finding.label))
    if finding.opening:
        labels.append(Label(_span(source, stopped.opening), finding.opening))
    span = _span(source, finding.place or stopped.place)
    edits = inserted(span._replace(column=span.end_column), finding.missing) if finding.missing else ()
    return Diagnostic(
        Unconverted(finding.kind, finding.message, advice=(Help(finding.advice, edits),) if finding.advice else ()),
        span,
        labels=tuple(labels),
    )


def misplaced(source: SourceFile, line: int, column: int) -> Diagnostic:
    """Returns the finding for a line that fits to none of its neighbours.

    Args:
        source: The text.
        line: The line, counted from 0.
        column: Where it begins.
    """
    span = _span(source, _Place(line, column))
    return Diagnostic(Unconverted(InvalidYaml, _MISPLACED.message, advice=(Help(_MISPLACED.advice),)), span)


def _span(source: SourceFile, place: _Place) -> Span:
    return Span(source, place.line + 1, place.column + 1, place.line + 1, place.column + 2)


# Rules ----------------------------------------------------------------------------------------------------------------


_TOO_DEEP = _Finding("this is nested much too deep", "", kind=NestingTooDeep)
_TAB = _Finding("a tab stands where the line is indented", "indent with spaces")
_MISPLACED = _Finding(
    "this line is indented like none of those before it", "indent it like the lines that it belongs to"
)
_ESCAPE = _Finding(
    "a backslash begins no escape that YAML knows",
    r"in double quotes write a backslash as `\\`, or use single quotes",
)
_UNEXPECTED_DASH = _Finding(
    "a list with dashes cannot begin in the middle of a line",
    "begin it on a line of its own, or write it as `[…]`",
)
_QUESTION_MARK = _Finding("`? ` cannot begin a key here", "put the value in quotes if `?` belongs to it")


def _no_break_space(stop: _Stop) -> _Finding | None:
    """Returns the fault of a space in front of a line that looks like one and is none, as web pages have it."""
    for line in range(stop.opening.line, stop.place.line + 1):
        if found := re.match(r"\s*?(?=\xa0)", stop.lines[line]):
            message = "a no-break space (U+00A0) stands where the line is indented"
            return _Finding(message, "indent with ordinary spaces", _Place(line, found.end()))
    return None


def _cannot_begin(stop: _Stop) -> _Finding:
    if stop.character == "\t":
        return _TAB
    sign = "a backquote" if stop.character == "`" else f"`{stop.character}`"
    return _Finding(f"a value cannot begin with {sign}", "put the value in quotes")


def _open_quote(stop: _Stop) -> _Finding:
    quote = stop.at(stop.opening) or "'"
    return _Finding(f"the quote `{quote}` is never closed", f"end the text with `{quote}`", stop.opening)


def _in_brackets(stop: _Stop) -> _Finding:
    bracket = "{" if "mapping" in stop.problem else "["
    closing = {"{": "}", "[": "]"}[bracket]
    if "$(" in stop.before and stop.character in ("[", "]", "{", "}"):
        message = f"`{stop.character}` ends the value inside `{bracket}{closing}`, in the middle of an expression"
        return _Finding(message, "put the value in quotes")
    opening_line = stop.lines[stop.opening.line]
    same_block = _indent(stop.lines[stop.place.line]) <= _indent(opening_line)
    if stop.at_end or (stop.place.line > stop.opening.line and same_block):
        label = "" if stop.at_end else "it is still open here"
        return _Finding(f"`{bracket}` is never closed", f"close it with `{closing}`", stop.opening, label)
    if stop.character in ("]", "}"):
        advice = f"close it with `{closing}`"
        return _Finding(f"`{stop.character}` cannot close `{bracket}`", advice, opening="opened here")
    message = f"a comma is missing between the values in `{bracket}{closing}`"
    if stop.character == "{" and stop.before.endswith("$"):
        return _Finding(message, "a value is written `$name` or `$(expression)`, in parentheses")
    return _Finding(message, "put a comma between two values, or quotes around one", opening="opened here")


def _no_value(stop: _Stop) -> _Finding:
    if stop.at_end:
        return _Finding("the text ends inside brackets", "close them with `]` or `}`")
    if stop.character == ",":
        return _Finding("no value stands before the comma", "take the comma out")
    advice = "write one, or put a sign that belongs to it in quotes"
    return _Finding(f"a value is missing before `{stop.word()}`", advice)


def _in_block(stop: _Stop) -> _Finding:
    is_mapping = "block mapping" in stop.problem
    if stop.before.strip(" -"):
        if stop.character in ("]", "}"):
            return _Finding(f"`{stop.character}` closes nothing", "take it out")
        advice = "put the whole value in quotes, or the rest on a line of its own"
        return _Finding(f"`{stop.word()}` follows after the value has ended", advice)
    opening = "the mapping begins here" if is_mapping else "the list begins here"
    if stop.place.column != stop.opening.column:
        return _MISPLACED._replace(opening=opening)
    if is_mapping:
        message, advice = "a list item stands among the keys of a mapping", "indent the list under its key"
        if stop.character != "-":
            message, advice = "a key is missing here", "write `key: value`"
    else:
        message = "a key stands among the items of a list"
        advice = "begin the line with `- `, or end the list before it"
    return _Finding(message, advice, opening=opening)


def _unexpected_colon(stop: _Stop) -> _Finding:
    if kind := re.match(r"\s*(?:- +)*([A-Za-z_]\w*)(?= *\{)", stop.before):
        place = stop.place._replace(column=kind.end() - 1)
        return _Finding(f"a colon is missing after `{kind[1]}`", f"write `{kind[1]}: {{…}}`", place, missing=":")
    if re.search(r"\S:\s", stop.before):
        return _Finding("a second `: ` stands in one value", "put the value in quotes if the colon belongs to it")
    if re.search(r":\s|:$", stop.above):
        return _Finding("this line is indented as if it went on with the value above", "indent it like the line above")
    above = max((at for at in range(stop.place.line) if stop.lines[at].strip()), default=stop.place.line)
    place = _Place(above, _indent(stop.lines[above]))
    return _no_colon(stop.above, place, label="here the next key begins")


def _no_key(stop: _Stop) -> _Finding:
    return _no_colon(stop.lines[stop.opening.line], stop.opening)


def _no_colon(line: str, place: _Place, label: str = "") -> _Finding:
    advice = "write `key: value`"
    if found := re.search(r":(?=[^\s:])", line):
        certain = re.fullmatch(r"\s*(?:- +)*[A-Za-z_]\w*", line[: found.start()])
        place = place._replace(column=found.start())
        return _Finding("a space is missing after the colon", advice, place, missing=" " if certain else "")
    return _Finding("a key stands without a colon and a value", advice, place, label)


def _no_anchor_name(stop: _Stop) -> _Finding:
    sign = stop.at(stop.opening)
    advice = f"put the value in quotes if `{sign}` belongs to it"
    return _Finding(f"`{sign}` stands before no name", advice, stop.opening)


def _block_header(stop: _Stop) -> _Finding:
    sign = stop.at(stop.opening)
    advice = f"write the text on the lines below, or put it in quotes if `{sign}` belongs to it"
    return _Finding(f"text stands on the same line as `{sign}`", advice, stop.opening)


def _directive(stop: _Stop) -> _Finding:
    message = "a line that begins with `%` is an instruction to the YAML reader"
    return _Finding(message, "take the line out", stop.opening)


def _tag_handle(stop: _Stop) -> _Finding:
    return _Finding("the tag is not one of YAML's core tags", "leave the tag out", stop.opening)


def _after_end(stop: _Stop) -> _Finding:
    return _Finding(f"`{stop.word()}` follows after the value has ended", "put the whole value in quotes")


def _unexplained(stop: _Stop) -> _Finding:
    return _Finding(f"this is not YAML ({stop.problem.strip(': ')})", "")


_RULES: tuple[tuple[str, _Finding | Callable[[_Stop], _Finding]], ...] = (
    (r"maximum nesting depth", _TOO_DEEP),
    (r"tab character", _TAB),
    (r"cannot start any token", _cannot_begin),
    (r"quoted scalar.*(end of stream|document)", _open_quote),
    (r"quoted scalar.*(escape|hex)", _ESCAPE),
    (r"expected ',' or", _in_brackets),
    (r"expected (the )?node content", _no_value),
    (r"block (mapping|collection): ", _in_block),
    (r"mapping values are not allowed", _unexpected_colon),
    (r"could not find expected ':'", _no_key),
    (r"sequence entries are not allowed", _UNEXPECTED_DASH),
    (r"(alias|anchor): ", _no_anchor_name),
    (r"block scalar: ", _block_header),
    (r"directive|incompatible YAML document", _directive),
    (r"tag", _tag_handle),
    (r"<document start>", _after_end),
    (r"mapping keys are not allowed", _QUESTION_MARK),
)
"""Words of the reader, and what they come from; the first that matches."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
