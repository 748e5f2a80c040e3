"""The ways in which shapes do not fit."""

from archspec.diagnostics.kind import DiagnosticKind


class ShapeError(Exception):
    """A shape rule does not hold.

    Raised by shape rules and by the arithmetic under them; whoever walks the network adds the places.

    Attributes:
        kind: What kind of fault it is.
        message: What is wrong, with the numbers, in the words of a diagnostic, without the layer's name.
        field: The layer's field that is to blame, where it is one.
        branches: The inputs of a merge that clash, counted from 0.
        notes: Causes.
        helps: Things to do.
    """

    def __init__(
        self,
        kind: type[DiagnosticKind],
        message: str,
        *,
        field: str | None = None,
        branches: tuple[int, ...] = (),
        notes: tuple[str, ...] = (),
        helps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.field = field
        self.branches = branches
        self.notes = notes
        self.helps = helps


class WindowTooLarge(DiagnosticKind):
    """A window does not fit into its input.

    A convolution or pooling window of `size` and `dilation` covers `dilation * (size - 1) + 1` positions. With
    `padding: valid`, or padding by hand, it must fit at least once into the padded input:
    `input + before + after >= dilation * (size - 1) + 1` on every spatial axis.

    Example:
        ```yaml
        archspec: 1
        input: [4, 4, 1]
        layers:
          - conv: {filters: 8, size: 5, padding: valid}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 4, 1]
        layers:
          - conv: {filters: 8, size: 3, padding: valid}
        ```
    """
