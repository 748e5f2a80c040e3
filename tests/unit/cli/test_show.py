from pathlib import Path

import pytest

from archspec.cli.main import main


def test_a_table(archspec) -> None:
    assert archspec("show", "good.yaml:wide") == (
        0,
        "layer    kind   output  params\n"
        "──────────────────────────────\n"
        "input    input  4\n"
        "dense_1  dense  8           40\n"
        "──────────────────────────────\n"
        "1 layer, 40 params, 40 of them trainable\n"
        "output `dense_1`: 8\n",
        "",
    )


def test_settings_change_it(archspec) -> None:
    assert "\noutput `dense_1`: 5\n" in archspec("show", "good.yaml", "--set", "units=5").out


def test_a_faulty_spec_has_no_table(archspec) -> None:
    done = archspec("show", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith("error[unknown-kind]")
    assert "params" not in done.out


def test_a_library_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "library.yaml"
    file.write_text("archspec: 1\nblocks: {a: {layers: [relu]}}\n")
    assert main(["show", str(file)]) == 2
    assert "is a library of blocks, and no network" in capsys.readouterr().err
    assert main(["check", str(file)]) == 0
    assert f"{file}: a library, with the blocks `a`\n" in capsys.readouterr().out
