"""Resolves scalars to values, and reports what is wrong with them."""

from typing import Any

from archspec import limits
from archspec.diagnostics.source import Span
from archspec.syntax import faults, yaml_faults
from archspec.syntax.characters import forbidden_in_value
from archspec.syntax.collector import Collector
from archspec.syntax.core_schema import CORE_TAG, Value, by_yaml_1_1, has_underscores, obey, resolve

SPOILT: Any = object()
"""What a value comes to that an error spoils."""

_TAGS = frozenset({"str", "int", "float", "bool", "null"})
_COLLECTION_TAGS = frozenset({"seq", "map"})


class Scalars:
    """Reads the single values of one text.

    Args:
        diagnostics: Takes what is wrong.
    """

    def __init__(self, findings: Collector) -> None:
        self._findings = findings
        self._known: dict[str, Value] = {}  # most texts stand in a file many times

    def plain(self, text: str, span: Span, *, allow_underscores: bool) -> Value:
        """Returns the value of a text without quotes, `SPOILT` if that is too large a number."""
        known = self._known
        if text in known:
            return known[text]
        try:
            value = resolve(text)
        except OverflowError:
            return self._refuse_number(text, span)
        other = by_yaml_1_1(text)
        if other is None:
            known[text] = value
        elif not (allow_underscores and has_underscores(text)):
            self._findings.report(faults.AmbiguousScalar(text, value, other), span)
        return value

    def is_allowed(self, text: str, span: Span) -> bool:
        """Returns whether a text in double quotes has no escape that brings in what a spec must not hold."""
        offset = forbidden_in_value(text)
        if offset is not None:
            self._findings.report(faults.ForbiddenEscape(text[offset]), span)
        return offset is None

    def tagged(self, tag: str, text: str, span: Span) -> Value:
        """Returns the value that a text has under a tag, `SPOILT` if it has none."""
        name = tag.removeprefix(CORE_TAG)
        if name == tag or name not in _TAGS:
            self.refuse_tag(tag, "a single value", span)
            return SPOILT
        try:
            return obey(name, text)
        except OverflowError:
            return self._refuse_number(text, span)
        except ValueError:
            self._findings.report(yaml_faults.TagMismatch(name, text), span)
            return SPOILT

    def refuse_tag(self, tag: str, what: str, span: Span) -> None:
        """Reports a tag that is not allowed, or not where it is."""
        name = tag.removeprefix(CORE_TAG)
        if name == tag or name not in _TAGS | _COLLECTION_TAGS:
            self._findings.report(yaml_faults.UnknownTag(tag if name == tag else f"!!{name}"), span)
        else:
            self._findings.report(yaml_faults.MisplacedTag(name, what), span)

    def _refuse_number(self, text: str, span: Span) -> Value:
        self._findings.report(faults.WrittenTooLarge(text, limits.DIGITS), span)
        return SPOILT
