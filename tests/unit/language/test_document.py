import pytest
from pydantic import ValidationError

import archspec
from archspec.language.document import Architecture, Block, Input, Param
from archspec.language.located import as_tree
from archspec.syntax.tree import plain


def read(**keys: object) -> Architecture:
    return Architecture.model_validate({"layers": [], **keys})


def test_params_are_short_for_their_defaults() -> None:
    full = {"default": 3, "min": 1, "help": "x"}
    params = read(params={"width": 8, "depths": [1, 2], "units": None, "full": full}).params
    defaults = {name: param.default and plain(param.default) for name, param in params.items()}
    assert defaults == {"width": 8, "depths": [1, 2], "units": None, "full": 3}
    assert (params["full"].min, params["full"].max, params["full"].help) == (1, None, "x")


def test_inputs_are_short_for_their_shapes() -> None:
    made = read(input=["H", 3], inputs={"words": {"shape": ["T"], "dtype": "int32"}})
    assert made.input is not None
    assert (plain(made.input.shape), made.input.dtype) == (["H", 3], "float32")
    assert (plain(made.inputs["words"].shape), made.inputs["words"].dtype) == (["T"], "int32")


def test_python_objects_are_the_same() -> None:
    made = read(
        params={"width": Param(default=as_tree(8))},
        inputs={"image": Input(shape=as_tree([8, 8, 3]))},
        blocks={"one": Block(layers=as_tree(["relu"]))},
    )
    assert plain(made.blocks["one"].layers) == ["relu"]
    assert made.params["width"].default is not None


@pytest.mark.parametrize(
    "keys",
    [
        {"name": "a b"},
        {"name": "x" * 65},
        {"blocks": {"a.b": {"layers": []}}},
        {"inputs": {"image": {"shape": [3], "dtype": "complex64"}}},
        {"build": {"precision": "float8"}},
        {"archspec": 2},
        {"archspec": True},
        {"layres": []},
    ],
)
def test_what_is_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read(**keys)


def test_values_are_bound_without_changing_the_original() -> None:
    first = read(params={"width": 8})
    second = first.bound({"width": as_tree(9)}, "wide")
    third = second.bound({"depth": as_tree(2)})
    assert (dict(first.settings), first.variant) == ({}, None)
    assert {name: plain(value) for name, value in third.settings.items()} == {"width": 9, "depth": 2}
    assert third.variant == "wide"


def test_an_architecture_knows_where_its_keys_stand() -> None:
    blocks = "blocks:\n  one:\n    params: {n: 1}\n    layers: [relu]\n"
    text = f"archspec: 1\nparams: {{width: 8}}\n{blocks}input: [4]\nlayers: [one]\n"
    loaded = archspec.load(text, width=3)
    assert str(loaded.place("params", "width")) == "<text>:2:10"
    assert str(loaded.place("blocks", "one", "params", "n")) == "<text>:5:14"
    assert loaded.place("params", "depth") is None
    assert loaded.place("input", "x", "y") is None
    assert archspec.Architecture(input=(4,), params={"width": 8}, layers=["relu"]).place("params", "width") is None
