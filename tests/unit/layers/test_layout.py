from typing import Any

import pytest

from archspec.layers import registry
from archspec.layers.convolution.conv import Conv
from archspec.layers.layout import Form, axis_of, form_of, form_of_output, permutation
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.stepwise import StepwiseLayer
from archspec.tensors.shape import Shape

LAST, FIRST = (0, 1, 2), (2, 0, 1)
PLANE, LINE = Shape((8, 6, 4)), Shape((8, 4))


def placed(kind: str, form: Form = LAST, x: Any = PLANE, **fields: Any) -> tuple[Form, dict[str, Any]]:
    form, told = registry.get(kind)(**fields).placing(x, form, "channels_first")
    return form, dict(told)


def test_forms() -> None:
    assert form_of(3, "channels_last") == LAST
    assert form_of(3, "channels_first") == FIRST
    assert form_of(1, "channels_first") == (0,)
    assert form_of_output(FIRST, 3) == FIRST
    assert form_of_output(FIRST, 1) == (0,)
    assert form_of_output((0, 3, 1, 2), 2) == (0, 1)


def test_axes_are_counted_with_the_batch() -> None:
    assert (axis_of(LAST, -1), axis_of(FIRST, -1), axis_of(FIRST, 0)) == (3, 1, 2)


def test_a_permutation_gives_a_tensor_another_form() -> None:
    assert permutation(LAST, FIRST) == [3, 1, 2]  # (batch, height, width, channels) to (batch, channels, …)
    assert permutation(FIRST, LAST) == [2, 3, 1]


@pytest.mark.parametrize("form", [LAST, FIRST])
def test_convolutions_and_poolings_take_the_layout(form) -> None:
    kinds: dict[str, Any] = {"conv": {"filters": 2, "size": 3}, "max_pool": {}, "flatten": {}, "upsample": {}}
    for kind, fields in kinds.items():
        assert placed(kind, form, **fields) == (FIRST, {"data_format": "channels_first"})


@pytest.mark.parametrize(("form", "told"), [(LAST, {}), (FIRST, {"axis": 1})])
def test_norms_are_told_the_axis_of_the_channels(form, told) -> None:
    for kind in ("batch_norm", "group_norm", "softmax", "sparsemax", "prelu", "scale"):
        assert placed(kind, form) == (form, told)


@pytest.mark.parametrize("form", [LAST, FIRST])
def test_value_by_value_any_form_will_do(form) -> None:
    assert (
        placed("relu", form) == placed("dropout", form, rate=0.1) == placed("add", form, (PLANE, PLANE)) == (form, {})
    )


@pytest.mark.parametrize("form", [LAST, FIRST])
def test_what_keras_has_channels_last_only_takes_them_last(form) -> None:
    kinds: dict[str, Any] = {"dense": {"units": 2}, "reshape": {"shape": (-1,)}, "permute": {"order": (1, 0, 2)}}
    for kind, fields in kinds.items():
        assert placed(kind, form, **fields) == (LAST, {})


def test_on_lines_some_are_channels_last_only() -> None:
    assert placed("upsample", (1, 0), LINE) == ((0, 1), {})
    assert placed("spatial_dropout", (1, 0), LINE, rate=0.1) == ((0, 1), {})
    assert placed("crop", (1, 0), LINE, cropping=1) == ((0, 1), {})
    assert placed("up_conv", (1, 0), LINE, filters=2, size=4, padding=1) == ((0, 1), {})
    assert placed("up_conv", (1, 0), LINE, filters=2, size=4) == ((1, 0), {"data_format": "channels_first"})
    assert placed("crop", (1, 0), (LINE, LINE), like="x") == ((1, 0), {"data_format": "channels_first"})


def test_a_concatenation_finds_its_axis() -> None:
    assert placed("concat", FIRST, (PLANE, PLANE)) == (FIRST, {"axis": 1})
    assert placed("concat", FIRST, (PLANE, PLANE), axis=1) == (FIRST, {"axis": 3})
    assert placed("concat", LAST, (PLANE, PLANE)) == (LAST, {"axis": 3})


def test_numbers_per_channel_stand_over_the_axes_behind_the_channels() -> None:
    assert placed("rescale", FIRST, scale=2.0, offset=(1.0, 2.0)) == (FIRST, {"offset": [[[1.0]], [[2.0]]]})
    assert placed("rescale", LAST, scale=2.0, offset=(1.0, 2.0)) == (LAST, {"offset": [1.0, 2.0]})


def test_steps_stay_in_front() -> None:
    conv = StepwiseLayer(layer=Conv(filters=2, size=3))
    form, told = conv.placing(Shape((5, 8, 6, 4)), (3, 0, 1, 2), "channels_first")
    assert (form, told) == ((0, 3, 1, 2), {"data_format": "channels_first"})
    norm = StepwiseLayer(layer=BatchNorm())
    assert norm.placing(Shape((5, 8, 6, 4)), form, "channels_first") == ((0, 3, 1, 2), {"axis": 1})


def test_what_keras_takes_for_a_bias_is_added_channels_last() -> None:
    shapes = (PLANE, Shape((1, 1, 4)))
    assert (
        placed("add", FIRST, shapes, broadcast=True) == placed("average", FIRST, shapes, broadcast=True) == (LAST, {})
    )
    assert placed("multiply", FIRST, shapes, broadcast=True) == (FIRST, {})
    assert placed("add", FIRST, (PLANE, Shape((8, 6, 1))), broadcast=True) == (FIRST, {})
