"""`archspec layers`."""

import pytest

from archspec.cli.main import main
from archspec.files import standard_libraries
from archspec.language.structure import STRUCTURES
from archspec.layers import registry


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def test_the_list_has_every_kind_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ") and not line.startswith("   ")]
    assert sorted(listed) == sorted([*STRUCTURES, *registry.names(), *standard_libraries()])
    assert all(len(line) <= 80 for line in lines)


PAGE = """\
max_pool (pooling)

Keeps the largest value of each window, channel by channel.

On each spatial axis the output has `floor((n + before + after - size) / stride)
+ 1` positions; with `padding: same` it has `ceil(n / stride)`. What pads counts
as minus infinity: it is never the largest.

Source: Dumoulin, Visin. A guide to convolution arithmetic for deep learning.
2016. arXiv:1603.07285, section 3.

Fields:
  size     2      The window's size. Must be an integer of at least 1, or a list
                  with one per spatial axis. A bare value sets it.
  stride   -      The step from one window to the next; the window's size by
                  default, so that windows do not overlap. Must be an integer of
                  at least 1, or a list with one per spatial axis.
  padding  valid  What surrounds the input: `same`, `valid`, or a number of
                  positions, fewer than the window has. Must be `same`, `valid`,
                  an integer of at least 0, a list with one per spatial axis, or
                  a list of [before, after].

Every kind also has the fields `name`, `from`, `when`, `dtype` and `trainable`.

Keras: `keras.layers.MaxPooling1D`, `keras.layers.MaxPooling2D` and
`keras.layers.MaxPooling3D`.

Example:

    archspec: 1
    input: [32, 32, 3]
    layers:
      - conv: {filters: 16, size: 3}
      - max_pool: {size: 3, stride: 2, padding: 1}
"""


@pytest.mark.parametrize("name", ["max_pool", "max_pool2d"])
def test_the_page_of_a_kind(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", name]) == 0
    assert capsys.readouterr().out == PAGE


def test_the_page_of_a_structure_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", "group"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("group (structure)\n\nLayers under one name.\n\nFields:\n  layers  required  The layers.")
    assert "Keras" not in out


def test_headings_stand_out_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", "relu", "--color", "always"]) == 0
    assert capsys.readouterr().out.startswith("\x1b[1mrelu\x1b[0m (activation)\n")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("konv", "there is no kind `konv`; did you mean `conv`?"),
        ("relu2d", "there is no kind `relu2d`; did you mean `relu`?"),
        ("xyzzy", "there is no kind `xyzzy`; `archspec layers` lists them"),
    ],
)
def test_an_unknown_kind(name: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", name]) == 2
    assert capsys.readouterr() == ("", f"archspec: {message}\n")


def test_the_page_of_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", "std/squeeze_excite"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("std/squeeze_excite (library)\n\nThe unit of squeeze-and-excitation networks")
    assert "\n  ratio       16       how many times fewer units than channels the first dense\n" in out
    assert "\n  units       null     its units, in place of `ratio`\n" in out
    assert out.endswith("    - squeeze_excite: {units: 24, activation: silu}\n")


def test_a_library_of_another_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layers", "std/squeeze"]) == 2
    assert "did you mean `std/squeeze_excite`?" in capsys.readouterr().err
