from pathlib import Path

import pytest

from archspec.outputs import whole


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_file_is_put_in_its_place(tmp_path: Path) -> None:
    target = tmp_path / "model.keras"
    for text in ("one", "two"):
        with whole(target) as partial:
            assert partial.parent == tmp_path
            assert partial.name.endswith("model.keras")
            partial.write_text(text)
        assert target.read_text() == text
    assert listing(tmp_path) == ["model.keras"]


def test_a_folder_is_put_in_its_place(tmp_path: Path) -> None:
    target = tmp_path / "model"
    for name in ("one", "two"):
        with whole(target) as partial:
            partial.mkdir()
            (partial / name).touch()
    assert listing(tmp_path) == ["model", "model/two"]


def test_a_link_to_a_folder_is_replaced_and_the_folder_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/precious").touch()
    (tmp_path / "model").symlink_to("kept")
    with whole(tmp_path / "model") as partial:
        partial.mkdir()
    assert not (tmp_path / "model").is_symlink()
    assert listing(tmp_path) == ["kept", "kept/precious", "model"]


def failing_file(partial: Path) -> None:
    partial.write_text("half")
    raise RuntimeError("full")


def failing_folder(partial: Path) -> None:
    partial.mkdir()
    (partial / "half").touch()
    raise RuntimeError("full")


def writing_nothing(_: Path) -> None:
    raise RuntimeError("full")


@pytest.mark.parametrize("write", [failing_file, failing_folder, writing_nothing])
@pytest.mark.parametrize("before", ["nothing", "a file", "a folder"])
def test_a_failure_leaves_what_was_there_and_nothing_else(write, before: str, tmp_path: Path) -> None:
    target = tmp_path / "model"
    if before == "a file":
        target.write_text("precious")
    elif before == "a folder":
        target.mkdir()
        (target / "precious").touch()
    known = listing(tmp_path)
    with pytest.raises(RuntimeError, match="full"), whole(target) as partial:
        write(partial)
    assert listing(tmp_path) == known
    assert before != "a file" or target.read_text() == "precious"


def test_a_file_does_not_take_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "model/deep").mkdir(parents=True)
    with pytest.raises(OSError), whole(tmp_path / "model") as partial:
        partial.write_text("a file")
    assert listing(tmp_path) == ["model", "model/deep"]


def test_a_folder_that_cannot_be_moved_away_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "model"
    target.mkdir()
    (target / "precious").touch()
    rename = Path.rename

    def refused_once(path: Path, to: Path) -> Path:
        if to == target and path.name.endswith(".model"):
            raise PermissionError(13, "Permission denied")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refused_once)
    with pytest.raises(PermissionError), whole(target) as partial:
        partial.mkdir()
    assert listing(tmp_path) == ["model", "model/precious"]
