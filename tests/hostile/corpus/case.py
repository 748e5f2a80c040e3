"""How a hostile file is written down: under a name, as a function that makes it, for most are too large to keep."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

Made = str | bytes | None
"""The spec; None where it has been written, or where it is no file that could be."""


class Case(NamedTuple):
    """A hostile file.

    Attributes:
        name: What it is.
        make: Returns the spec, or makes it and what it takes in a folder.
        spec: The name of its file.
        arguments: Further arguments for `check`.
    """

    name: str
    make: Callable[[Path], Made]
    spec: str = "spec.yaml"
    arguments: tuple[str, ...] = ()

    def write(self, folder: Path) -> None:
        """Writes the spec, and what it takes, to a folder."""
        made = self.make(folder)
        if made is not None:
            data = made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
            (folder / self.spec).write_bytes(data)


def text(name: str, made: Callable[[], str | bytes], *arguments: str) -> Case:
    """Returns the case of a spec that takes no other file."""

    def make(folder: Path) -> Made:
        del folder
        return made()

    return Case(name, make, arguments=arguments)


def spec(layers: str, before: str = "", shape: str = "[H, W, 3]") -> str:
    """Returns a spec with layers written as a list in brackets or as lines, and what stands before them."""
    joined = f"layers: {layers}" if layers.startswith("[") else f"layers:\n{layers}"
    return f"archspec: 1\ninput: {shape}\n{before}{joined}\n"


def lines(items: Iterable[str], indent: int = 2) -> str:
    """Returns items of a list, one a line."""
    return "".join(f"{' ' * indent}- {item}\n" for item in items)
