"""Where the nodes of a network are written, and the calls of blocks and turns of repeats that lead to each of them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple, SupportsIndex, final, overload

from archspec.compiler.origin import Place, Way


class Copy(NamedTuple):
    """Nodes that are copies of those of an earlier call.

    Attributes:
        start: The first of them.
        stop: The node after the last.
        shift: How far behind their originals they stand.
        depth: How many calls and turns lead into the earlier call, its own included.
        way: The calls and turns that lead into this one, its own included.
    """

    start: int
    stop: int
    shift: int
    depth: int
    way: Way


@final
class Places(Sequence[Place]):
    """The places of some nodes of a network, by index.

    NOTE: Why is the way to a copy worked out only when it is asked for? Few are, and a network may have 200,000 layers.

    Attributes:
        written: The same, but with the way to the original of what is a copy.
    """

    def __init__(self, made: Sequence[Place], copies: Sequence[Copy] = (), kept: Sequence[int] | None = None) -> None:
        """Notes where nodes are written.

        Args:
            made: Where each node that was made is written; for a copy, where its original is.
            copies: Which of them are copies, in order.
            kept: Those of which these are the places, if they are not all.
        """
        self._made, self._copies, self._kept = made, copies, kept
        self.written = made if kept is None else [made[index] for index in kept]

    def __len__(self) -> int:
        return len(self.written)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Place]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Place | Sequence[Place]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        number = range(len(self))[index]
        return self.written[number]._replace(way=self._way(number if self._kept is None else self._kept[number]))

    def _way(self, index: int) -> Way:
        before = bisect_right(self._copies, index, key=lambda copy: copy.start) - 1
        if before >= 0 and index < self._copies[before].stop:
            copy = self._copies[before]
            return copy.way + self._way(index - copy.shift)[copy.depth :]
        return self._made[index].way
