"""What can be wrong with what a spec takes from other files."""

from archspec.diagnostics.kind import DiagnosticKind


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


class NotAFile(DiagnosticKind):
    """A path leads to something that is no ordinary file, or that cannot be read.

    Folders, devices, pipes and sockets are not opened. It takes such a path on a disk, so that no spec alone shows it.
    """


class CircularReuse(DiagnosticKind):
    """A file takes itself, directly or through others.

    What `extends` and `use` name is read first, so that a ring of files would never end. It takes several files, so
    that no spec alone shows it.
    """


class TooMuchReuse(DiagnosticKind):
    """A spec takes too many files, or too long a chain of them.

    A spec may extend one that extends another, up to 8 of them; it may open 64 files, of 4 MiB in all. It takes several
    files, so that no spec alone shows it.
    """


class NotASpec(DiagnosticKind):
    """A file belongs to another tool.

    Nothing in it says that it is a spec: it has no `archspec`, and not two other keys of one with `layers`, `blocks`,
    `extends` or `edits` among them. A folder is checked without such files; one that is named is told, and `--fix`
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


class WrongKindOfFile(DiagnosticKind):
    """A library of blocks stands where a network is needed, or a network where a library is.

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


class AmbiguousBlock(DiagnosticKind):
    """Two libraries have a block of the same name.

    It could not be told which of them is called. A block of that name in the spec itself would go before both. It takes
    several files, so that no spec alone shows it.
    """


class UnknownLayer(DiagnosticKind):
    """An edit names a layer that the network does not have, or that cannot be edited by itself.

    `edits` name layers of the base as `archspec show` prints them: an item of `layers`, also one inside a group, a
    block or a turn of a repeat. What an item makes of its own accord, such as the norm of a `conv`, changes with it.

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


class DeadReference(DiagnosticKind):
    """An edit takes a layer away that is still used by its name.

    `remove` leaves a layer out, and the next one takes what it would have taken; but whoever names the layer, in
    `from`, a merge or `outputs`, finds nothing. The same is so if what replaces it is given another name.

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
