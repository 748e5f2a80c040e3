import re

import pytest
from pydantic import ValidationError

from archspec.layers.convolution.conv import Conv
from archspec.layers.core.dense import Dense
from archspec.layers.objects import CONSTRAINTS, INITIALIZERS, REGULARIZERS, from_keras_value


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("l2", "l2"),
        ({"l2": None}, "l2"),
        ({"l2": 0.01}, "l2"),  # 0.01 is what Keras takes where nothing is given
        ({"l2": {"l2": 0.1}}, {"l2": 0.1}),
        ({"l1_l2": {"l1": 0.1, "l2": 0.0}}, {"l1_l2": 0.1}),
        ({"l1_l2": {"l2": 0.1}}, {"l1_l2": {"l2": 0.1}}),
        ({"l1_l2": {"l1": 0.1, "l2": 0.2}}, {"l1_l2": {"l1": 0.1, "l2": 0.2}}),
    ],
)
def test_a_value_is_kept_as_short_as_it_can_be_written(given, short):
    assert REGULARIZERS.check(given) == short


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ({"unit_norm": {"axis": [0]}}, "unit_norm"),
        ({"unit_norm": {"axis": [2]}}, {"unit_norm": 2}),
        ({"unit_norm": [0, 1]}, {"unit_norm": [0, 1]}),
    ],
)
def test_a_list_of_one_axis_is_that_axis(given, short):
    assert CONSTRAINTS.check(given) == short


@pytest.mark.parametrize(
    ("table", "value", "message"),
    [
        (INITIALIZERS, "os.system", "no initializer is called `os.system`"),
        (INITIALIZERS, {"zeros": 1}, "`zeros` takes no argument"),
        (INITIALIZERS, {"he_normal": {"scale": 1.0}}, "`he_normal` takes no argument `scale`"),
        (INITIALIZERS, {"he_normal": {"seed": 1.5}}, "`seed` is an integer"),
        (INITIALIZERS, {"constant": True}, "`value` is a number"),
        (INITIALIZERS, {"variance_scaling": {"mode": "fan"}}, "`mode` is one of fan_in, fan_out, fan_avg"),
        (REGULARIZERS, {"l1": 1.0, "l2": 1.0}, "one regularizer, not 2"),
        (CONSTRAINTS, {"unit_norm": {"axis": 0.5}}, "`axis` is an axis or a list of axes"),
        (CONSTRAINTS, {"unit_norm": {"axis": ["channels"]}}, "`axis` is an axis or a list of axes"),
        (CONSTRAINTS, {"unit_norm": {"axis": [True]}}, "`axis` is an axis or a list of axes"),
        (CONSTRAINTS, {"unit_norm": {"axis": [0.5]}}, "`axis` is an axis or a list of axes"),
        (CONSTRAINTS, {"unit_norm": {"axis": [[0]]}}, "`axis` is an axis or a list of axes"),
        (REGULARIZERS, {"l2": {"l2": None}}, "`l2` is a number"),
    ],
)
def test_what_is_not_known_is_refused(table, value, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        table.check(value)


@pytest.mark.parametrize(
    ("field", "value", "ours"),
    [
        ("kernel_initializer", {"class_name": "HeNormal", "config": {"seed": None}}, "he_normal"),
        ("kernel_initializer", {"class_name": "HeNormal", "config": {"seed": 7}}, {"he_normal": 7}),
        ("bias_initializer", {"class_name": "Constant", "config": {"value": 0.5}}, {"constant": 0.5}),
        (
            "kernel_initializer",
            {"class_name": "RandomUniform", "config": {"minval": -0.05, "maxval": 0.05, "seed": None}},
            "random_uniform",
        ),
        # 0.3 in float32, which is what Keras keeps
        ("kernel_regularizer", {"class_name": "L1", "config": {"l1": 0.30000001192092896}}, {"l1": 0.3}),
        ("kernel_regularizer", {"class_name": "L2", "config": {"l2": 0.123456789}}, {"l2": 0.123456789}),
        ("kernel_regularizer", {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.5}}, {"l1_l2": {"l2": 0.5}}),
        ("kernel_constraint", {"class_name": "MaxNorm", "config": {"max_value": 2, "axis": 0}}, "max_norm"),
        ("kernel_constraint", {"class_name": "UnitNorm", "config": {"axis": 1}}, {"unit_norm": 1}),
        ("kernel_constraint", {"class_name": "NonNeg", "config": {}}, "non_neg"),
        ("padding", [[0, 1], [2, 3]], ((0, 1), (2, 3))),
        ("size", (3, 3), (3, 3)),
        ("units", 3, 3),
    ],
)
def test_from_keras_value(field, value, ours):
    assert from_keras_value(field, value) == ours


@pytest.mark.parametrize(
    ("layer", "fields", "message"),
    [
        (Conv, {"filters": 2, "size": 1, "kernel_initializer": "identity"}, "`identity` makes matrices, and this has"),
        (Dense, {"units": 2, "bias_initializer": "identity"}, "`identity` makes matrices, and this is a vector"),
        (Dense, {"units": 2, "bias_initializer": {"orthogonal": 2.0}}, "`orthogonal` makes matrices, and this is"),
    ],
)
def test_matrices_for_what_is_no_matrix_are_refused(layer, fields, message):
    with pytest.raises(ValidationError, match=re.escape(message)):
        layer.model_validate(fields)


def test_an_object_of_another_library_is_refused():
    with pytest.raises(ValueError, match="no initializer is called `mine`"):
        from_keras_value("kernel_initializer", {"class_name": "Mine", "config": {"size": 3}})
