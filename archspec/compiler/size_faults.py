"""The ways in which sizes do not suit a network."""

from archspec.diagnostics.kind import DiagnosticKind
from archspec.tensors.faults import NoValidSize


class InvalidSize(DiagnosticKind):
    """The network does not work for a size of its input.

    A network with open sizes works for those in its size contract, which `archspec show` prints. `archspec check --at
    H=358` asks for a size, and `at` under `expect` says that the network works for one. If it does not, the diagnostic
    says which layer fails, and which are the nearest sizes that work.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 8, size: 3, stride: 2}
          - upsample: 2
          - concat: [input, .]
        expect: {at: {H: 99, W: 128}}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 8, size: 3, stride: 2}
          - upsample: 2
          - crop: {like: input}
          - concat: [input, .]
        expect: {at: {H: 99, W: 128}}
        ```
    """

    sizes: tuple[tuple[str, int], ...]
    cause: DiagnosticKind

    def message(self) -> str:
        return self.cause.message()

    def notes(self) -> tuple[str, ...]:
        return self.cause.notes()


class SizesAsked(NoValidSize):
    """A layer does not work for the given sizes.

    Attributes:
        constraint: What it asks for.
    """

    constraint: str

    def message(self) -> str:
        return f"asks for `{self.constraint}`"


class NoSizeAtAll(NoValidSize):
    """The network works for no sizes, and the layers that contradict each other are not known."""

    def message(self) -> str:
        return "the network works for no size of its inputs"


class ContradictoryAxes(NoValidSize):
    """The conditions of a layer on two axes contradict each other."""

    at: str
    other: str

    def message(self) -> str:
        return f"`{self.at}` asks for sizes on one axis that it rules out on another"

    def notes(self) -> tuple[str, ...]:
        return (f"another axis asks for {self.other}",)


class RuledOutBefore(NoValidSize):
    """The conditions of a layer contradict those of earlier layers.

    Attributes:
        at: The layer.
        before: The layer before it that asks for others; None if it takes several to do so.
        constraint: What that asks for.
        has_label: Whether a label tells that.
    """

    at: str
    before: str | None
    constraint: str
    has_label: bool

    def message(self) -> str:
        return f"`{self.at}` asks for sizes that {self._before()} rules out"

    def notes(self) -> tuple[str, ...]:
        return () if self.has_label else (f"{self._before()} asks for {self.constraint}",)

    def _before(self) -> str:
        return f"`{self.before}`" if self.before else "the network before it"
