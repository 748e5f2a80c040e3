import pytest

from archspec.lints.bias_from_null_norm import BiasFromNullNorm
from tests.like import Like

SPEC = """
    input: [32, 32, 8]
    defaults: {{{0}}}
    layers:
      - {1}
    """


@pytest.mark.parametrize(
    ("defaults", "item", "name"),
    [
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: null}", "conv_1"),
        ("dense: {norm: {group: 2}}", "dense: {units: 8, norm: null}", "dense_1"),
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: null, activation: prelu}", "conv_1.conv"),
        ("residual: {norm: batch}", "residual: {layers: [depthwise_conv: {size: 3, multiplier: 2}], norm: null}",
         "residual_1.shortcut"),
    ],
)  # fmt: skip
def test_a_norm_that_is_taken_away_brings_a_bias(findings, defaults: str, item: str, name: str) -> None:
    (found,) = findings(SPEC.format(defaults, item))
    assert found == Like(BiasFromNullNorm, f"`{name}`")
    assert not found.is_error
    assert found.kind.severity == "note"
    assert found.span.text == "null"


@pytest.mark.parametrize(
    ("defaults", "item"),
    [
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: null, bias: true}"),
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: null, bias: false}"),
        ("conv: {norm: batch, bias: false}", "conv: {filters: 8, size: 3, norm: null}"),
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: layer}"),
        ("conv: {norm: batch}", "conv: {filters: 8, size: 3}"),
        ("conv: {norm: null}", "conv: {filters: 8, size: 3, norm: null}"),
        ("up_conv: {norm: batch}", "conv: {filters: 8, size: 3, norm: null}"),
    ],
)
def test_a_bias_that_is_asked_for_or_was_there_is_none_of_it(findings, defaults: str, item: str) -> None:
    assert findings(SPEC.format(defaults, item)) == []
