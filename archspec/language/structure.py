"""The kinds that structure a network: groups, repeats, residuals, branches and jumps.

They contain lists of layers. Their result depends on shapes; the compiler unfolds them.
"""

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, Field, Strict

from archspec.language import accepts
from archspec.language.located import Located, Raw, open_tree
from archspec.layers.fields import FRACTION, OFFSET, Accepts
from archspec.layers.words import ACTIVATIONS, NORMS, ActivationWord, NormWord

Word = Annotated[str, BeforeValidator(open_tree), Strict(), accepts.NAME]
Layers = Annotated[Raw, accepts.LAYERS]
Expression = Annotated[Raw, Accepts("a value or an expression")]


class Structure(Located):
    """An item of `layers` that holds layers rather than being one.

    Attributes:
        name: Its name in its scope.
        from_: The name of its input; the tensor just made by default.
        when: Leaves it out where false.
        dtype: The precision of the layers in it.
        trainable: Whether training changes the weights of the layers in it.
    """

    kind: ClassVar[str]
    principal: ClassVar[str | None] = "layers"

    name: Expression | None = None
    from_: Expression | None = Field(default=None, validation_alias="from")
    when: Expression | None = None
    dtype: Expression | None = None
    trainable: Expression | None = None


class Group(Structure):
    """Layers under one name.

    Attributes:
        layers: The layers.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - group:
              name: stem
              layers:
                - conv: {filters: 16, size: 3, activation: relu}
                - max_pool: 2
        ```
    """

    kind: ClassVar[str] = "group"

    layers: Layers


class Repeat(Structure):
    """Layers, several times over: `times` as often, or once for each element of lists that go in step.

    A repeat is not a scope: a name in it must contain its counter, as in `enc$i`.

    Attributes:
        layers: The layers.
        times: How often.
        index: The name of the counter, which begins at 0.
        each: Lists by name; the layers are made once for each element, the lists in step.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              each: {i: $(range(3)), filters: [16, 32, 64]}
              layers:
                - conv: {filters: $filters, size: 3, activation: relu, name: conv$i}
                - max_pool: 2
        ```
    """

    kind: ClassVar[str] = "repeat"

    layers: Layers
    times: Annotated[Raw, OFFSET] | None = None
    index: Word | None = None
    each: Annotated[Raw, accepts.LISTS] | None = None


class From(Structure):
    """Goes on from another tensor.

    Attributes:
        tensor: The tensor's name.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, name: stem}
          - conv: {filters: 16, size: 3, name: left}
          - from: stem
          - conv: {filters: 16, size: 3}
          - add: [left, .]
        ```
    """

    kind: ClassVar[str] = "from"
    principal: ClassVar[str | None] = "tensor"

    tensor: Annotated[Raw, accepts.TENSOR]


class Residual(Structure):
    """Adds its input to what its layers make of it: `activation(layers(x) + shortcut(x))`.

    Source: He, Zhang, Ren, Sun. Deep Residual Learning for Image Recognition. CVPR 2016. arXiv:1512.03385, equations 1
    and 2.

    Attributes:
        layers: The layers of the residual branch.
        shortcut: The other branch. `auto` is `identity` where the shapes are equal, else `projection`; `identity` is
            the input itself; `projection` is a 1x1 convolution with the stride and the filters that are needed; or a
            list of layers.
        norm: The norm after the convolution of a projection.
        activation: The function applied to the sum.
        drop_path: The probability with which training skips the residual branch of a sample.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        layers:
          - residual:
              activation: relu
              norm: batch
              layers:
                - conv: {filters: 32, size: 3, stride: 2, norm: batch, activation: relu}
                - conv: {filters: 32, size: 3, norm: batch}
        ```
    """

    kind: ClassVar[str] = "residual"

    layers: Layers
    shortcut: Annotated[Raw, accepts.SHORTCUT] | None = None
    norm: Annotated[Raw, NORMS.accepts] | None = None
    activation: Annotated[Raw, ACTIVATIONS.accepts] | None = None
    drop_path: Annotated[Raw, FRACTION] | None = None


class AfterSum(BaseModel):
    """What a residual's fields ask for, once their expressions are evaluated.

    Attributes:
        norm: The norm after the convolution of a projection.
        activation: The function applied to the sum.
    """

    words: ClassVar = {"norm": NORMS, "activation": ACTIVATIONS}

    norm: NormWord | None = None
    activation: ActivationWord | None = None


class TimeDistributed(Structure):
    """Applies layers to every step of the first axis, with the same weights.

    The layers see a step: the shape without the first axis. They may branch and merge, but take nothing from outside.

    Attributes:
        layers: The layers.

    Example:
        ```yaml
        archspec: 1
        input: [16, 64, 64, 3]
        layers:
          - time_distributed:
              - conv: {filters: 8, size: 3, stride: 2, activation: relu}
              - global_pool
          - lstm: {units: 32}
        ```
    """

    kind: ClassVar[str] = "time_distributed"

    layers: Layers


STRUCTURES: dict[str, type[Structure]] = {one.kind: one for one in (Group, Repeat, From, Residual, TimeDistributed)}
