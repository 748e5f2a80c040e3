"""Diagnostics about comments that allow diagnostics."""

from typing import ClassVar

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity


class UnknownDiagnostic(DiagnosticKind):
    """A comment allows a diagnostic that does not exist.

    `# archspec: allow NAME` names a warning or a note as it is printed in brackets, or several, separated by commas.
    After a second colon you can give the reason. `archspec explain` lists all names.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10  # archspec: allow relu-outptu
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 10, activation: relu}  # archspec: allow relu-output: counts are never below 0
        ```
    """

    severity: ClassVar[Severity] = "warning"

    allowed: str

    def message(self) -> str:
        return f"there is no diagnostic `{self.allowed}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("`archspec explain` lists all names"),)


class NothingAllowed(UnknownDiagnostic):
    """A comment does not say what it allows."""

    allowed: str = ""

    def message(self) -> str:
        return "the comment does not say what it allows"

    def helps(self) -> tuple[Help, ...]:
        return (Help("name what is printed in brackets: `# archspec: allow bias-before-norm`"),)


class AllowedError(DiagnosticKind):
    """A comment allows an error.

    Only warnings and notes can be allowed. A network with an error cannot be built.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10  # archspec: allow channel-mismatch
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10
        ```
    """

    severity: ClassVar[Severity] = "warning"

    allowed: str

    def message(self) -> str:
        return f"`{self.allowed}` is an error, which cannot be allowed"


class UnusedAllow(DiagnosticKind):
    """A comment allows a diagnostic that does not occur there.

    At the end of a line, a comment applies to that line; on a line of its own, to the next line; above the first key,
    to the whole file. Remove a comment that allows nothing. Since a comment is needed if any variant has the
    diagnostic, this is not reported if only one variant is checked, or if params are set.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10  # archspec: allow bias-before-norm
          - softmax
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: 10  # archspec: allow bias-before-norm: the weights that we load have it
          - batch_norm
        ```
    """

    severity: ClassVar[Severity] = "warning"

    allowed: str

    def message(self) -> str:
        return f"there is no `{self.allowed}` here to allow"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave it out"),)
