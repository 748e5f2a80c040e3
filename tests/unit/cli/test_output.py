import os
from pathlib import Path

import pytest

from archspec.cli.main import CommandError
from archspec.cli.output import rewrite, write_text


def test_a_file_is_rewritten_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    rewrite(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_bytes(b"old")
    link = tmp_path / "link.yaml"
    link.symlink_to("net.yaml")
    rewrite(link, b"old", b"new")
    assert link.is_symlink()
    assert (tmp_path / "net.yaml").read_bytes() == b"new"


def test_what_has_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_bytes(b"newer")
    with pytest.raises(CommandError, match="has changed since it was read"):
        rewrite(path, b"old", b"new")
    assert path.read_bytes() == b"newer"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a file that is no regular one")
def test_only_regular_files_are_rewritten() -> None:
    with pytest.raises(CommandError, match="is not a regular file"):
        rewrite(Path("/dev/null"), b"", b"new")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everything")
def test_a_file_that_is_write_protected_stays(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        rewrite(path, b"old", b"new")
    assert path.read_bytes() == b"old"


def test_nothing_is_left_of_a_write_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "net.yaml"
    path.write_bytes(b"old")

    def full(number: int) -> None:
        raise OSError(28, "no space", number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        rewrite(path, b"old", b"new")
    assert (list(tmp_path.iterdir()), path.read_bytes()) == ([path], b"old")


def test_a_file_is_written_once_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_text(path, "ü\n", force=False)
    assert path.read_bytes() == "ü\n".encode()
    with pytest.raises(CommandError, match="exists"):
        write_text(path, "x", force=False)
    write_text(path, "x", force=True)
    assert path.read_bytes() == b"x"
    with pytest.raises(CommandError, match="there is no folder"):
        write_text(tmp_path / "nowhere/out.json", "x", force=False)
