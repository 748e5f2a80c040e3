import pytest


@pytest.mark.parametrize(
    ("items", "name", "help_line"),
    [
        ("- leaky_relu", "leaky_relu_1", "write the slope that is meant, such as `leaky_relu: 0.01`"),
        ("- activation: leaky_relu", "activation_1",
         "write the slope that is meant, such as `activation: {leaky_relu: 0.01}`"),
        ("- dense: {units: 3, activation: leaky_relu}", "dense_1.activation",
         "write the slope that is meant, such as `activation: {leaky_relu: 0.01}`"),
        ("- residual: {layers: [{conv: {filters: 8, size: 3}}], activation: leaky_relu}", "residual_1.activation",
         "write the slope that is meant, such as `activation: {leaky_relu: 0.01}`"),
    ],
)  # fmt: skip
def test_a_leaky_relu_without_a_slope(findings, items: str, name: str, help_line: str) -> None:
    (found,) = findings(items)
    assert found.message == f"`{name}` is given no slope, and takes 0.3"
    assert [one.text for one in found.helps] == [help_line]


def test_a_slope_may_stand_anywhere(told) -> None:
    assert told("- leaky_relu: 0.3") == []
    assert told("- activation: {leaky_relu: {negative_slope: 0.1}}") == []
    assert told("- dense: {units: 3, activation: {leaky_relu: 0.1}}") == []
    assert told("- relu: {negative_slope: 0.1}") == []
    assert told("input: [8]\ndefaults: {leaky_relu: {negative_slope: 0.1}}\nlayers: [leaky_relu]\n") == []


def test_it_is_told_once_where_a_default_brings_it(findings) -> None:
    (found,) = findings("""
        input: [8]
        defaults: {dense: {activation: leaky_relu}}
        layers: [dense: 8, dense: 8]
        """)
    assert (found.span.line, found.span.column) == (3, 32)
    assert found.notes[-1] == "this holds of 2 layers: `dense_1.activation`, `dense_2.activation`"
