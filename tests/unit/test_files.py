import errno
import os
from pathlib import Path

import pytest

from archspec import limits
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.files import DISK, Folder, Shipped, is_shipped, standard_libraries
from archspec.language.finder import RefusedError
from archspec.language.reuse_faults import (
    LinkOutside,
    NoRelativePath,
    NotAFile,
    OutsideFolder,
    UnknownFile,
    UnknownLibrary,
    UnknownShipped,
)
from tests.like import Like

BLOCKS = "archspec: 1\nblocks: {}\n"


@pytest.fixture
def finder(tmp_path: Path) -> Folder:
    """The folder of `specs/net.yaml`; beside it lies a folder that it must not see."""
    for folder in ("specs/parts/more", "outside", "specsuit"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("specs/net.yaml", "specs/a.yaml", "specs/parts/b.yaml", "specs/parts/more/c.yaml", "outside/d.yaml",
                 "specsuit/e.yaml"):  # fmt: skip
        (tmp_path / file).write_text(BLOCKS)
    return Folder(tmp_path / "specs" / "net.yaml")


def refusal(finder: Folder | Shipped, name: str) -> DiagnosticKind:
    with pytest.raises(RefusedError) as error:
        finder.open(name)
    return error.value.data


@pytest.mark.parametrize("name", ["a.yaml", "./a.yaml", "parts/b.yaml", "parts/../a.yaml", "parts/more/../b.yaml"])
def test_what_lies_in_the_folder_is_opened(finder: Folder, name: str) -> None:
    file = finder.open(name)
    assert file.source is not None
    assert file.source.text == BLOCKS
    assert file.source.name.endswith(f"specs/{name.removeprefix('./')}")


def test_paths_begin_in_the_folder_of_the_file_that_says_them(finder: Folder) -> None:
    inner = finder.open("parts/b.yaml").finder
    assert isinstance(inner, Folder)
    assert inner.open("more/c.yaml").source is not None
    up = inner.open("../a.yaml")
    assert up.identity == finder.open("a.yaml").identity
    assert refusal(inner, "../../outside/d.yaml") == Like(OutsideFolder, file="../../outside/d.yaml")


@pytest.mark.parametrize("name", ["../outside/d.yaml", "parts/../../specs/a.yaml", "../specsuit/e.yaml", ".."])
def test_what_lies_outside_is_refused_by_its_name(finder: Folder, name: str) -> None:
    assert refusal(finder, name) == Like(OutsideFolder, file=name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "absolute"),
        ("~/a.yaml", "absolute"),
        ("C:/a.yaml", "absolute"),
        ("parts\\b.yaml", "backslash"),
        ("a.yaml\0", "null"),
        ("file:///etc/passwd", "address"),
    ],
)
def test_what_is_no_relative_path_is_refused(finder: Folder, name: str, why: str) -> None:
    assert refusal(finder, name) == Like(NoRelativePath, file=name, why=why)


def test_links_may_lead_about_the_folder_but_not_out(finder: Folder, tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    (specs / "inside.yaml").symlink_to("parts/b.yaml")
    (specs / "outside.yaml").symlink_to(tmp_path / "outside" / "d.yaml")
    (specs / "folder").symlink_to(tmp_path / "outside")
    (specs / "ring.yaml").symlink_to("ring.yaml")
    assert finder.open("inside.yaml").identity == finder.open("parts/b.yaml").identity
    for name in ("outside.yaml", "folder/d.yaml"):
        assert refusal(finder, name) == Like(LinkOutside, file=name)
    assert refusal(finder, "ring.yaml") == Like(NotAFile, file="ring.yaml", why=os.strerror(errno.ELOOP).lower())


def test_a_spec_that_is_a_link_has_the_folder_that_it_is_named_in(finder: Folder, tmp_path: Path) -> None:
    link = tmp_path / "outside" / "link.yaml"
    link.symlink_to(tmp_path / "specs" / "net.yaml")
    assert Folder(link).open("d.yaml").source is not None
    assert Folder(link).identity == finder.identity


def test_only_ordinary_files_are_opened(finder: Folder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "specs" / "pipe.yaml")  # opening it would wait for a writer
    assert refusal(finder, "pipe.yaml") == Like(NotAFile, file="pipe.yaml")
    assert refusal(finder, "parts") == Like(NotAFile, file="parts")
    assert refusal(finder, ".") == Like(NotAFile, file=".")


def test_a_file_that_is_not_there(finder: Folder) -> None:
    with pytest.raises(RefusedError) as error:
        finder.open("parts/bb.yaml")
    assert error.value.data == Like(UnknownFile, file="parts/bb.yaml")
    assert error.value.remedies == (Help("did you mean `b.yaml`?"),)


def test_a_file_that_is_too_large_is_not_read_to_its_end(finder: Folder, tmp_path: Path) -> None:
    with (tmp_path / "specs" / "large.yaml").open("wb") as file:
        file.truncate(1 << 40)
    file = finder.open("large.yaml")
    assert file.source is None
    assert [one.kind.name for one in file.found] == ["file-too-large"]


def test_text_has_no_folder() -> None:
    assert refusal(Shipped(), "a.yaml") == (Like(UnknownShipped, file="a.yaml"))
    assert refusal(Shipped(), "../a.yaml") == Like(OutsideFolder, file="../a.yaml")


@pytest.mark.parametrize("name", ["std/nothing", "std/../std/residual", "std/residual.yaml", "std/"])
def test_what_is_not_shipped(finder: Folder, name: str) -> None:
    assert refusal(finder, name) == Like(UnknownLibrary, file=name)


def test_what_is_shipped(finder: Folder) -> None:
    assert "std/residual" in standard_libraries()
    assert finder.open("std/residual").identity == "std/residual"


def test_a_bare_name_is_that_of_a_shipped_network(finder: Folder) -> None:
    for place in (finder, Shipped()):
        file = place.open("resnet")
        assert file.source is not None
        assert (file.source.name, file.source.editable) == ("zoo/resnet.yaml", False)
        assert is_shipped(file.source)
        assert file.finder.open("vgg").source is not None


def test_a_file_of_the_folder_goes_before_a_shipped_network(finder: Folder, tmp_path: Path) -> None:
    (tmp_path / "specs" / "resnet").write_text(BLOCKS)
    own = finder.open("resnet").source
    assert own is not None
    assert own.text == BLOCKS


def test_a_name_that_is_almost_that_of_a_shipped_network(finder: Folder) -> None:
    for place in (finder, Shipped()):
        with pytest.raises(RefusedError) as error:
            place.open("resnets")
        assert error.value.remedies == (Help("did you mean `resnet`?"),)


def test_of_a_file_no_more_is_read_than_a_spec_may_have(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    assert len(DISK.read(tmp_path / "large")) == limits.FILE + 1


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no ordinary file"):
        DISK.read(tmp_path / "pipe")
    with pytest.raises(IsADirectoryError):
        DISK.read(tmp_path)


def test_a_link_is_followed_unless_that_is_not_wanted(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "file").write_text("text")
    assert DISK.read(tmp_path / "link") == b"text"
    with pytest.raises(OSError, match="symbolic links"):
        DISK.read(tmp_path / "link", follow=False)
