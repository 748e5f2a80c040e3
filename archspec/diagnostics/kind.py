"""The base of every kind of finding."""

import re
from typing import ClassVar, Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""How bad a finding may be, the worst first."""


class DiagnosticKind:
    """One kind of finding, named for the bad thing.

    A subclass is never instantiated; it *is* the kind. Its name in kebab case is what users see, allow and ask
    `archspec explain` for (`ChannelMismatch` is `channel-mismatch`). Its docstring is the manual page, in Markdown:
    a first line that says what is wrong, a paragraph that explains it, then a section `Example:` with a fenced YAML
    spec that has the fault and a section `Instead:` with one that does not.

    Attributes:
        name: The kebab-case name.
        severity: How bad it is unless the user says otherwise.
        in_every_network: Whether it is told of a spec only where every network has it, the default and all variants:
            what one of them leaves unused, another may use.
    """

    name: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    in_every_network: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
