import os
from pathlib import Path

import pytest

from archspec.cli.specs import Spec, list_specs


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.yaml", "a.yml", "sub/c.yaml", ".hidden/d.yaml", "sub/.e.yaml", "f.txt", "g.yaml.bak"):
        (tmp_path / "specs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "specs" / name).write_text("archspec: 1\n")
    return tmp_path


def names(*given: str) -> list[str]:
    return [one.given if isinstance(one, Spec) else one[1] for one in list_specs(list(given)).entries]


def test_a_folder_means_the_specs_below_it_by_name() -> None:
    assert names("specs") == ["specs/a.yml", "specs/b.yaml", "specs/sub/c.yaml"]


def test_hidden_ones_are_checked_where_they_are_named() -> None:
    assert names("specs/.hidden", "specs/sub/.e.yaml") == ["specs/.hidden/d.yaml", "specs/sub/.e.yaml"]


def test_what_is_no_file_is_told_and_the_others_listed(folder: Path) -> None:
    (folder / "specs/lost.yaml").symlink_to("nowhere")
    (folder / "specs/dir.yaml").mkdir()
    os.mkfifo(folder / "specs/pipe.yaml")
    assert names("specs") == [
        "specs/a.yml",
        "specs/b.yaml",
        "`specs/lost.yaml` is a broken link",
        "specs/pipe.yaml",
        "specs/sub/c.yaml",
    ]
    with pytest.raises(OSError, match="no ordinary file"):
        Spec("specs/pipe.yaml", Path("specs/pipe.yaml"), None).read()


def test_links_to_folders_are_not_followed_and_told_if_they_lead_out(folder: Path) -> None:
    (folder / "specs/again").symlink_to(folder / "specs")
    assert len(names("specs")) == 3
    (folder / "specs/out").symlink_to(folder)
    assert names("specs")[2] == "`specs/out` is a link that leads out of the folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_told_and_the_others_listed(folder: Path) -> None:
    (folder / "specs/sub").chmod(0)
    found = names("specs")
    (folder / "specs/sub").chmod(0o700)
    assert found == ["specs/a.yml", "specs/b.yaml", "`specs/sub`: Permission denied"]


def test_an_ending_may_be_in_capitals(folder: Path) -> None:
    (folder / "specs/0.YAML").write_text("archspec: 1\n")
    assert names("specs")[0] == "specs/0.YAML"


def test_the_files_of_other_tools_are_counted_unless_they_are_named(folder: Path) -> None:
    for name in ("compose.yml", "sub/empty.yaml"):
        (folder / "specs" / name).write_text("services: {db: {image: postgres}}\n" if "compose" in name else "")
    listing = list_specs(["specs", "specs/sub"])
    assert (len(listing.entries), listing.foreign) == (3, 2)
    assert names("specs", "specs/compose.yml")[2] == "specs/compose.yml"


def test_a_folder_with_other_files_only_has_no_spec(folder: Path) -> None:
    (folder / "ci").mkdir()
    (folder / "ci/deploy.yaml").write_text("on: push\n")
    assert names("ci") == ["there is no spec in the folder `ci`"]


def test_each_spec_and_variant_is_listed_once() -> None:
    assert names("specs/b.yaml", "specs/../specs/b.yaml", "specs/b.yaml:50", "specs/b.yaml:101", "-", "-") == [
        "specs/b.yaml",
        "specs/b.yaml:50",
        "specs/b.yaml:101",
        "-",
    ]


def test_an_empty_folder_is_told_and_the_rest_listed(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert names("empty", "gone.yaml") == ["there is no spec in the folder `empty`", "gone.yaml"]


def test_a_variant_follows_a_colon() -> None:
    (spec,) = list_specs(["specs/b.yaml:50"]).entries
    assert spec == Spec("specs/b.yaml:50", Path("specs/b.yaml"), "50")


def test_a_link_that_leads_out_of_a_folder_is_told(folder: Path) -> None:
    (folder / "specs/out.yaml").symlink_to(folder / "secret.yaml")
    (folder / "specs/in.yaml").symlink_to("b.yaml")
    (folder / "secret.yaml").touch()
    assert names("specs") == [
        "specs/a.yml",
        "specs/b.yaml",
        "`specs/out.yaml` is a link that leads out of the folder",
        "specs/sub/c.yaml",
    ]
    assert names("specs/out.yaml") == ["specs/out.yaml"]
