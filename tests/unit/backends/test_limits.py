from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.backends.faults import UnsupportedByBackend
from archspec.backends.limits import BACKENDS, LIMITS, Backend, check_backend
from archspec.layers import registry
from archspec.layers.stepwise import StepwiseLayer
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

DOCUMENT = Path(__file__).parents[3] / "docs" / "backends.md"
VOLUMES, MORE = (4, 8, 8, 8, 3), (2, 4, 8, 8, 8, 3)


def refusals(kind: str, shape: tuple[int, ...], precision: str | None = None, **fields: Any) -> dict[str, ShapeError]:
    """What each backend says of a layer, unless it takes it."""
    layer, found = registry.get(kind)(**fields), {}
    for backend in BACKENDS:
        try:
            check_backend(layer, Shape(shape), precision, backend)
        except ShapeError as error:
            assert error.kind is UnsupportedByBackend
            found[backend] = error
    return found


@pytest.mark.parametrize(
    ("kind", "shape", "fields", "precision", "backends", "field"),
    [
        ("softmax", VOLUMES, {}, None, ["tensorflow"], None),
        ("softmax", VOLUMES[1:], {}, None, [], None),
        ("activation", VOLUMES, {"function": "softmax"}, None, ["tensorflow"], "function"),
        ("activation", VOLUMES, {"function": "log_softmax"}, None, [], None),
        ("dense", VOLUMES, {"units": 2, "activation": "softmax"}, None, ["tensorflow"], "activation"),
        ("dense", VOLUMES, {"units": 2}, None, [], None),
        ("depthwise_conv", (8, 8, 1), {"size": 3, "stride": [1, 2]}, None, ["tensorflow"], "stride"),
        ("depthwise_conv", (8, 8, 1), {"size": 3, "stride": [2, 2]}, None, [], None),
        ("depthwise_conv", (8, 8, 1), {"size": 3, "stride": [1, 2], "dilation": [2, 1]}, None, [], None),
        ("separable_conv", (8, 8, 1), {"filters": 2, "size": 3, "stride": [2, 1]}, None, ["tensorflow"], "stride"),
        ("conv", (8, 8, 1), {"filters": 2, "size": 3, "stride": [2, 1]}, None, [], None),
        ("lstm", (5, 4), {"units": 2}, "bfloat16", ["tensorflow", "jax", "torch"], "recurrent_initializer"),
        ("lstm", (5, 4), {"units": 2}, "float16", ["jax", "torch"], "recurrent_initializer"),
        ("lstm", (5, 4), {"units": 2}, "mixed_bfloat16", [], None),
        ("lstm", (5, 4), {"units": 2}, None, [], None),
        ("dense", (4,), {"units": 2, "kernel_initializer": "orthogonal"}, "float16", ["jax", "torch"],
         "kernel_initializer"),
        ("resize", (5, 4), {"size": 2, "interpolation": "lanczos3"}, None, ["torch"], "interpolation"),
        ("upsample", (5, 5, 4), {"interpolation": "lanczos5"}, None, [], None),
        ("upsample", (5, 5, 4), {"interpolation": "bicubic"}, None, [], None),
        ("attention", (5, 4), {"heads": 1, "key_dim": 2, "value_dim": 3}, None, ["jax"], "value_dim"),
        ("attention", (5, 4), {"heads": 1, "key_dim": 2, "value_dim": 2}, None, [], None),
        ("attention", (5, 4), {"heads": 1, "key_dim": 2, "value_dim": 3, "dropout": 0.1}, None, [], None),
        ("max_pool", (6, 6, 6, 2), {}, "float64", ["tensorflow"], None),
        ("max_pool", (6, 6, 2), {}, "float64", [], None),
        ("avg_pool", (6, 6, 6, 2), {}, "float64", ["tensorflow"], None),
        ("avg_pool", (6, 6, 6, 2), {}, None, [], None),
        ("up_conv", (6, 2), {"filters": 1, "size": 3, "stride": 1, "dilation": 2}, "float64", ["tensorflow"],
         "dilation"),
        ("up_conv", (6, 2), {"filters": 1, "size": 3}, "float64", [], None),
    ],
)  # fmt: skip
def test_what_a_backend_lacks(kind, shape, fields, precision, backends, field):
    found = refusals(kind, shape, precision, **fields)
    assert list(found) == backends
    assert {error.field for error in found.values()} <= {field}


def test_what_only_some_processors_lack_in_half_precision_is_left_to_them():
    assert refusals("avg_pool", (6, 6, 6, 2), "float16") == {}
    assert refusals("up_conv", (6, 2), filters=1, size=3, stride=1, dilation=2) == {}


def test_on_a_step_there_is_an_axis_less():
    layer = StepwiseLayer(layer=registry.get("softmax")())
    check_backend(layer, Shape(VOLUMES), None, "tensorflow")
    with pytest.raises(ShapeError) as caught:
        check_backend(layer, Shape(MORE), None, "tensorflow")
    assert "(4, 8, 8, 8, 3)" in caught.value.data.facts()["asks"]


def test_the_help_fits_the_number_of_axes():
    assert "time_distributed" in refusals("softmax", VOLUMES)["tensorflow"].helps[0].text
    assert "reshape" in refusals("softmax", MORE)["tensorflow"].helps[0].text


@pytest.mark.parametrize(("target", "valid"), [("tensorflow", True), ("jax", True), ("torch", False), (None, True)])
def test_a_network_is_checked_for_its_target(target: Backend | None, valid: bool):
    text = "archspec: 1\ninput: [8, 8, 3]\nlayers: [resize: {size: 4, interpolation: lanczos3}]\n"
    report = archspec.check(text, target=target)
    assert report.valid is valid
    assert [one.kind for one in report.errors] == [UnsupportedByBackend] * (not valid)


def test_a_network_is_checked_for_tensorflow_unless_told_otherwise():
    text = "archspec: 1\ninput: [4, 8, 8, 8, 3]\nlayers: [softmax]\n"
    assert not archspec.check(text).valid
    assert archspec.check(text, target="jax").valid


def test_there_is_no_such_backend():
    with pytest.raises(ValueError, match="target must be one of tensorflow, jax, torch, not 'mxnet'"):
        archspec.check("archspec: 1\ninput: [3]\nlayers: [relu]\n", target="mxnet")  # pyright: ignore[reportArgumentType]


def test_the_documents_have_the_table(matches_file: Callable[[Path, str], None]):
    text = DOCUMENT.read_text(encoding="utf-8")
    begin, end = "<!-- limits -->\n", "<!-- end -->"
    head, _, rest = text.partition(begin)
    tail = rest.partition(end)[2]
    rows = [
        f"| {one.what} | {in_words(one.precisions)} | "
        + " | ".join(lacking(one.lacking.get(backend)) for backend in BACKENDS)
        + f" | {'error' if one.is_refused else ''} |"
        for one in LIMITS
    ]
    header = f"| what | in | {' | '.join(BACKENDS.values())} | `check` |"
    table = "\n".join([header, "|---|---|---|---|---|---|", *rows])
    matches_file(DOCUMENT, f"{head}{begin}{table}\n{end}{tail}")


def in_words(precisions: tuple[str, ...]) -> str:
    return ", ".join(f"`{one}`" for one in precisions) or "every precision"


def lacking(processors: str | None) -> str:
    return "" if processors is None else f"not on {processors}" if processors else "not"
