"""The memory of training, as it is printed."""

from collections.abc import Iterator
from typing import NamedTuple

from archspec.estimate.memory import TrainingMemory
from archspec.language.quantities import in_bytes


class Training(NamedTuple):
    """How a network is trained, and what memory that is estimated to take.

    Attributes:
        how: The precision, the optimizer and the batch, in words.
        memory: The memory.
        room: How much memory there is, in bytes, if that is known.
        largest_batch: The largest batch for which that is enough; 0 if there is none.
    """

    how: str
    memory: TrainingMemory
    room: int | None = None
    largest_batch: int | None = None

    def lines(self) -> Iterator[str]:
        """Yields what is below a table."""
        yield f"training {self.how}: about {in_bytes(self.memory.least)} to {in_bytes(self.memory.most)}"
        listed = ", ".join(f"{in_bytes(one)} of {noun}" for noun, one in self.memory.parts().items() if one)
        yield f"at most {listed}"
        if self.room is not None:
            largest = f"about {self.largest_batch:,}, by the most that it takes" if self.largest_batch else "none fits"
            yield f"largest batch in {in_bytes(self.room)}: {largest}"
