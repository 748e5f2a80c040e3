"""What a test expects of a diagnostic: its kind and its fields, never its words."""

from dataclasses import MISSING, fields
from typing import Any, cast, final

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.layers.fields import Accepts
from archspec.tensors.dim import Dim


@final
class Like:
    """Equal to a diagnostic of a kind, or of a case of one, with these fields, and with what it begins with.

    A field that is not given may have any value, unless it has a default. Open sizes are given as they are written:
    `("H", "2*⌈W/2⌉", 4)`; so is what a field accepts.
    """

    def __init__(self, case: type[DiagnosticKind], subject: str = "", /, **values: object) -> None:
        known = {name for base in case.__mro__ for name in vars(base).get("__annotations__", ())}
        assert values.keys() <= known, f"{case.__name__} has no {sorted(values.keys() - known)}"
        self._case = case
        self._subject = subject
        self._values = values

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Diagnostic):
            return other.subject == self._subject and self._fits(other.data)
        return isinstance(other, DiagnosticKind) and not self._subject and self._fits(other)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - equal to many that differ

    def __repr__(self) -> str:
        subject = [repr(self._subject)] if self._subject else []
        values = [f"{name}={value!r}" for name, value in self._values.items()]
        return f"Like({', '.join([self._case.__name__, *subject, *values])})"

    def _fits(self, data: DiagnosticKind) -> bool:
        if type(data) is not self._case:
            return False
        defaults = {one.name: one.default for one in fields(cast("Any", data)) if one.compare}
        wanted = {name: value for name, value in defaults.items() if value is not MISSING} | self._values
        return all(_agree(getattr(data, name), value) for name, value in wanted.items())


def _agree(found: Any, wanted: Any) -> bool:
    if isinstance(found, tuple) and isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(map(_agree, found, wanted))
    return (str(found) if isinstance(found, Dim | Accepts) else found) == wanted
