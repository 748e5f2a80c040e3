"""Diagnostics about `use` and `extends`."""

from typing import Literal

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.words import short


class UnknownFile(DiagnosticKind):
    """There is no file of that name.

    `use` and `extends` take a path that begins in the folder of the file that says it, as in `blocks/stem.yaml`. What
    begins with `std/` is a library that archspec ships, which `archspec layers` lists; `resnet` or `resnet:50` is a
    network that it ships, which `archspec new` lists, unless the folder has a file of that name. Text from standard
    input or from Python has no folder, and can only take these.

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
    """A text that is no file names a file."""

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

    A spec may be a stranger's, and it must not read whatever lies on a disk. It can name files in its own folder and in
    the folders in it, by relative paths: no absolute paths, no `..` and no link that leads out, no network.

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
    """What is named is no path from the folder of the spec."""

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
    """A path leads to something that is no ordinary file, or that cannot be read.

    Folders, devices, pipes and sockets are not opened. It takes such a path on a disk, so that no spec alone shows it.
    """

    file: str
    why: str = ""

    def message(self) -> str:
        return f"`{self.file}` cannot be read: {self.why}" if self.why else f"`{self.file}` is no ordinary file"


class CircularReuse(DiagnosticKind):
    """A file takes itself, directly or through others.

    What `extends` and `use` name is read first, so that a ring of files would never end. It takes several files, so
    that no spec alone shows it.
    """

    file: str
    ring: int

    def message(self) -> str:
        if self.ring == 1:
            return f"`{self.file}` is this file itself"
        return f"`{self.file}` leads back to itself over {self.ring} files"


class TooMuchReuse(DiagnosticKind):
    """A spec takes too many files, or too long a chain of them.

    A spec may extend one that extends another, up to 8 of them; it may open 64 files, of 4 MiB in all. It takes several
    files, so that no spec alone shows it.
    """

    file: str
    most: int


class TooManyFiles(TooMuchReuse):
    """A spec takes too many files."""

    def message(self) -> str:
        return f"with `{short(self.file)}` the spec takes more than {self.most} files from others"


class TooLongAChain(TooMuchReuse):
    """A file is taken by one that is taken, and so on."""

    def message(self) -> str:
        return f"a chain of more than {self.most} files leads to `{self.file}`"


class TooMuchText(TooMuchReuse):
    """The files that a spec takes are too large together."""

    def message(self) -> str:
        return f"with `{self.file}` the spec takes more than {self.most:,} characters from others"


class NotASpec(DiagnosticKind):
    """A file belongs to another tool.

    Nothing in it says that it is a spec: it has no `archspec`, and not two other keys of one with `layers`, `blocks`,
    `extends` or `edits` among them. A folder is checked without such files; one that is named is reported, and `--fix`
    changes nothing in it.

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
    """A library of blocks is where a network is needed, or a network where a library is.

    `use` takes libraries, files with only `blocks`; `extends` takes networks, files with `layers`.

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
    """`use` names something else than a library.

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
    """A library is to be built."""

    def message(self) -> str:
        return "the file is a library of blocks, and no network"

    def helps(self) -> tuple[Help, ...]:
        return (Help("name it under `use` in a spec, and call its blocks there"),)


class AmbiguousBlock(DiagnosticKind):
    """Two libraries have a block of the same name.

    It could not be told which of them is called. A block of that name in the spec itself would go before both. It takes
    several files, so that no spec alone shows it.
    """

    block: str
    libraries: tuple[str, str]

    def message(self) -> str:
        first, second = self.libraries
        return f"`{first}` and `{second}` both have a block `{self.block}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"write a block `{self.block}` of your own, or use one"),)
