"""Diagnostics about `use` and `extends`."""

from typing import Literal

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.words import short


class UnknownFile(DiagnosticKind):
    """There is no file with that name.

    `use` and `extends` take a path relative to the folder of the file, as in `blocks/stem.yaml`. Names that begin with
    `std/` are libraries that archspec ships, which `archspec layers` lists. `resnet` or `resnet:50` is a network that
    archspec ships, which `archspec new` lists, unless the folder has a file with that name. Text from standard input or
    Python has no folder and can only use what archspec ships.

    Example:
        ```yaml
        archspec: 1
        use: std/residuals
        input: [32, 32, 64]
        layers: [basic: 64]
        ```

    Instead:
        ```yaml
        archspec: 1
        use: std/residual
        input: [32, 32, 64]
        layers: [basic: 64]
        ```
    """

    file: str

    def message(self) -> str:
        return f"there is no file `{self.file}`"


class UnknownShipped(UnknownFile):
    """A spec that is not a file names a file."""

    def message(self) -> str:
        return f"`{self.file}` cannot be found: paths begin in the folder of the spec, and this one is no file"

    def helps(self) -> tuple[Help, ...]:
        return (Help("save the spec as a file, or use what archspec ships"),)


class UnknownLibrary(UnknownFile):
    """archspec ships no library of that name."""

    def message(self) -> str:
        return f"archspec ships no library `{self.file}`"


class OutsideFolder(DiagnosticKind):
    """A path leads out of the spec's own folder.

    A spec may come from an untrusted source, so it cannot read arbitrary files. It can only name files in its own
    folder and subfolders, by relative paths: no absolute paths, no `..` or links that lead out, no URLs.

    Example:
        ```yaml
        archspec: 1
        use: ../shared/blocks.yaml
        input: [32, 32, 3]
        layers: [relu]
        ```

    Instead:
        ```yaml
        archspec: 1
        use: std/double_conv
        input: [32, 32, 3]
        layers: [double_conv: 64]
        ```
    """

    file: str

    def message(self) -> str:
        return f"`{self.file}` leads out of the spec's folder"

    def helps(self) -> tuple[Help, ...]:
        return (Help("name a file in the spec's folder or below it, by a relative path such as `blocks/stem.yaml`"),)


class LinkOutside(OutsideFolder):
    """A link leads out of the folder."""

    def message(self) -> str:
        return f"`{self.file}` is a link that leads out of the spec's folder"

    def helps(self) -> tuple[Help, ...]:
        return ()


class NoRelativePath(OutsideFolder):
    """A name is not a relative path."""

    why: Literal["address", "absolute", "backslash", "null"]

    def message(self) -> str:
        words = {
            "address": "is an address, and nothing is fetched from a network",
            "absolute": "is an absolute path",
            "backslash": "has a backslash; the steps of a path are parted by `/`",
            "null": "has a null character",
        }
        return f"`{self.file}` {words[self.why]}"


class NotAFile(DiagnosticKind):
    """A path leads to something that is not a regular file, or cannot be read.

    Folders, devices, pipes and sockets are not opened. There is no example, because it needs such a path on disk.
    """

    file: str
    why: str = ""

    def message(self) -> str:
        return f"`{self.file}` cannot be read: {self.why}" if self.why else f"`{self.file}` is no ordinary file"


class CircularReuse(DiagnosticKind):
    """A file uses or extends itself, directly or through others.

    There is no example, because it takes several files.
    """

    file: str
    ring: int

    def message(self) -> str:
        if self.ring == 1:
            return f"`{self.file}` is this file itself"
        return f"`{self.file}` leads back to itself over {self.ring} files"


class TooMuchReuse(DiagnosticKind):
    """A spec uses or extends too many files, or in too long a chain.

    A chain of `extends` has at most 8 files; a spec may open 64 files, of 4 MiB in total. There is no example, because
    it takes several files.
    """

    file: str
    most: int


class TooManyFiles(TooMuchReuse):
    """A spec uses or extends too many files."""

    def message(self) -> str:
        return f"with `{short(self.file)}` the spec takes more than {self.most} files from others"


class TooLongAChain(TooMuchReuse):
    """The chain of files that use or extend each other is too long."""

    def message(self) -> str:
        return f"a chain of more than {self.most} files leads to `{self.file}`"


class TooMuchText(TooMuchReuse):
    """The files that a spec uses or extends are too large together."""

    def message(self) -> str:
        return f"with `{self.file}` the spec takes more than {self.most:,} characters from others"


class NotASpec(DiagnosticKind):
    """A file belongs to another tool.

    It has neither `archspec` nor two other keys of a spec with `layers`, `blocks`, `extends` or `edits` among them. In
    a folder, such files are skipped. A file that is named on the command line is reported, and `--fix` does not change
    it.

    Example:
        ```yaml
        services:
          web: {image: nginx, restart: always}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4]
        layers: [dense: 2]
        ```
    """

    def message(self) -> str:
        return "the file is no spec"

    def helps(self) -> tuple[Help, ...]:
        return (Help("a spec begins with `archspec: 1`, and has an `input` and `layers`"),)


class WrongKindOfFile(DiagnosticKind):
    """A library of blocks is used as a network, or a network as a library.

    `use` takes libraries, which are files with only `blocks`; `extends` takes networks, which have `layers`.

    Example:
        ```yaml
        archspec: 1
        extends: std/residual
        input: [32, 32, 64]
        ```

    Instead:
        ```yaml
        archspec: 1
        use: std/residual
        input: [32, 32, 64]
        layers: [basic: 64]
        ```
    """


class ExtendedLibrary(WrongKindOfFile):
    """`extends` names a library."""

    file: str

    def message(self) -> str:
        return f"`{self.file}` is a library of blocks, and `extends` takes a network"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write `use: {self.file}`"),)


class UsedNetwork(WrongKindOfFile):
    """`use` names something that is not a library.

    Attributes:
        has_layers: Whether it is a network.
    """

    file: str
    has_layers: bool

    def message(self) -> str:
        return f"`{self.file}` is no library, and `use` takes files with only `blocks`"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"start from it with `extends: {self.file}`"),) if self.has_layers else ()


class NoNetwork(WrongKindOfFile):
    """A library cannot be built or loaded as a network."""

    def message(self) -> str:
        return "the file is a library of blocks, and no network"

    def helps(self) -> tuple[Help, ...]:
        return (Help("name it under `use` in a spec, and call its blocks there"),)


class AmbiguousBlock(DiagnosticKind):
    """Two libraries have a block with the same name.

    It is not clear which of them is called. A block of that name in the spec itself takes precedence over both. There
    is no example, because it takes several files.
    """

    block: str
    libraries: tuple[str, str]

    def message(self) -> str:
        first, second = self.libraries
        return f"`{first}` and `{second}` both have a block `{self.block}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write a block `{self.block}` of your own, or use one"),)
