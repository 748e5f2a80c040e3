import pytest

from archspec.lints.missing_slope import MissingSlope
from tests.like import Like


@pytest.mark.parametrize(
    ("items", "name", "noun"),
    [
        ("- leaky_relu", "leaky_relu_1", None),
        ("- activation: leaky_relu", "activation_1", "activation"),
        ("- dense: {units: 3, activation: leaky_relu}", "dense_1.activation", "activation"),
        (
            "- residual: {layers: [{conv: {filters: 8, size: 3}}], activation: leaky_relu}",
            "residual_1.activation",
            "activation",
        ),
    ],
)
def test_a_leaky_relu_without_a_slope(findings, items: str, name: str, noun: str | None) -> None:
    (found,) = findings(items)
    assert found == Like(MissingSlope, f"`{name}`", noun=noun)
    slope = f"{noun}: {{leaky_relu: 0.01}}" if noun else "leaky_relu: 0.01"
    assert [one.text for one in found.helps] == [f"write the slope that is meant, such as `{slope}`"]


def test_a_slope_may_stand_anywhere(findings) -> None:
    assert findings("- leaky_relu: 0.3") == []
    assert findings("- activation: {leaky_relu: {negative_slope: 0.1}}") == []
    assert findings("- dense: {units: 3, activation: {leaky_relu: 0.1}}") == []
    assert findings("- relu: {negative_slope: 0.1}") == []
    assert findings("input: [8]\ndefaults: {leaky_relu: {negative_slope: 0.1}}\nlayers: [leaky_relu]\n") == []


def test_it_is_told_once_where_a_default_brings_it(findings) -> None:
    (found,) = findings("""
        input: [8]
        defaults: {dense: {activation: leaky_relu}}
        layers: [dense: 8, dense: 8]
        """)
    assert (found.span.line, found.span.column) == (3, 32)
    assert found.notes[-1] == "this holds of 2 layers: `dense_1.activation`, `dense_2.activation`"
