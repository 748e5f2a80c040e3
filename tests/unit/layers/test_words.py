from typing import Any

import pytest
from pydantic import ValidationError

from archspec.layers.activation.leaky_relu import LeakyRelu
from archspec.layers.activation.relu import Relu
from archspec.layers.base import Part
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.group_norm import GroupNorm
from archspec.layers.objects import UnknownWordError
from archspec.layers.words import ACTIVATIONS, NORMS, WordFieldsError, is_function


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("relu", "relu"),
        ("swish", "silu"),
        ("prelu", "prelu"),
        ({"leaky_relu": 0.1}, {"leaky_relu": {"negative_slope": 0.1}}),
        ({"leaky_relu": {"negative_slope": 0.1, "x-why": "Darknet"}}, {"leaky_relu": {"negative_slope": 0.1}}),
        ({"swish": None, "x-why": 1}, {"silu": {}}),
        ({"gelu": {"dtype": "float32"}}, {"gelu": {"dtype": "float32"}}),
        (LeakyRelu(negative_slope=0.1, trainable=False), {"leaky_relu": {"negative_slope": 0.1, "trainable": False}}),
        # What a kind must have may stand under `defaults`.
        ("threshold", "threshold"),
        ({"threshold": {"threshold": 1.0}}, {"threshold": {"threshold": 1.0}}),
    ],
)
def test_a_word_stays_and_its_fields_get_their_names(given: object, kept: object) -> None:
    assert ACTIVATIONS.check(given) == kept


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("rellu", "no activation is called `rellu`"),
        ({"rellu": 1}, "no activation is called `rellu`"),
        ("activation", "no activation is called `activation`"),
        (Relu, ""),
        (["relu"], ""),
        ({}, "one activation, not 0"),
        ({"relu": None, "gelu": None}, "one activation, not 2"),
        ({"tanh": 3}, "`tanh` takes no bare value"),
        (BatchNorm(), "no activation is called `batch_norm`"),
    ],
)
def test_what_is_no_word_is_refused(given: object, message: str) -> None:
    with pytest.raises(ValueError) as error:
        ACTIVATIONS.check(given)
    assert str(error.value) == message
    assert isinstance(error.value, UnknownWordError) == message.startswith("no activation")


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"negative_slope": -1}, [("negative_slope",)]),
        ({"slope": 1, "negative_slope": "x"}, [("negative_slope",), ("slope",)]),
        ({"dtype": "float31"}, [("dtype",)]),
        ({"name": "a", "from": "b", "when": True}, [("name",), ("from",), ("when",)]),
    ],
)
def test_fields_are_those_of_the_kind_and_not_of_items(fields: dict[str, Any], places: list[tuple[str]]) -> None:
    with pytest.raises(WordFieldsError) as error:
        ACTIVATIONS.check({"leaky_relu": fields})
    assert error.value.kind is LeakyRelu
    assert [one["loc"] for one in error.value.error.errors()] == places


def test_a_norm_is_called_by_its_word_in_python_too() -> None:
    assert NORMS.check(GroupNorm(groups=8)) == {"group": {"groups": 8}}
    assert NORMS.check({"group": 8}) == {"group": {"groups": 8}}
    with pytest.raises(UnknownWordError):
        NORMS.check("group_norm")


def test_the_layer_that_a_word_stands_for() -> None:
    assert NORMS.part("norm", "batch") == Part("norm", BatchNorm, {}, "norm")
    assert ACTIVATIONS.part("activation", {"leaky_relu": {"dtype": "float32"}}, name="") == Part(
        "", LeakyRelu, {"dtype": "float32"}, "activation"
    )


def test_a_function_is_a_word_of_which_kerass_function_does_what_the_kind_does() -> None:
    assert is_function("relu")
    assert is_function("softmax")
    assert not any(map(is_function, ("leaky_relu", "prelu", "glu", "threshold", "sparsemax", {"relu": {}}, None)))


def test_kinds_show_what_is_wrong_with_the_fields() -> None:
    with pytest.raises(ValidationError, match=r"wrong fields of `leaky_relu`: `slope`: Extra inputs"):
        from archspec.layers.core.dense import Dense

        Dense(units=1, activation={"leaky_relu": {"slope": 1}})
