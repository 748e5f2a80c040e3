"""Explains in plain words why a text is not YAML.

The YAML reader tells what it expected and where it stopped. The actual mistake is usually in that line or the one
above, so the rules here look at both. They know the messages of libyaml and of PyYAML's own reader.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from yaml import MarkedYAMLError

from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.edit import insert
from archspec.syntax.faults import MuchTooDeep
from archspec.syntax.yaml_faults import InvalidYaml


class _Place(NamedTuple):
    """A place in the text, counted from 0."""

    line: int
    column: int


class _Stop:
    """Where the reader stopped, and what is there.

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
    """A fault, and where it is.

    Attributes:
        data: What is wrong.
        place: Where; None for where the reader stopped.
        label: What the place where the reader stopped has to do with it, if the fault is elsewhere.
        opening: What the place has to do with it where the reader began.
        missing: What certainly is missing after the character at the place.
    """

    data: DiagnosticKind
    place: _Place | None = None
    label: str = ""
    opening: str = ""
    missing: str = ""


def describe(error: MarkedYAMLError, source: SourceFile, start: int = 0, stop: int | None = None) -> Diagnostic:
    """Returns the diagnostic for text that the reader cannot read.

    Args:
        error: What the reader says.
        source: The whole text.
        start: The first line that it was given, counted from 0.
        stop: The line after the last that it was given.
    """
    stopped = _Stop(error, source, start, stop)
    rule = next((rule for words, rule in _RULES if re.search(words, stopped.problem)), _unexplained)
    finding = _no_break_space(stopped) or rule(stopped)
    labels: list[Label] = []
    if finding.label:
        labels.append(Label(_span(source, stopped.place), finding.label))
    if finding.opening:
        labels.append(Label(_span(source, stopped.opening), finding.opening))
    span = _span(source, finding.place or stopped.place)
    remedies = None
    if finding.missing:
        edits = insert(span._replace(column=span.end_column), finding.missing)
        remedies = tuple(one._replace(edits=edits) for one in finding.data.helps())
    return Diagnostic(finding.data, span, labels=tuple(labels), remedies=remedies)


def misplaced(source: SourceFile, line: int, column: int) -> Diagnostic:
    """Returns the diagnostic for a line that fits to none of its neighbours.

    Args:
        source: The text.
        line: The line, counted from 0.
        column: Where it begins.
    """
    return Diagnostic(InvalidYaml("misplaced"), _span(source, _Place(line, column)))


def _span(source: SourceFile, place: _Place) -> Span:
    return Span(source, place.line + 1, place.column + 1, place.line + 1, place.column + 2)


# Rules ----------------------------------------------------------------------------------------------------------------


def _always(data: DiagnosticKind) -> Callable[[_Stop], _Finding]:
    return lambda stop: _Finding(data)  # noqa: ARG005 - whatever the reader stopped at


def _invalid(problem: str, sign: str = "", other: str = "", **more: Any) -> _Finding:
    return _Finding(InvalidYaml(problem, sign, other), **more)


def _no_break_space(stop: _Stop) -> _Finding | None:
    """Returns the fault of a space in front of a line that looks like one and is none, as web pages have it."""
    for line in range(stop.opening.line, stop.place.line + 1):
        if found := re.match(r"\s*?(?=\xa0)", stop.lines[line]):
            return _invalid("no-break space", place=_Place(line, found.end()))
    return None


def _cannot_begin(stop: _Stop) -> _Finding:
    if stop.character == "\t":
        return _invalid("tab")
    sign = "a backquote" if stop.character == "`" else f"`{stop.character}`"
    return _invalid("beginning", sign)


def _open_quote(stop: _Stop) -> _Finding:
    quote = stop.at(stop.opening) or "'"
    return _invalid("open quote", quote, place=stop.opening)


def _in_brackets(stop: _Stop) -> _Finding:
    bracket = "{" if "mapping" in stop.problem else "["
    closing = {"{": "}", "[": "]"}[bracket]
    if "$(" in stop.before and stop.character in ("[", "]", "{", "}"):
        return _invalid("cut expression", stop.character, bracket + closing)
    opening_line = stop.lines[stop.opening.line]
    same_block = _indent(stop.lines[stop.place.line]) <= _indent(opening_line)
    if stop.at_end or (stop.place.line > stop.opening.line and same_block):
        label = "" if stop.at_end else "it is still open here"
        return _invalid("open bracket", bracket, closing, place=stop.opening, label=label)
    if stop.character in ("]", "}"):
        return _invalid("wrong bracket", stop.character, bracket, opening="opened here")
    if stop.character == "{" and stop.before.endswith("$"):
        return _invalid("braces after $", bracket + closing)
    return _invalid("comma", bracket + closing, opening="opened here")


