"""Diagnostics about `edits`."""

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.language.faults import MissingField, UnknownKey, WrongValue


class UnknownLayer(DiagnosticKind):
    """An edit refers to a layer that does not exist, or that cannot be edited by itself.

    `edits` refer to layers of the base by their paths, as `archspec show` prints them. A path may lead into a group, a
    block or an iteration of a repeat. Layers that an item adds by itself, such as the norm of a `conv`, cannot be
    edited: replace the item.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
        edits:
          - remove: conv_3
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: stem}
          - conv: {filters: 8, size: 3}
        edits:
          - remove: conv_2
        ```
    """

    path: str

    def message(self) -> str:
        return f"there is no layer `{self.path}` to edit"

    def helps(self) -> tuple[Help, ...]:
        return (Help("`archspec show` lists the layers of the base"),)


class InRemovedLayer(UnknownLayer):
    """An edit refers to a layer inside one that another edit removes."""

    removed: str

    def message(self) -> str:
        return f"`{self.path}` is in `{self.removed}`, which another edit removes"

    def helps(self) -> tuple[Help, ...]:
        return ()


class EditedInput(UnknownLayer):
    """An edit names an input."""

    def message(self) -> str:
        return f"`{self.path}` is an input; `inputs` gives other ones"

    def helps(self) -> tuple[Help, ...]:
        return ()


class EditedPart(UnknownLayer):
    """An edit refers to a layer that an item adds by itself."""

    owner: str

    def message(self) -> str:
        return f"`{self.path}` is a part of `{self.owner}`, and changes only with it"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"`replace: {self.owner}`"),)


class EditedBySame(UnknownLayer):
    """An edit refers to a layer that another edit of the same file inserts."""

    def message(self) -> str:
        return f"`{self.path}` is brought by an edit of this file, which sees the layers as they were before"

    def helps(self) -> tuple[Help, ...]:
        return ()


class EditWithoutAction(WrongValue):
    """An edit does not say what it does, or says it twice."""

    def message(self) -> str:
        return "an edit has one of `remove`, `replace`, `before` and `after`"


class EditedTwice(WrongValue):
    """A layer is removed or replaced by two edits."""

    path: str

    def message(self) -> str:
        return f"`{self.path}` is removed or replaced twice"


class NotOfEdit(UnknownKey):
    """An edit has a key that belongs to another one."""

    def message(self) -> str:
        return f"{self.inside} takes no `{self.key}`"


class EditWithoutLayers(MissingField):
    """An edit lacks the layers to insert."""

    def message(self) -> str:
        return f"{self.inside} needs `{self.field}`, a list of layers"


class NoLayersOfEdit(WrongValue):
    """What an edit inserts is not a list of layers."""

    inside: str
    field: str

    def message(self) -> str:
        return f"{self.inside} needs `{self.field}`, a list of layers"


class DeadReference(DiagnosticKind):
    """An edit removes a layer that is still used by its name.

    After `remove`, the input of the layer passes on to the next item. But a reference to its name in `from`, a merge or
    `outputs` refers to nothing. The same happens if the replacement of a layer has another name.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: left}
          - conv: {filters: 8, size: 3, from: input}
          - add: [left, .]
        edits:
          - remove: left
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3, name: left}
          - conv: {filters: 8, size: 3, from: input}
          - add: [left, .]
        edits:
          - remove: left
          - remove: add_1
        ```
    """

    path: str

    def message(self) -> str:
        return f"`{self.path}` is taken away, and still used"

    def helps(self) -> tuple[Help, ...]:
        return (Help("edit what uses it too, or give what replaces it the same name"),)
