from pathlib import Path

import pytest

from archspec.cli.specs import Spec, listed


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("b.yaml", "a.yml", "sub/c.yaml", ".hidden/d.yaml", "sub/.e.yaml", "f.txt", "g.yaml.bak"):
        (tmp_path / "specs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "specs" / name).touch()
    return tmp_path


def names(*given: str) -> list[str]:
    return [one.given if isinstance(one, Spec) else one[1] for one in listed(list(given))]


def test_a_folder_means_the_specs_below_it_by_name() -> None:
    assert names("specs") == ["specs/a.yml", "specs/b.yaml", "specs/sub/c.yaml"]


def test_hidden_ones_are_checked_where_they_are_named() -> None:
    assert names("specs/.hidden", "specs/sub/.e.yaml") == ["specs/.hidden/d.yaml", "specs/sub/.e.yaml"]


def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    (folder / "specs/lost.yaml").symlink_to("nowhere")
    (folder / "specs/dir.yaml").mkdir()
    assert names("specs") == ["specs/a.yml", "specs/b.yaml", "specs/sub/c.yaml"]


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "specs/again").symlink_to(folder / "specs")
    assert len(names("specs")) == 3


def test_each_spec_and_variant_is_listed_once() -> None:
    assert names("specs/b.yaml", "specs/../specs/b.yaml", "specs/b.yaml:50", "specs/b.yaml:101", "-", "-") == [
        "specs/b.yaml",
        "specs/b.yaml:50",
        "specs/b.yaml:101",
        "-",
    ]


def test_an_empty_folder_is_told_and_the_rest_listed(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert names("empty", "gone.yaml") == ["there is no `*.yaml` or `*.yml` in the folder `empty`", "gone.yaml"]


def test_a_variant_follows_a_colon() -> None:
    (spec,) = listed(["specs/b.yaml:50"])
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
