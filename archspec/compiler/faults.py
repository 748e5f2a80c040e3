"""What can be wrong with a network as a whole: its names, its items, its params."""

from typing import ClassVar

from archspec.diagnostics.kind import DiagnosticKind, Severity


class UnknownName(DiagnosticKind):
    """Nothing of that name can be used here.

    A name stands for the output of a layer, block, group or residual, or for an input. It is looked up in the scope
    where it is said, then in the scopes around it; a path such as `stage3.conv_2` reaches inward. A tensor can only be
    used after it is made, so that a network can have no cycles.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
          - add: [stam, .]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
          - add: [stem, .]
        ```
    """


class UnknownKind(DiagnosticKind):
    """There is no layer, block or structure of that kind.

    `archspec layers` lists the kinds. A kind that works on space may carry the number of axes, as in `conv2d`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - covn: {filters: 16, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
        ```
    """


class DuplicateName(DiagnosticKind):
    """Two things in one scope have the same name.

    Names must be unique in their scope: the whole network, a block call, a group, a residual. A repeat is not a scope,
    so a name in it must contain its counter.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              times: 2
              index: i
              layers:
                - conv: {filters: 8, size: 3, name: enc}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              times: 2
              index: i
              layers:
                - conv: {filters: 8, size: 3, name: enc$i}
        ```
    """


class ReservedName(DiagnosticKind):
    """A param, loop name or block has a name that already means something else.

    `channels`, `rank`, `spatial` and `channels_of` are what the shape checker knows where an expression stands, and a
    block cannot have the name of a kind. A block's param cannot be called `name`, `from`, `when`, `dtype` or
    `trainable`: every item of `layers` takes these itself.

    Example:
        ```yaml
        archspec: 1
        params: {channels: 16}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $channels, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        params: {width: 16}
        input: [32, 32, 3]
        layers:
          - conv: {filters: $width, size: 3}
        ```
    """


class MalformedItem(DiagnosticKind):
    """An item of `layers` is neither a kind with its fields nor a bare word.

    An item is a mapping with one key, the kind, or a bare word when no field is needed.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3}
            name: stem
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, name: stem}
        ```
    """


class RecursiveBlock(DiagnosticKind):
    """A block contains itself.

    A block is unfolded where it is called, so that one that calls itself, directly or through another, would never end.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stage:
            layers:
              - conv: {filters: 8, size: 3}
              - stage
        layers:
          - stage
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stage:
            layers:
              - conv: {filters: 8, size: 3}
        layers:
          - repeat: {times: 2, layers: [stage]}
        ```
    """


class UnequalLists(DiagnosticKind):
    """The lists of a repeat are not equally long.

    `each` goes through its lists in step, and takes one element of each at a time.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              each: {filters: [16, 32, 64], stride: [1, 2]}
              layers:
                - conv: {filters: $filters, size: 3, stride: $stride}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - repeat:
              each: {filters: [16, 32, 64], stride: [1, 2, 2]}
              layers:
                - conv: {filters: $filters, size: 3, stride: $stride}
        ```
    """


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


class NoInput(DiagnosticKind):
    """A layer has no input.

    A layer takes the tensor just made, unless `from` names another. A network needs an input; one with several inputs
    has no tensor just made where it begins, so that its first layer must say which input it takes.

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


class IntegerInput(DiagnosticKind):
    """A layer that computes in floats is given whole numbers.

    An input may be declared with a whole-number `dtype`, such as the bytes of an image. Most layers need floats;
    `rescale` makes them, and `embedding` takes whole numbers.

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


class TooManyLayers(DiagnosticKind):
    """The network has more layers than archspec unfolds.

    The limit is 200,000 layers, and a million turns of repeats, after everything is unfolded.

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


class UnusedLayer(DiagnosticKind):
    """A layer's output is used by nothing.

    Only layers that an output depends on become part of the model, so that a layer whose output is used by no other
    layer and is no output of the network does nothing: its weights are not counted and not built. Of a spec with
    variants this is told where it holds for all of them: a layer may be there for one.

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
