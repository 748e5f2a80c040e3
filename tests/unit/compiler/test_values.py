"""What a value comes to, and what expressions know of the network where they stand."""

import pytest

import archspec
from archspec.compiler.names import UNKNOWN, Tensor
from archspec.compiler.values import UNREADABLE, Context, UnreadableError, fields_of, identity
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.located import as_tree as plant
from archspec.syntax.operations import Work
from archspec.syntax.tree import Scalar
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape

H = Dim.symbol("H")


def context(tensor: Tensor | None = None, **values: object) -> tuple[Context, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return Context(values, tensor, {"stem": 64}.__getitem__, found.append, Work()), found


def test_expressions_keep_their_type_and_are_pasted_into_text() -> None:
    here, found = context(width=8, i=1, flag=True)
    tree = plant({"a": "$width", "b": ["$(width / 2)", "enc$i", "enc$(i + 1)"], "c": "$flag", "d": "5$$", "e": 3})
    assert here.value(tree) == {"a": 8, "b": [4.0, "enc1", "enc2"], "c": True, "d": "5$", "e": 3}
    assert not found


def test_what_the_shape_checker_knows() -> None:
    here, _ = context(Tensor(3, Shape((H, 32, 16))))
    assert here.value(plant("$channels")) == 16
    assert here.value(plant("$rank")) == 2
    assert here.value(plant("$spatial")) == [H, 32]
    assert here.value(plant("$(channels_of('stem') // 2)")) == 32


def test_text_in_an_expression_holds_expressions_too() -> None:
    here, _ = context(name="em")
    assert here.value(plant("$(channels_of('st$name'))")) == 64


def test_what_follows_from_a_fault_is_silent() -> None:
    for text, here in (("$channels", context(UNKNOWN)), ("$width", context(width=UNREADABLE))):
        with pytest.raises(UnreadableError):
            here[0].value(plant(text))
        assert not here[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$widht", "there is no param `widht`"),
        ("$(width // 0)", "`8` is divided by zero"),
    ],
)
def test_faults_are_reported(text: str, message: str) -> None:
    here, found = context(width=8)
    with pytest.raises(UnreadableError):
        here.value(plant(text))
    assert [one.message for one in found] == [message]


def test_every_fault_of_several_fields_is_reported() -> None:
    here, found = context(width=8)
    fields = {"a": plant("$b"), "c": plant("$width"), "d": plant("$e")}
    assert here.values_that_can_be_read(fields) == {"c": 8}
    found.clear()
    with pytest.raises(UnreadableError):
        here.values_of(fields)
    assert len(found) == 2


def test_fields_of_an_item() -> None:
    assert fields_of(None, "size") == {}
    assert fields_of(Scalar(None, ""), "size") == {}
    assert list(fields_of(plant({"size": 3, "x-note": "as in the paper"}), None) or ()) == ["size"]
    assert list(fields_of(plant(3), "size") or ()) == ["size"]
    assert list(fields_of(plant([3, 3]), "size") or ()) == ["size"]
    assert fields_of(plant(3), None) is None


THREE_CHANNELS = "archspec: 1\ninput: [8, 8, 3]\n"


def findings(text: str) -> list[tuple[str, str]]:
    return [(one.kind.name, one.message) for one in archspec.check(text).diagnostics]


def test_channels_are_those_of_what_arrives():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels * 2), size: 1, name: last}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 6)


def test_a_default_of_a_param_knows_no_tensor():
    for where in ("params: {width: $channels}\nlayers: [conv: {filters: $width, size: 1}]",
                  "blocks:\n  one:\n    params: {width: $channels}\n    layers: [relu]\nlayers: [one]"):  # fmt: skip
        assert findings(THREE_CHANNELS + where) == [
            ("no-input", "`channels` is not known here: no tensor has been made yet")
        ]


def test_before_an_input_is_taken_no_tensor_is_known():
    text = "archspec: 1\ninputs: {a: [4], b: [4]}\nlayers: [repeat: {times: $rank, layers: [relu]}, relu: {from: a}]"

    assert findings(text) == [("no-input", "`rank` is not known here: no tensor has been made yet")]


def test_channels_of_a_tensor_by_name():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('input') + 1), size: 1}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 4)


def test_channels_of_what_is_not_there():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('stem')), size: 1}]") == [
        ("unknown-name", 'nothing made so far is called "stem"')
    ]


def test_channels_of_what_is_no_name():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of(3)), size: 1}]") == [
        ("unknown-name", "nothing made so far is called 3")
    ]


def test_values_that_are_written_alike_are_one_and_others_are_not() -> None:
    assert identity({"a": [1, "x"], "b": None}) == identity({"a": [1, "x"], "b": None})
    assert len({identity(one) for one in (1, 1.0, True, "1", [1], {"1": 1}, None)}) == 7
