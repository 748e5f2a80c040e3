"""The base of every kind of diagnostic."""

import re
from abc import ABC
from dataclasses import dataclass, field, fields
from threading import RLock
from typing import Any, ClassVar, Literal, Self, cast, dataclass_transform

from archspec.diagnostics.help import Help

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""How bad a diagnostic may be, the worst first."""

_LOCK = RLock()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class DiagnosticKind:
    """One kind of diagnostic, named for the bad thing. An instance says what is wrong in one place, as data.

    Every subclass is a frozen dataclass: numbers, names and places are its fields, and `message`, `notes` and `helps`
    put them into words. Code decides by the class and its fields, never by the words. A place among them is a
    `field(compare=False)`: what is wrong stays the same when it moves.

    The name in kebab case is what users see, allow and ask `archspec explain` for (`ChannelMismatch` is
    `channel-mismatch`). The docstring is the manual page, in Markdown: a first line that says what is wrong, a
    paragraph that explains it, then a section `Example:` with a fenced YAML spec that has the fault and a section
    `Instead:` with one that does not.

    A kind with several sentences has a subclass for each, a *case*, which has the kind's name and page and
    may be in the `faults.py` of another folder, beside the code that reports it. A class with `ABC` among its bases
    is a family of kinds: it has neither name nor page.

    Attributes:
        kind: The kind: the class itself, or the one that it is a case of.
        name: The kebab-case name.
        severity: How bad it is unless the user says otherwise.
        in_every_network: Whether it is reported only if every network of the spec has it, the default and all variants:
            what one of them leaves unused, another may use.
    """

    kind: "ClassVar[type[DiagnosticKind]]"
    name: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    in_every_network: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "kind") and ABC not in cls.__bases__:
            cls.kind = cls
            cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __new__(cls, *_values: object, **_named: object) -> Self:
        """Makes an instance, and the class a dataclass if it is the first: at import, that would slow every check."""
        with _LOCK:
            for base in reversed(cls.__mro__[: cls.__mro__.index(DiagnosticKind)]):
                if issubclass(base, DiagnosticKind) and "__dataclass_fields__" not in vars(base):
                    dataclass(frozen=True)(base)
        return super().__new__(cls)

    def message(self) -> str:
        """Returns what is wrong, with the numbers: lower case, no full stop, names in backquotes."""
        raise NotImplementedError

    def notes(self) -> tuple[str, ...]:
        """Returns causes."""
        return ()

    def helps(self) -> "tuple[Help, ...]":
        """Returns things to do."""
        return ()

    def facts(self) -> dict[str, Any]:
        """Returns the fields by name."""
        return {one.name: getattr(self, one.name) for one in fields(cast("Any", self))}
