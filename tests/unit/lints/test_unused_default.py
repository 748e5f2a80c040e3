import pytest

import archspec
from archspec import Architecture, Conv
from archspec.lints.unused_default import FieldNotTaken, OutOfReach, UnusedDefault
from tests.like import Like

SPEC = """
    params: {{wide: false, norm: batch}}
    input: [32, 32, 8]
    defaults: {{{0}}}
    layers:
      - conv: {{filters: 8, size: 3, norm: $norm}}
      - {1}
    """


@pytest.mark.parametrize(
    ("defaults", "item", "expected"),
    [
        ("up_conv: {stride: 3}", "relu", Like(UnusedDefault, of="up_conv")),
        ("group_norm: {groups: 4}", "relu", Like(UnusedDefault, of="group_norm")),
        ("leaky_relu: {negative_slope: 0.1}", "relu", Like(UnusedDefault, of="leaky_relu")),
        ("conv: {size: 5}", "relu", Like(FieldNotTaken, of="conv", field="size")),
        ("residual: {activation: relu}", "relu", Like(UnusedDefault, of="residual")),
        (
            "residual: {activation: relu}",
            "residual: {layers: [dense: 8], activation: gelu}",
            Like(FieldNotTaken, of="residual", field="activation"),
        ),
    ],
)
def test_a_default_that_nothing_takes(findings, defaults: str, item: str, expected: Like) -> None:
    assert findings(SPEC.format(defaults, item)) == [expected]


@pytest.mark.parametrize(
    ("defaults", "item"),
    [
        ("conv: {padding: valid}", "relu"),
        ("batch_norm: {momentum: 0.9}", "relu"),
        ("dense: {activation: {leaky_relu: 0.1}}", "dense: 8"),
        ("leaky_relu: {negative_slope: 0.1}", "dense: {units: 8, activation: leaky_relu}"),
        ("gelu: {approximate: true}", "activation: gelu"),
        ("group_norm: {groups: 4}", "dense: {units: 8, norm: group}"),
        ("residual: {activation: relu}", "residual: [dense: 8]"),
        ("conv: {kernel_initializer: he_normal}", "residual: [dense: 9]"),
        # What other params would bring into the network is there for them.
        ("up_conv: {stride: 3}", "up_conv2d: {filters: 8, size: 3, when: $wide}"),
        ("layer_norm: {epsilon: 0.1}", "dense: {units: 8, norm: $('layer' if wide else 'rms')}"),
        ("repeat: {times: 2}", "relu"),
    ],
)
def test_one_that_something_takes_or_may_take(findings, defaults: str, item: str) -> None:
    assert findings(SPEC.format(defaults, item)) == []


def test_a_default_does_not_reach_into_a_library(findings) -> None:
    spec = """
        use: std/residual
        input: [32, 32, 16]
        defaults: {{{0}}}
        layers: [basic: 16]
        """
    (found,) = findings(spec.format("conv: {padding: valid}"))
    assert found == Like(OutOfReach, of="conv")
    assert (found.span.line, found.span.column) == (4, 12)
    assert findings(spec.format("batch_norm: {momentum: 0.9}, conv: {kernel_initializer: he_normal}")) == []


def test_what_a_spec_starts_from_may_give_more_than_it_needs(tmp_path) -> None:
    (tmp_path / "base.yaml").write_text(
        "archspec: 1\ninput: [8]\ndefaults: {conv: {padding: valid}, dense: {bias: false}}\nlayers: [dense: 8]\n"
    )
    (tmp_path / "net.yaml").write_text(
        "archspec: 1\nextends: base.yaml\ndefaults: {lstm: {units: 8}}\nlayers: [dense: {units: 8, bias: true}]\n"
    )
    found = archspec.check(tmp_path / "net.yaml").diagnostics
    assert list(found) == [Like(UnusedDefault, of="lstm")]


def test_a_network_written_in_python() -> None:
    network = Architecture(
        inputs={"x": (8, 8, 3)},
        defaults={"conv": {"size": 3}, "dense": {"bias": False}},
        layers=[Conv(filters=2, size=3)],
    )
    assert list(archspec.check(network).diagnostics) == [
        Like(FieldNotTaken, of="conv", field="size"),
        Like(UnusedDefault, of="dense"),
    ]
