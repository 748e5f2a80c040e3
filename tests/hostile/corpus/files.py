"""Hostile files: links, pipes and devices, paths that lead out, and files that take each other."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

from tests.hostile.corpus.case import Case, spec, text

LIBRARY = "archspec: 1\nblocks: {b: {layers: [relu]}}\n"
PATHS = (
    "/etc/passwd", "../secret.yaml", "../../../../../../etc/passwd", "./../secret.yaml", "a/../../secret.yaml",
    "~/x.yaml", "~root/x.yaml", "C:/x.yaml", "C:x.yaml", "\\\\\\\\host\\\\share", "..\\\\x.yaml",
    "file:///etc/passwd", "https://example.org/x.yaml", "spec.yaml\\0.png", "", ".", "..", "/", "//",
    "std/../../secret.yaml", "std/", "std//etc/passwd", "std/x", "resnet:x", "resnet/../x", "/proc/self/environ",
    "/dev/zero", "dev/../../dev/zero", "%2e%2e/secret.yaml", "CON", "a:b:c", "-", "$x", "x" * 60_000, "x/" * 5000,
    "../" * 5000, "\\u202e", "\\x1b[2J",
)  # fmt: skip


def _derived(path: str) -> str:
    return f'archspec: 1\nextends: "{path}"\n'


def _beside(*files: tuple[str, str | bytes]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        for name, content in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return write


def _with(make: Callable[[Path], object], content: str) -> Callable[[Path], str]:
    """Returns what makes something in the folder, and then the spec."""

    def both(folder: Path) -> str:
        make(folder)
        return content

    return both


def _path(path: str) -> Case:
    name = path if len(path) < 40 else f"{path[:20]}…, {len(path):,} letters"
    return text(f"extends {name or 'nothing'}", lambda: _derived(path))


def _link(target: str, name: str = "link.yaml") -> Callable[[Path], None]:
    return lambda folder: (folder / name).symlink_to(target)


def _folder(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).mkdir()


def _pipe(name: str) -> Callable[[Path], None]:
    return lambda folder: os.mkfifo(folder / name)


def _all(*makers: Callable[[Path], None]) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for one in makers:
            one(folder)

    return make


def _ring_of_links(folder: Path) -> None:
    (folder / "link.yaml").symlink_to("other.yaml")
    (folder / "other.yaml").symlink_to("link.yaml")


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("link.yaml")
    finally:
        os.chdir(here)


def _endless(folder: Path) -> None:
    """Makes a file of 8 GiB that takes no room."""
    with (folder / "spec.yaml").open("wb") as file:
        file.truncate(8 << 30)


CASES = (
    *map(_path, PATHS),
    text(
        "uses every path",
        lambda: spec("[relu]", "use:\n" + "".join(f'  - "{path}"\n' for path in PATHS if "\\\\" not in path)),
    ),
    Case("extends a link that leads out", _with(_link("/etc/passwd"), _derived("link.yaml"))),
    Case("extends a link to a device", _with(_link("/dev/zero"), _derived("link.yaml"))),
    Case("extends a link to what waits for ever", _with(_link("/dev/stdin"), _derived("link.yaml"))),
    Case("extends a link to its own memory", _with(_link("/proc/self/mem"), _derived("link.yaml"))),
    Case("extends a ring of links", _with(_ring_of_links, _derived("link.yaml"))),
    Case("extends a folder", _with(_folder("link.yaml"), _derived("link.yaml"))),
    Case("extends a pipe", _with(_pipe("link.yaml"), _derived("link.yaml"))),
    Case("extends a socket", _with(_socket, _derived("link.yaml"))),
    text("extends itself", lambda: _derived("spec.yaml")),
    text("extends itself, by another way", lambda: _derived("./././spec.yaml")),
    Case(
        "extends a ring of files",
        _beside(("spec.yaml", _derived("a.yaml")), ("a.yaml", _derived("b.yaml")), ("b.yaml", _derived("spec.yaml"))),
    ),
    Case(
        "extends a chain of 2,000 files",
        _beside(("spec.yaml", _derived("f0.yaml")), *((f"f{i}.yaml", _derived(f"f{i + 1}.yaml")) for i in range(2000))),
    ),
    Case(
        "uses 2,000 files",
        _beside(
            ("spec.yaml", spec("[relu]", "use:\n" + "".join(f"  - l{i}.yaml\n" for i in range(2000)))),
            *((f"l{i}.yaml", f"archspec: 1\nblocks: {{b{i}: {{layers: [relu]}}}}\n") for i in range(2000)),
        ),
    ),
    Case(
        "uses one file, 30,000 times",
        _beside(("l.yaml", LIBRARY), ("spec.yaml", spec("[b]", f"use: [{'l.yaml, ' * 30_000}]\n"))),
    ),
    text(
        "uses 30,000 files that are not there",
        lambda: spec("[b]", f"use: [{', '.join(f'l{i}.yaml' for i in range(30_000))}]\n"),
    ),
    text(
        "uses 30,000 libraries that are not there",
        lambda: spec("[b]", f"use: [{', '.join(f'std/l{i}' for i in range(30_000))}]\n"),
    ),
    Case(
        "uses files that use each other",
        _beside(
            ("spec.yaml", spec("[b]", "use: [l0.yaml]\n")),
            *(
                (
                    f"l{i}.yaml",
                    "archspec: 1\nuse: ["
                    + ", ".join(f"l{k}.yaml" for k in range(40))
                    + f"]\nblocks: {{b{i}: {{layers: [relu]}}}}\n",
                )
                for i in range(40)
            ),
        ),
    ),
    Case(
        "uses 60 files of a megabyte",
        _beside(
            ("spec.yaml", spec("[relu]", "use:\n" + "".join(f"  - l{i}.yaml\n" for i in range(60)))),
            *((f"l{i}.yaml", f"archspec: 1\nblocks: {{b{i}: {{layers: [relu]}}}}\n#{'x' * 10**6}") for i in range(60)),
        ),
    ),
    Case(
        "extends a file that is no text",
        _beside(("spec.yaml", _derived("b.yaml")), ("b.yaml", bytes(range(256)) * 4096)),
    ),
    Case("a folder", _folder("spec.yaml")),
    Case("a pipe", _pipe("spec.yaml")),
    Case("a link to a device", _link("/dev/zero", "spec.yaml")),
    Case("a link to itself", _link("spec.yaml", "spec.yaml")),
    Case("a link to nothing", _link("nothing.yaml", "spec.yaml")),
    Case("a file of 8 GiB", _endless),
    Case(
        "a folder with a pipe, a device and links that lead out",
        _all(
            _folder("d"),
            _pipe("d/p.yaml"),
            _link("/dev/zero", "d/z.yaml"),
            _link("/etc/passwd", "d/l.yaml"),
            _link(".", "d/r"),
        ),
        "d",
    ),
)
"""Each with its name."""