def _no_value(stop: _Stop) -> _Finding:
    if stop.at_end:
        return _invalid("end in brackets")
    if stop.character == ",":
        return _invalid("stray comma")
    return _invalid("missing value", stop.word())


def _in_block(stop: _Stop) -> _Finding:
    is_mapping = "block mapping" in stop.problem
    if stop.before.strip(" -"):
        if stop.character in ("]", "}"):
            return _invalid("stray bracket", stop.character)
        return _invalid("more after a value", stop.word())
    opening = "the mapping begins here" if is_mapping else "the list begins here"
    if stop.place.column != stop.opening.column:
        return _invalid("misplaced", opening=opening)
    if is_mapping:
        return _invalid("item among keys" if stop.character == "-" else "missing key", opening=opening)
    return _invalid("key among items", opening=opening)


def _unexpected_colon(stop: _Stop) -> _Finding:
    if kind := re.match(r"\s*(?:- +)*([A-Za-z_]\w*)(?= *\{)", stop.before):
        place = stop.place._replace(column=kind.end() - 1)
        return _invalid("missing colon", kind[1], place=place, missing=":")
    if re.search(r"\S:\s", stop.before):
        return _invalid("second colon")
    if re.search(r":\s|:$", stop.above):
        return _invalid("going on")
    above = max((at for at in range(stop.place.line) if stop.lines[at].strip()), default=stop.place.line)
    place = _Place(above, _indent(stop.lines[above]))
    return _no_colon(stop.above, place, label="here the next key begins")


def _no_key(stop: _Stop) -> _Finding:
    return _no_colon(stop.lines[stop.opening.line], stop.opening)


def _no_colon(line: str, place: _Place, label: str = "") -> _Finding:
    if found := re.search(r":(?=[^\s:])", line):
        certain = re.fullmatch(r"\s*(?:- +)*[A-Za-z_]\w*", line[: found.start()])
        place = place._replace(column=found.start())
        return _invalid("missing space", place=place, missing=" " if certain else "")
    return _invalid("bare key", place=place, label=label)


def _no_anchor_name(stop: _Stop) -> _Finding:
    return _invalid("no name", stop.at(stop.opening), place=stop.opening)


def _block_header(stop: _Stop) -> _Finding:
    return _invalid("text beside a sign", stop.at(stop.opening), place=stop.opening)


def _directive(stop: _Stop) -> _Finding:
    return _invalid("directive", place=stop.opening)


def _tag_handle(stop: _Stop) -> _Finding:
    return _invalid("tag", place=stop.opening)


def _after_end(stop: _Stop) -> _Finding:
    return _invalid("more after the end", stop.word())


def _unexplained(stop: _Stop) -> _Finding:
    return _invalid("unexplained", stop.problem.strip(": "))


_RULES: tuple[tuple[str, Callable[[_Stop], _Finding]], ...] = (
    (r"maximum nesting depth", _always(MuchTooDeep())),
    (r"tab character", _always(InvalidYaml("tab"))),
    (r"cannot start any token", _cannot_begin),
    (r"quoted scalar.*(end of stream|document)", _open_quote),
    (r"quoted scalar.*(escape|hex)", _always(InvalidYaml("escape"))),
    (r"expected ',' or", _in_brackets),
    (r"expected (the )?node content", _no_value),
    (r"block (mapping|collection): ", _in_block),
    (r"mapping values are not allowed", _unexpected_colon),
    (r"could not find expected ':'", _no_key),
    (r"sequence entries are not allowed", _always(InvalidYaml("dash"))),
    (r"(alias|anchor): ", _no_anchor_name),
    (r"block scalar: ", _block_header),
    (r"directive|incompatible YAML document", _directive),
    (r"tag", _tag_handle),
    (r"<document start>", _after_end),
    (r"mapping keys are not allowed", _always(InvalidYaml("question mark"))),
)
"""Words of the reader, and what they come from; the first that matches."""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
