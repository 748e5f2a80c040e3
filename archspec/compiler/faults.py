"""Diagnostics about a network as a whole: its inputs, outputs and params."""

from dataclasses import field
from typing import ClassVar

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind, Severity
from archspec.language.faults import MissingField, WrongValue
from archspec.syntax.faults import NestingTooDeep, TooManyDiagnostics


class ParamOutOfRange(DiagnosticKind):
    """A param has a value that it does not allow.

    A param may declare `min`, `max` and `choices`.

    Example:
        ```yaml
        archspec: 1
        params: {depth: {default: 9, min: 1, max: 5}}
        input: [32, 32, 3]
        layers:
          - repeat: {times: $depth, layers: [conv: {filters: 8, size: 3}]}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {depth: {default: 4, min: 1, max: 5}}
        input: [32, 32, 3]
        layers:
          - repeat: {times: $depth, layers: [conv: {filters: 8, size: 3}]}
        ```
    """

    param: str
    given: str
    least: str | None
    most: str | None
    choices: str | None

    def message(self) -> str:
        wanted = {"at least": self.least, "at most": self.most, "one of": self.choices}
        words = " and ".join(f"{how} {what}" for how, what in wanted.items() if what is not None)
        return f"param `{self.param}` must be {words}, not {self.given}"


class NoInput(DiagnosticKind):
    """A layer has no input.

    A layer takes the output of the item before it, unless `from` names another tensor. In a network with several
    inputs, the first layer must say which input it takes.

    Example:
        ```yaml
        archspec: 1
        inputs:
          left: [32, 32, 3]
          right: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3}
          - add: [., right]
        ```

    Instead:
        ```yaml
        archspec: 1
        inputs:
          left: [32, 32, 3]
          right: [32, 32, 3]
        layers:
          - conv: {filters: 3, size: 3, from: left}
          - add: [., right]
        ```
    """

    def message(self) -> str:
        return "the network has no input"

    def helps(self) -> tuple[Help, ...]:
        return (Help("give it one: `input: [224, 224, 3]`"),)


class NoInputTaken(NoInput):
    """The network has several inputs, and a layer does not say which it takes."""

    inputs: tuple[str, ...]

    def message(self) -> str:
        return "has no input: the network has several, and none is taken yet"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"say which one it takes: `from:` one of {', '.join(f'`{one}`' for one in self.inputs)}"),)


class NoTensorYet(NoInput):
    """An expression asks for a shape where nothing has arrived."""

    word: str

    def message(self) -> str:
        return f"`{self.word}` is not known here: no tensor has been made yet"

    def helps(self) -> tuple[Help, ...]:
        return ()


class NoOutput(NoInput):
    """No layer makes an output."""

    def message(self) -> str:
        return "the network has no layer that makes an output"

    def helps(self) -> tuple[Help, ...]:
        return ()


class IntegerInput(DiagnosticKind):
    """A layer that computes in floats gets integers.

    An input may have an integer `dtype`, such as the bytes of an image. Most layers need floats; `rescale` makes them,
    and `embedding` takes integers.

    Example:
        ```yaml
        archspec: 1
        inputs:
          image: {shape: [32, 32, 3], dtype: uint8}
        layers:
          - conv: {filters: 8, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        inputs:
          image: {shape: [32, 32, 3], dtype: uint8}
        layers:
          - rescale: {scale: $(1 / 255)}
          - conv: {filters: 8, size: 3}
        ```
    """

    dtype: str

    def message(self) -> str:
        return f"computes in floats, and integers ({self.dtype}) arrive"

    def helps(self) -> tuple[Help, ...]:
        if self.dtype == "uint8":
            return (Help("scale bytes to 0…1 first: `rescale: $(1 / 255)`"),)
        return (Help("`embedding` makes a vector of each, `rescale: 1` a float"),)


class TooManyLayers(DiagnosticKind):
    """The network has too many layers.

    The limits are 200,000 layers, and 500,000 items and iterations of repeats, after all repeats and blocks are
    unfolded.

    Example:
        ```yaml
        archspec: 1
        input: [8, 8, 1]
        layers:
          - repeat: {times: 1000000000, layers: [relu]}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [8, 8, 1]
        layers:
          - repeat: {times: 100, layers: [relu]}
        ```
    """

    most_layers: int
    most_steps: int

    def message(self) -> str:
        most = f"{self.most_layers:,} layers, or {self.most_steps:,} items and iterations"
        return f"the network unfolds to more than {most}"


class NetworkHasTooMany(TooManyDiagnostics):
    """A network has too many faults."""

    number: int

    def message(self) -> str:
        return f"the network has {self.number:,} errors up to here, counting every iteration; the rest is not checked"


class LayersTooDeep(NestingTooDeep):
    """Layers are nested too deep."""

    most: int

    def message(self) -> str:
        return f"layers are nested more than {self.most} deep here, with the blocks that they call"


class UnusedLayer(DiagnosticKind):
    """Nothing uses the output of a layer.

    Only layers that an output depends on become part of the model. A layer whose output is neither used nor an output
    of the network does nothing: its weights are not counted and not built. In a spec with variants, this is reported
    only if it is true for all of them.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: stem}
          - conv: {filters: 8, size: 3, name: side}
          - conv: {filters: 8, size: 3, from: stem}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, activation: relu, name: stem}
          - conv: {filters: 8, size: 3, name: side}
          - conv: {filters: 8, size: 3, from: stem}
          - add: [side, .]
        ```
    """

    severity: ClassVar[Severity] = "warning"
    in_every_network: ClassVar[bool] = True

    layer: str = field(compare=False)

    def message(self) -> str:
        return f"nothing uses the output of `{self.layer}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help("use it, name it under `outputs`, or leave it out"),)


class MissingParam(MissingField):
    """A param without a default is given no value.

    Attributes:
        described: What it is for.
        is_of_command: Whether only the command line can give it one.
    """

    described: str = ""
    is_of_command: bool = False

    def message(self) -> str:
        return f"{self.inside} needs a value for its param `{self.field}`"

    def notes(self) -> tuple[str, ...]:
        return (f"`{self.field}`: {self.described}",) if self.described else ()

    def helps(self) -> tuple[Help, ...]:
        if not self.is_of_command:
            return ()
        return (Help(f"give it one with `--set {self.field}=…`, or a `default` in the spec"),)


class NoSize(WrongValue):
    """A size is written as `None`, as Python would."""

    word: str
    axis: int

    def message(self) -> str:
        return f"`{self.word}` is not a size"

    def notes(self) -> tuple[str, ...]:
        return () if self.axis else ("shapes leave the batch axis out",)

    def helps(self) -> tuple[Help, ...]:
        return (WRITE_NULL,)


WRITE_NULL = Help("write `null` for an open size, or give it a name, such as `H`")


class ParamAsSize(WrongValue):
    """An open size has the name of a param."""

    param: str

    def message(self) -> str:
        return f"`{self.param}` is a param, and a bare name is an open size"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write `${self.param}` for the param's value"),)


class NoOutputs(WrongValue):
    """`outputs` is empty."""

    def message(self) -> str:
        return "`outputs` must name at least one layer"
