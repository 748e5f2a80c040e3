"""A default that no layer takes."""

from collections.abc import Iterator
from typing import ClassVar

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.document import Architecture
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.layers.words import NORMS
from archspec.lints.base import Lint
from archspec.lints.subject import Subject, words_in

LEAVE_NO_LAYER = frozenset(STRUCTURES) - {"residual"}
"""The kinds of which no layer of the network is left: nobody can tell what took their defaults."""


class UnusedDefault(Lint):
    """No layer uses a value under `defaults`.

    There is no layer of that kind, or every one sets the field itself. Defaults apply to one kind: those of `conv` do
    not apply to `up_conv`. In the blocks of libraries, only defaults of norms and activations apply, and initializers,
    regularizers and constraints. Defaults inherited by `extends` are not reported.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        defaults: {group_norm: {groups: 8}}
        layers:
          - conv: {filters: 16, size: 3, norm: batch, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        defaults: {group_norm: {groups: 8}}
        layers:
          - conv: {filters: 16, size: 3, norm: group, activation: relu}
        ```
    """

    in_every_network: ClassVar[bool] = True

    of: str

    def message(self) -> str:
        return f"no layer is of the kind `{self.of}`, which has defaults"

    def helps(self) -> tuple[Help, ...]:
        return (Help("leave it out"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the kinds, and the fields of kinds, whose defaults no layer takes."""
        spec = subject.architecture
        if not spec.defaults:
            return
        reached = {id(tree) for place in subject.places for tree in place.defaults.values()}
        taken = {
            id(tree) for place in subject.places for name, tree in place.defaults.items() if name not in place.fields
        }
        for kind, fields in spec.defaults.items():
            if kind in LEAVE_NO_LAYER or _is_inherited(spec, spec.place("defaults", kind)):
                continue
            if fields and not any(id(tree) in reached for tree in fields.values()):
                place = spec.place("defaults", kind)
                if subject.has(kind):
                    yield Diagnostic(OutOfReach(kind), place)
                elif kind not in _mentioned(spec):
                    yield Diagnostic(cls(kind), place)
                continue
            for name, tree in fields.items():
                place = spec.place("defaults", kind, name)
                if id(tree) not in taken and not _is_inherited(spec, place):
                    yield Diagnostic(FieldNotTaken(kind, name), place)


class OutOfReach(UnusedDefault):
    """All layers of a kind are in libraries."""

    def message(self) -> str:
        return f"every `{self.of}` is in a library, where these defaults do not apply"


class FieldNotTaken(UnusedDefault):
    """Every layer of a kind sets a field itself."""

    field: str

    def message(self) -> str:
        return f"no `{self.of}` takes this `{self.field}`: each is given its own"


def _is_inherited(spec: Architecture, place: Span | None) -> bool:
    """Returns whether a default is in a file that the spec starts from."""
    top = spec.place("archspec")
    return place is not None and top is not None and place.file is not top.file


def _mentioned(spec: Architecture) -> set[str]:
    """Returns the kinds that the text names, also where other params would bring them into the network."""
    own = [block for block in spec.blocks.values() if block.home is None]
    params = [param for owner in (spec, *own) for param in owner.params.values()]
    given = [tree for values in (*spec.variants.values(), *spec.defaults.values()) for tree in values.values()]
    trees = [spec.layers, *(block.layers for block in own), *given]
    trees += [tree for param in params for tree in (param.default, param.choices)]
    words = {word for tree in trees if tree is not None for word in words_in(tree)}
    return {registry.split_rank(NORMS.kinds.get(word, word))[0] for word in words} | words
