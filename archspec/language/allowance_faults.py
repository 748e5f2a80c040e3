"""What can be wrong with a comment that allows findings."""

from typing import ClassVar

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity


class UnknownFinding(DiagnosticKind):
    """A comment allows what is no finding.

    `# archspec: allow NAME` names a warning or a note as it is printed in brackets, or several with commas between.
    What follows a second colon is the reason, in your own words. `archspec explain` lists all names.

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
        return f"there is no finding `{self.allowed}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("`archspec explain` lists all names"),)


class NothingAllowed(UnknownFinding):
    """A comment does not say what it allows."""

    allowed: str = ""

    def message(self) -> str:
        return "the comment names nothing that it allows"

    def helps(self) -> tuple[Help, ...]:
        return (Help("name what is printed in brackets: `# archspec: allow bias-before-norm`"),)


class AllowedError(DiagnosticKind):
    """A comment allows an error.

    Only warnings and notes can be allowed: they are advice, and the author may know better. A network with an error
    cannot be built.

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
    """A comment allows what is not found where it holds.

    At the end of a line, a comment holds for that line; on a line of its own, for the next line; above the first key,
    for the whole file. If there is nothing to allow, the comment can go. It is needed if any variant has the finding,
    so a variant that is checked alone is not told, nor a spec with values set for its params.

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
