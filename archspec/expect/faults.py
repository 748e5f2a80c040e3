"""Diagnostics about networks that are not as expected."""

from collections.abc import Sequence

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.words import NAMED
from archspec.language.faults import MissingField, WrongValue
from archspec.language.quantities import in_bytes, rounded
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape

Sizes = tuple[tuple[str, int], ...]
"""Sizes with their names."""


class MissedExpectation(DiagnosticKind):
    """The network is not as expected.

    `expect` states what is expected of the network: numbers of weights and operations, memory, receptive field, output
    shapes, and the sizes for which it works. The diagnostic shows both values and the layers that contribute most.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3}
        expect: {params: 216}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3}
        expect: {params: 224}
        ```
    """


class SizesMissed(MissedExpectation):
    """The network works for other sizes than expected.

    Attributes:
        works: The conditions under which it works.
        expected: Those that are expected.
        is_possible: Whether any sizes meet what is expected.
        beyond: Sizes for which it works that the conditions rule out, by name.
        short_of: Sizes for which it does not work that the conditions allow, by name.
    """

    works: tuple[str, ...]
    expected: tuple[str, ...]
    is_possible: bool
    beyond: Sizes
    short_of: Sizes

    def message(self) -> str:
        return f"the network works {_where(self.works)}, not {_where(self.expected)}"

    def notes(self) -> tuple[str, ...]:
        if not self.is_possible:
            return ("no sizes meet all of these conditions",)
        beyond = f"it works for {equations(dict(self.beyond))}, which the conditions rule out"
        short_of = f"it does not work for {equations(dict(self.short_of))}, which the conditions allow"
        return (*([beyond] if self.beyond else []), *([short_of] if self.short_of else []))

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write `sizes: [{', '.join(self.works)}]`"),)


class UnknownOutput(MissedExpectation):
    """The network has no output of that name."""

    output: str
    outputs: tuple[str, ...]

    def message(self) -> str:
        return f"the network has no output `{self.output}`"

    def notes(self) -> tuple[str, ...]:
        return (f"it has {', '.join(f'`{output}`' for output in self.outputs)}",)


class OutputMissed(MissedExpectation):
    """An output has another shape than expected.

    Attributes:
        output: Its name.
        shape: Its shape.
        expected: The one that is expected.
        fails: Sizes for which it is another, where it is the same for some.
        holds: The conditions under which it is the same; None if it never is.
        has_open_sizes: Whether it depends on sizes at all.
    """

    output: str
    shape: Shape
    expected: tuple[str | int, ...]
    fails: Sizes
    holds: tuple[str, ...] | None
    has_open_sizes: bool

    def message(self) -> str:
        return f"output `{self.output}` is {self.shape}, not ({', '.join(map(str, self.expected))})"

    def notes(self) -> tuple[str, ...]:
        if self.holds is None:
            return ("that holds for no size of the input",) if self.has_open_sizes else ()
        fails = (f"it fails for {equations(dict(self.fails))}",) if self.fails else ()
        return (*fails, f"it holds where {' and '.join(f'`{text}`' for text in self.holds)}")


class AmountMissed(MissedExpectation):
    """An amount is not the expected one.

    Attributes:
        amount: What it takes.
        bound: What is expected.
        heaviest: The layers that take most of it, each with how much.
    """

    amount: int
    bound: str
    heaviest: tuple[tuple[str, int], ...]

    def notes(self) -> tuple[str, ...]:
        shares = (f"`{layer}` {self.written(part)} ({part / self.amount:.0%})" for layer, part in self.heaviest)
        return (f"most of it: {', '.join(shares)}",) if self.heaviest else ()

    @staticmethod
    def written(amount: int) -> str:
        """Returns an amount as people read it."""
        return f"{amount:,}"


class WeightsMissed(AmountMissed):
    """The network has another number of weights.

    Attributes:
        trainable: Whether only those are counted that training changes.
    """

    trainable: bool = False

    def message(self) -> str:
        return f"the network has {self.amount:,} {'trainable ' if self.trainable else ''}params, not {self.bound}"


class MacsMissed(AmountMissed):
    """A forward pass takes another number of operations."""

    def message(self) -> str:
        return f"a forward pass takes {self.amount:,} MACs ({rounded(self.amount)}), not {self.bound}"

    @staticmethod
    def written(amount: int) -> str:
        return rounded(amount)


