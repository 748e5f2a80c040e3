"""What names stand for: tensors by path, and the scopes in which they are looked up."""

import re
from typing import NamedTuple

from archspec import limits
from archspec.diagnostics.source import Span
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape


class Tensor(NamedTuple):
    """The output of a layer, or an input of the network.

    Attributes:
        node: The node that makes it; -1 where a fault kept it from being made.
        shape: Its shape; None where a fault keeps it from being known.
        dtype: The type of its numbers: an input's own, or `float`.
        steps: The size of the axis of steps before its shape, inside a `time_distributed`.
    """

    node: int
    shape: Shape | None
    dtype: str = "float"
    steps: Size | None = None

    @property
    def whole(self) -> "Tensor":
        """The tensor with its axis of steps as part of its shape."""
        if self.steps is None or self.shape is None:
            return self
        return self._replace(shape=Shape((self.steps, *self.shape)), steps=None)


UNKNOWN = Tensor(-1, None)
"""What a faulty layer makes. Nothing is reported about what depends on it, because the error has been reported."""


WHOLE_NUMBERS = ("uint8", "int32", "int64")
"""The types of integers, each within the next."""


def common_dtype(tensors: tuple[Tensor, ...]) -> str:
    """Returns the type that holds the numbers of all tensors: that of the widest integers, or `float`."""
    if any(tensor.dtype not in WHOLE_NUMBERS for tensor in tensors):
        return "float"
    return max((tensor.dtype for tensor in tensors), key=WHOLE_NUMBERS.index)


_WORD = r"[A-Za-z0-9_-]+"
_BEGINNING = r"""name:["']?([A-Za-z0-9_-]*)\$"""


class Scope:
    """A stretch of the network with names of its own.

    Attributes:
        path: Its path; empty for the whole network.
        parent: The scope around it.
        closed: Whether nothing in it was looked up outside of it so far.
    """

    __slots__ = ("_counts", "closed", "parent", "path")

    def __init__(self, path: str = "", parent: "Scope | None" = None) -> None:
        self.path = path
        self.parent = parent
        self.closed = True
        self._counts: dict[str, int] = {}

    def join(self, name: str) -> str:
        """Returns the path of a name in this scope."""
        return f"{self.path}.{name}" if self.path else name

    def count(self, kind: str) -> str:
        """Counts an item of a kind and returns the name that it has unless it is given one: `conv_2`."""
        number = self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}_{number}"


class Names:
    """All names of a network, by path.

    Attributes:
        tensors: What each stands for.
        places: Where each is given.
        gone: Those of layers that an edit takes away, with the place of the edit.
        lost: The words of damaged text, each of which may be the name of a layer.
        lost_beginnings: How names begin in damaged text that go on with an expression.
        are_partial: Whether any other name may be one of a network that is not seen, as in a library.
    """

    def __init__(self) -> None:
        self.tensors: dict[str, Tensor] = {}
        self.places: dict[str, Span | None] = {}
        self.gone: dict[str, Span | None] = {}
        self.lost: set[str] = set()
        self.lost_beginnings: set[str] = set()
        self.are_partial = False

    def define(self, path: str, tensor: Tensor, place: Span | None) -> None:
        """Gives a path its meaning; the path must be free."""
        self.tensors[path] = tensor
        self.places[path] = place

    def find(self, name: str, scope: Scope) -> Tensor | None:
        """Returns what a name or path stands for: looked up in the scope, then outward."""
        here: Scope | None = scope
        while here is not None:
            path = here.join(name)
            tensor = self.tensors.get(path)
            if tensor is not None:
                return tensor
            if path in self.gone:
                return None
            here.closed = False
            here = here.parent
        return None

    def lose(self, text: str) -> None:
        """Notes that a text is damaged in which layers may be named, in words that spaces may have cut in two."""
        whole = "".join(text.split())
        self.lost.update(re.findall(_WORD, text), re.findall(_WORD, whole))
        if len(self.lost_beginnings) < limits.LOST_NAMES:
            self.lost_beginnings.update(re.findall(_BEGINNING, whole))

    def may_be_elsewhere(self, name: str) -> bool:
        """Returns whether a name, or the first in a path, may be one of damaged text or of a network not seen."""
        first = name.partition(".")[0]
        return self.are_partial or first in self.lost or any(map(first.startswith, self.lost_beginnings))

    def removed(self, name: str, scope: Scope) -> str | None:
        """Returns the path of the layer that a name or path stood for before an edit took it away, if one did."""
        here: Scope | None = scope if self.gone and name.count(".") < limits.PATH_NAMES else None
        while here is not None:
            steps = here.join(name).split(".")
            for end in range(len(steps), 0, -1):
                path = ".".join(steps[:end])
                if path in self.gone:
                    return path
            here = here.parent
        return None

    def visible(self, scope: Scope) -> list[str]:
        """Returns the names that can be said in a scope."""
        found: set[str] = set()
        here: Scope | None = scope
        while here is not None:
            prefix = here.join("")
            found.update(path[len(prefix) :] for path in self.tensors if path.startswith(prefix))
            here = here.parent
        return sorted(found)
