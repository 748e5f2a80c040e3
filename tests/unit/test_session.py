"""One entry for texts, files and networks made in Python; what is wrong with one part hides nothing of the others."""

from pathlib import Path

import pytest

from archspec import Architecture
from archspec.files import Buffers, Text
from archspec.session import Session

HALF = """archspec: 1
params: {units: 4}
input: [8]
blocks:
  pair:
    layers:
      - dense: {units: $units, name: first}
      - dense: {units: [3, name: second}
  good: {layers: [dense: 5]}
layers:
  - good
  - pair
  - relu: {name: after}
  - dense: {units: 2, from: input, name: side}
  - good: {from: side, name: last}
  - dense: {units: 0, from: side}
  - add: [second_of_nobody, side]
"""


def shapes(text: str) -> dict[str, str | None]:
    found = Session().analyse(text).network.shapes()
    return {name: None if shape is None else str(shape) for name, shape in found.items()}


def test_an_analysis_of_a_half_typed_text() -> None:
    analysis = Session().analyse(HALF)
    assert analysis.source is not None
    assert analysis.source.text == HALF
    assert analysis.tree is not None
    assert analysis.architecture is not None
    assert [(one.kind.name, one.span and one.span.line) for one in analysis.diagnostics] == [
        ("invalid-yaml", 8), ("wrong-value", 16), ("unknown-name", 17),
    ]  # fmt: skip
    assert analysis.report.graph is None
    assert shapes(HALF) == {
        "input": "(8)", "good_1.dense_1": "(5)", "pair_1.first": "(4)", "pair_1.second": None, "after": None,
        "side": "(2)", "last.dense_1": "(5)", "dense_2": None, "add_1": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("params: {units: 4}", "params: {units: 4"),
        ("input: [8]", "input: [8"),
        ("blocks:\n  pair:", "blocks:\n  pair: ["),
    ],
)
def test_a_damaged_key_is_lost_alone_and_told_once(before: str, after: str) -> None:
    whole = HALF.replace("[3, name", "3, name").partition("  - dense: {units: 0")[0]
    assert not Session().analyse(whole).report.errors
    found = Session().analyse(whole.replace(before, after))
    assert [one.kind.name for one in found.report.errors] == ["invalid-yaml"]


def test_a_name_that_damaged_text_may_have_given_is_not_told() -> None:
    text = (
        "archspec: 1\ninput: [8]\nlayers:\n  - dense: {units: 3, na me: lo st\n  - add: [lost, .]\n  - add: [none, .]\n"
    )
    found = Session().analyse(text).diagnostics
    assert [(one.kind.name, one.span and one.span.line) for one in found] == [("invalid-yaml", 4), ("unknown-name", 6)]


def test_what_is_not_there_does_not_keep_the_rest_from_being_known() -> None:
    text = "archspec: 1\ninput: [8]\nlayers:\n  - dense: {units: 3, when: $(1 > 2), name: a\n  - dense: 2\n"
    assert shapes(text) == {"input": "(8)", "dense_1": "(2)"}


def test_a_text_that_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "blocks.yaml").write_text("archspec: 1\nblocks: {one: {layers: [dense: 3]}}\n")
    file = tmp_path / "net.yaml"
    text = "archspec: 1\nuse: blocks.yaml\ninput: [4]\nlayers: [one]\n"
    session = Session(
        Buffers({file: text, tmp_path / "blocks.yaml": "archspec: 1\nblocks: {one: {layers: [dense: 7]}}\n"})
    )
    graph = session.analyse(file).report.graph
    assert graph is not None
    assert graph.nodes[-1].shape == (7,)
    saved = Session(Buffers({file: text})).analyse(str(file)).report.graph
    assert saved is not None
    assert saved.nodes[-1].shape == (3,)
    with pytest.raises(FileNotFoundError):
        Session().analyse(file)


def test_bytes_with_a_name() -> None:
    analysis = Session().analyse(Text(b"archspec: 1\ninput: [4]\nlayers: [dens: 2]\n", "<stdin>"))
    assert [str(one.span) for one in analysis.diagnostics] == ["<stdin>:3:10"]
    latin = Session().analyse(Text(b"archspec: 1\nname: caf\xe9\n", "<stdin>"))
    assert (latin.source, latin.tree, latin.spec) == (None, None, None)
    assert [one.kind.name for one in latin.diagnostics] == ["not-utf8"]


def test_what_is_made_in_python() -> None:
    spec = Architecture(inputs={"x": (4,)}, params={"units": 3}, layers=[{"dense": "$units"}])
    analysis = Session().analyse(spec, params={"units": 5})
    assert (analysis.source, analysis.tree) == (None, None)
    assert str(analysis.network.shapes()["dense_1"]) == "(5)"


def test_what_there_is_not() -> None:
    with pytest.raises(ValueError, match="target must be one of"):
        Session(target="theano")  # pyright: ignore[reportArgumentType] - that is what is tested
    with pytest.raises(ValueError, match="nonsense"):
        Session(allow=["nonsense"])
