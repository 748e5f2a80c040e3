import pytest

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile
from archspec.language.document import Architecture
from archspec.language.faults import NotAccepted, UnknownKey
from archspec.language.located import FAULTY, accepted, as_tree, shown, validate, written
from archspec.language.structure import From
from archspec.layers.convolution.conv import Conv
from archspec.syntax.parse import parse
from archspec.syntax.tree import Mapping, plain
from tests.like import Like


def tree(text: str) -> Mapping:
    made, _ = parse(SourceFile("net.yaml", text))
    assert isinstance(made, Mapping)
    return made


def findings(text: str) -> list[tuple[Diagnostic, int, int]]:
    _, found = validate(Architecture, tree(text), "the spec")
    return [(one, one.span.line, one.span.column) for one in found if one.span]


def test_a_fault_is_told_at_its_place() -> None:
    assert findings("archspec: 3\ninputs:\n  image: {shape: [3], dtyp: uint8}\nlayers: []\nx-note: {}\n") == [
        (Like(NotAccepted, what="`archspec`", accepts="1, the version of the language", given="3"), 1, 11),
        (Like(UnknownKey, inside="`inputs.image`", key="dtyp"), 3, 23),
    ]


def test_a_field_of_several_types_is_told_once() -> None:
    assert findings("archspec: 1\ninputs: {image: 3}\nlayers: []\n") == [
        (Like(NotAccepted, what="`image`", accepts="a list of sizes, or `{shape, dtype}`", given="3"), 2, 17)
    ]


def test_what_nothing_depends_on_is_left_out_to_go_on() -> None:
    model, found = validate(
        Architecture, tree("archspec: 1\nname: a b\nlayres: []\nlayers: []\n"), "the spec", ("name",)
    )
    assert model is not None
    assert model.name is None
    assert len(found) == 2


def test_a_misspelt_key_is_not_missing_too() -> None:
    _, found = validate(Architecture, tree("archspec: 1\nlayer: []\n"), "the spec")
    assert [(one, [help_.text for help_ in one.helps]) for one in found] == [
        (Like(UnknownKey, inside="the spec", key="layer"), ["did you mean `layers`?"])
    ]


@pytest.mark.parametrize(
    ("params", "helps"),
    [
        ("[size]", ["write `{size: }`; behind the name of a param stands its default, if it has one"]),
        ("\n  - a\n  - b_2\n", ["write `{a: , b_2: }`; behind the name of a param stands its default, if it has one"]),
        ("[]", []),
        ("[size, 3]", []),
        ("[size-of]", []),
        ("size", []),
    ],
)
def test_params_that_are_a_list_of_names(params: str, helps: list[str]) -> None:
    _, found = validate(Architecture, tree(f"archspec: 1\nparams: {params}\ninput: [8]\nlayers: [relu]\n"), "the spec")
    assert [[help_.text for help_ in one.helps] for one in found] == [helps]


def test_layers_become_items() -> None:
    assert plain(as_tree([Conv(filters=4, size=3, name="stem"), From(tensor="stem"), "relu", {"add": [".", ()]}])) == [
        {"conv": {"filters": 4, "size": 3, "name": "stem"}},
        {"from": {"tensor": "stem"}},
        "relu",
        {"add": [".", []]},
    ]
    assert written(Conv.model_validate({"filters": 4, "size": 3, "from": "stem"})) == {
        "conv": {"filters": 4, "size": 3, "from": "stem"}
    }
    with pytest.raises(TypeError, match="a spec holds numbers, text, lists, mappings and layers, not complex"):
        as_tree({"conv": 3j})


def test_what_a_field_accepts() -> None:
    assert str(accepted(Conv, "filters")) == "an integer of at least 1"
    assert accepted(Conv, "no_field") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("same", '"same"'),
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ([1, "a", None], "[1, a, null]"),
        ({"a": 1}, "a mapping"),
        ("x" * 80, '"' + "x" * 58 + "…"),
    ],
)
def test_values_are_shown_short_and_as_written(value: object, text: str) -> None:
    assert shown(value) == text


def test_what_is_faulty_is_replaced_and_what_is_only_unknown_left_out() -> None:
    spec = tree("layers: []\nparams: {a: {min: x}, b: {default: 3, mni: 1}}\n")
    stand_in = Mapping({"default": FAULTY}, {"default": None})
    made, found = validate(Architecture, spec, "the spec", (), {("params", "*"): stand_in})
    assert made is not None
    assert made.params["a"].default is FAULTY
    assert made.params["b"].default is not FAULTY
    assert len(found) == 2
    assert validate(Architecture, spec, "the spec")[0] is None
