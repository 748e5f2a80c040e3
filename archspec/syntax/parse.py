"""Parses YAML text to a tree with places."""

import re
from typing import Literal

import yaml

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax import faults, yaml_faults
from archspec.syntax.characters import forbidden_in_text
from archspec.syntax.collector import Collector, LimitError
from archspec.syntax.composer import Composer, events
from archspec.syntax.tree import Tree

# The YAML reader compares every `%TAG` line with every other, and no tag that one could declare is allowed.
_TAG_LINE = r"(?:\A|(?<=[\r\n]))%TAG[^\r\n]*"


def read(data: bytes, name: str) -> tuple[SourceFile | None, list[Diagnostic]]:
    """Decodes the bytes of a file.

    Args:
        data: The bytes.
        name: The file as the user named it.

    Returns:
        The text without its byte-order mark, None if it cannot be read; and why not.
    """
    if len(data) > limits.FILE:
        return None, [_too_large(SourceFile(name, ""), "bytes")]
    try:
        source = SourceFile(name, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, name)]
    refused = _refused(source)
    return (None, refused) if refused else (source, [])


def parse(source: SourceFile) -> tuple[Tree | None, list[Diagnostic]]:
    """Parses YAML text.

    Never raises, and never recurses, whatever the text.

    Returns:
        What could be read, None if nothing could; and what is wrong, in the order of the text. The tree is whole if no
        diagnostic is an error. Where one is, there may be a `Hole`.
    """
    refused = _refused(source)
    if refused:
        return None, refused
    collector = Collector()
    composer = Composer(source, collector)
    try:
        composer.compose(events(source.text))
    except yaml.MarkedYAMLError as error:
        from archspec.syntax.recover import recover  # only where something is wrong
        from archspec.syntax.yaml_errors import describe

        mark = error.problem_mark
        explained = mark and composer.has_explained(mark.line, mark.column)
        whole = None if explained else describe(error, source)
        tree, found = recover(source, whole)
        return tree, found if tree is not None else [*collector.diagnostics, *([whole] if whole else [])]
    except LimitError:
        return None, collector.diagnostics
    return composer.finish(), collector.diagnostics


def _refused(source: SourceFile) -> list[Diagnostic]:
    """Returns why the YAML reader must not see the text."""
    text = source.text
    if len(text) > limits.FILE:
        return [_too_large(source, "characters")]
    offset = forbidden_in_text(text)
    if offset is not None:
        return [Diagnostic(faults.ForbiddenCharacter(text[offset]), _span(source, offset, 1))]
    if "%TAG" in text and (found := re.search(_TAG_LINE, text)):
        return [Diagnostic(yaml_faults.TagDirective(), _span(source, found.start(), len(found[0])))]
    return []


def _too_large(source: SourceFile, unit: Literal["bytes", "characters"]) -> Diagnostic:
    return Diagnostic(faults.FileTooLarge(limits.FILE, unit), Span(source, 1, 1, 1, 1))


def _not_utf8(data: bytes, offset: int, name: str) -> Diagnostic:
    source = SourceFile(name, data.decode("utf-8", errors="replace").removeprefix("\ufeff"))
    before = data[:offset].decode("utf-8").removeprefix("\ufeff")
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = faults.NotUtf8(data[offset], offset, is_utf16)
    return Diagnostic(found, _span(source, len(before), 1))


def _span(source: SourceFile, offset: int, length: int) -> Span:
    """Returns the place of some characters of the text on one line."""
    line, column = source.place(offset)
    return Span(source, line, column, line, column + length)
