"""What single values mean, and what is wrong with them."""

from typing import Any

from archspec.diagnostics.source import Span
from archspec.diagnostics.words import short
from archspec.syntax import faults
from archspec.syntax.characters import described, forbidden_in_value
from archspec.syntax.core_schema import CORE_TAG, MAX_INTEGER_DIGITS, Value, by_yaml_1_1, has_underscores, obey, resolve
from archspec.syntax.findings import Findings

SPOILT: Any = object()
"""What a value comes to that an error spoils."""

_TAGS = frozenset({"str", "int", "float", "bool", "null"})
_COLLECTION_TAGS = frozenset({"seq", "map"})


class Scalars:
    """Reads the single values of one text.

    Args:
        findings: Takes what is wrong.
    """

    def __init__(self, findings: Findings) -> None:
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
            self._warn(text, value, other, span)
        return value

    def is_allowed(self, text: str, span: Span) -> bool:
        """Returns whether a text in double quotes has no escape that brings in what a spec must not hold."""
        offset = forbidden_in_value(text)
        if offset is not None:
            message = f"{described(text[offset])} cannot stand in a spec, not even as an escape"
            self._findings.report(faults.ForbiddenCharacter, message, span)
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
            message = f"`{short(text)}` is not what its tag `!!{name}` says"
            self._findings.report(faults.TagMismatch, message, span)
            return SPOILT

    def refuse_tag(self, tag: str, what: str, span: Span) -> None:
        """Reports a tag that is not allowed, or not where it stands."""
        name = tag.removeprefix(CORE_TAG)
        if name == tag or name not in _TAGS | _COLLECTION_TAGS:
            message = f"`{short(tag if name == tag else f'!!{name}')}` is not a core tag of YAML"
            self._findings.report(faults.UnknownTag, message, span, helps=["leave the tag out"])
        else:
            self._findings.report(faults.TagMismatch, f"the tag `!!{name}` stands before {what}", span)

    def _refuse_number(self, text: str, span: Span) -> Value:
        limits = f"integers have at most {MAX_INTEGER_DIGITS} digits, others reach 1.8e308"
        self._findings.report(faults.NumberTooLarge, f"the number `{short(text)}` is too large: {limits}", span)
        return SPOILT

    def _warn(self, text: str, value: Value, other: str, span: Span) -> None:
        """Reports a text that YAML 1.1 reads otherwise."""
        shown = other if other == "a date" else f"`{other}`"
        if isinstance(value, str):
            meaning = "text"
            advice = f'put it in quotes if text is meant: `"{text}"`'
            helps = [advice] if other == "a date" else [f"write {shown} if that is meant", advice]
        else:
            meaning = f"`{value}`"
            helps = [f"write {meaning} or {shown}, whichever is meant"]
        message = f"`{text}` is {meaning} here, but {shown} where YAML 1.1 is read"
        self._findings.report(faults.AmbiguousScalar, message, span, helps=helps)