class ActivationMemoryMissed(AmountMissed):
    """A forward pass takes another amount of memory."""

    def message(self) -> str:
        amount = f"{self.amount:,} bytes ({in_bytes(self.amount)})"
        return f"the activations of a forward pass take {amount}, not {self.bound}"

    @staticmethod
    def written(amount: int) -> str:
        return in_bytes(amount)


class TrainingMemoryMissed(AmountMissed):
    """Training takes more memory.

    Attributes:
        least: The least that it takes; `amount` is the most.
        parts: What that is of.
        batch: The size of a batch.
        precision: The precision.
        optimizer: The optimizer.
    """

    least: int
    parts: tuple[tuple[str, int], ...]
    batch: int
    precision: str
    optimizer: str

    def message(self) -> str:
        estimate = f"about {in_bytes(self.least)} to {in_bytes(self.amount)}"
        how = f"{self.precision} with {self.optimizer}, batch {self.batch}"
        return f"training in {how} takes {estimate}, not {self.bound}"

    def notes(self) -> tuple[str, ...]:
        parts = ", ".join(f"{in_bytes(amount)} of {noun}" for noun, amount in self.parts)
        return (f"that is at most {parts}", *super().notes())

    @staticmethod
    def written(amount: int) -> str:
        return in_bytes(amount)


class ReceptiveFieldMissed(AmountMissed):
    """The receptive field is another.

    Attributes:
        sizes: The receptive field along each axis, of which `amount` is the one that is wrong; None for all of it.
    """

    sizes: tuple[int | None, ...]

    def message(self) -> str:
        return f"the receptive field is {as_field(self.sizes)}, not {self.bound}"


class NoReceptiveField(MissedExpectation):
    """No layer has a receptive field smaller than the input."""

    bound: str

    def message(self) -> str:
        return f"every layer sees the whole input, so that no receptive field is {self.bound}"


class MissingTrainingKey(MissingField):
    """`training_memory` lacks a key."""

    inside: str = "`training_memory`"

    def message(self) -> str:
        return f"{self.inside} needs `{self.field}`"


class SizesNeeded(MissingField):
    """An amount depends on sizes that are not given.

    Attributes:
        sizes: The sizes.
    """

    inside: str = "`expect`"
    sizes: tuple[str, ...] = ()

    def message(self) -> str:
        listed = " and ".join(f"`{size}`" for size in self.sizes)
        return f"`{self.field}` depends on {listed}, which the network leaves open"

    def helps(self) -> tuple[Help, ...]:
        sizes = ", ".join(f"{size}: 224" for size in self.sizes)
        return (Help(f"say for which sizes it is meant: `at: {{{sizes}}}` under `expect`"),)


class UnknownSize(WrongValue):
    """The network has no open size of that name."""

    size: str

    def message(self) -> str:
        return f"the network has no open size `{self.size}`"


class WrongFormula(WrongValue):
    """A condition or a size cannot be read.

    Attributes:
        what: What it is, as the message begins.
        why: Why it cannot.
        open_sizes: What it could name.
        cause: What is wrong with it as an expression, where it is none.
    """

    what: str
    why: str
    open_sizes: tuple[str, ...]
    cause: DiagnosticKind | None = None

    def message(self) -> str:
        return f"{self.what} {self.why}" + (f": {self.cause.message()}" if self.cause else "")

    def notes(self) -> tuple[str, ...]:
        return (f"the open sizes are: {', '.join(f'`{size}`' for size in self.open_sizes) or 'none'}",)


def as_field(sizes: Sequence[int | None]) -> str:
    """Returns a receptive field as people read it: `7`, `7 × 9`, `all × 3`."""
    words = ["all" if size is None else f"{size:,}" for size in sizes]
    return " × ".join(words if len(set(words)) > 1 else words[:1])


def _where(conditions: Sequence[str]) -> str:
    if not conditions:
        return "for all sizes"
    left = len(conditions) - NAMED
    return "where " + ", ".join(f"`{one}`" for one in conditions[:NAMED]) + (f" and {left:,} more" if left > 0 else "")
