"""The table of what each backend lacks, and whether a layer needs it.

NOTE: Where does the table come from? The conformance tests run every kind on every backend and check that exactly the
rows of this table fail. `docs/backends.md` is generated from it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from archspec.backends.faults import UnsupportedByBackend
from archspec.layers.base import Layer
from archspec.layers.objects import object_name
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.layers.window import Window, WindowLayer
from archspec.tensors.faults import ShapeError

Backend = Literal["tensorflow", "jax", "torch"]

BACKENDS: Mapping[Backend, str] = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
"""The name of each backend in sentences, by Keras's name for it."""

DEFAULT: Backend = "tensorflow"
"""Keras's own default."""

SOFTMAX_AXES = 4
"""The number of axes, without the batch axis, for which TensorFlow computes a softmax on every processor."""

FLOAT16, BFLOAT16 = ("float16", "mixed_float16"), ("bfloat16", "mixed_bfloat16")
"""The precisions in which layers compute in half precision, whatever their weights are."""


class Requirement(NamedTuple):
    """What a layer requires and some backend lacks.

    Attributes:
        asks: What it requires, as a phrase after its name.
        field: The field that requires it, if any.
        help: What to do instead.
    """

    asks: str
    field: str | None
    help: str


class Limit(NamedTuple):
    """Something that backends lack.

    Attributes:
        what: What it is, for the table in the documents.
        lacking: The backends that lack it, each with the processors concerned; empty if all.
        limit: What these backends do instead, as a phrase after their name.
        requirement: Returns what a layer requires, given the layer and what its rules take; None if not this.
        kinds: The kinds of layers that may require it; empty if all may. Names, since this is a table of Keras's
            kernels, to be read as a whole; the classes of layers do not know backends.
        precisions: The precisions in which a layer requires it; empty if all.
        is_refused: Whether a network that requires it is refused. It is not if it is probably meant for other
            processors.
    """

    what: str
    lacking: Mapping[Backend, str]
    limit: str
    requirement: Callable[[Layer, Any], Requirement | None]
    kinds: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    is_refused: bool = True


def check_backend(layer: Layer, x: Any, precision: str | None, backend: Backend) -> None:
    """Checks that a backend can compute a layer.

    Args:
        layer: The layer.
        x: What its rules take: a shape, or a tuple of them.
        precision: The precision given to it, if one is.
        backend: The backend.

    Raises:
        ShapeError: If it cannot.
    """
    while isinstance(layer, StepwiseLayer):
        layer, x = layer.layer, step(x)
    for limit in limits_of(layer.kind, precision, backend):
        requirement = limit.requirement(layer, x) if limit.is_refused else None
        if requirement is not None:
            raise _refusal(limit, requirement, precision, backend)


@cache
def limits_of(kind: str, precision: str | None, backend: Backend) -> tuple[Limit, ...]:
    """Returns the limits of a backend that a kind of layer may meet in a precision."""
    return tuple(
        one
        for one in LIMITS
        if backend in one.lacking
        and (not one.kinds or kind in one.kinds)
        and (not one.precisions or precision in one.precisions)
    )


def _refusal(limit: Limit, requirement: Requirement, precision: str | None, backend: Backend) -> ShapeError:
    name, processors = BACKENDS[backend], limit.lacking[backend]
    others = tuple(other for one, other in BACKENDS.items() if one not in limit.lacking)
    asks = f"{requirement.asks}{f' in `{precision}`' if limit.precisions else ''}"
    data = UnsupportedByBackend(asks, name, limit.limit, processors, others, requirement.help)
    return ShapeError(data, field=requirement.field)


# ---- requirements of layers ------------------------------------------------------------------------------------------


def _softmax(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of a softmax over many axes, as a layer or an activation."""
    field = {"activation": "function", "dense": "activation"}.get(layer.kind)
    if (layer.kind if field is None else getattr(layer, field)) != "softmax" or len(x) <= SOFTMAX_AXES:
        return None
    by_steps = "`time_distributed` computes it on every step of the first axis"
    joined = "`reshape` joins axes before it, and parts them after it"
    return Requirement(f"takes the softmax of {x}", field, by_steps if len(x) == SOFTMAX_AXES + 1 else joined)


def _unequal_strides(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of a depthwise window with unequal strides; if dilated too, Keras subsamples instead."""
    window = _window(layer, x)
    if len(set(window.stride)) == 1 or max(window.dilation) > 1:
        return None
    pool = f"`max_pool: {{size: 1, stride: {[*window.stride]}}}`"
    asks = f"has strides of {' and '.join(map(str, window.stride))}"
    return Requirement(asks, "stride", f"leave `stride` out, and step in a layer of its own after it: {pool}")


def _dilated(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of a dilated transposed convolution."""
    dilation = max(_window(layer, x).dilation)
    return Requirement(f"is dilated by {dilation}", "dilation", IN_FLOAT32) if dilation > 1 else None


def _volumes(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of a pooling of volumes."""
    del layer
    return Requirement(f"pools {x}", None, IN_FLOAT32) if x.rank == 3 else None


def _orthogonal(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of an orthogonal initializer."""
    del x
    for field in layer.own_fields():
        if object_name(field, getattr(layer, field)) == "orthogonal":
            return Requirement(
                f"has `{field}: orthogonal`", field, "a `dtype` that begins with `mixed_` keeps the weights in float32"
            )
    return None


def _lanczos(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of an interpolation with a Lanczos kernel."""
    del x
    interpolation = str(getattr(layer, "interpolation", ""))
    asks = f"interpolates with `{interpolation}`"
    return (
        Requirement(asks, "interpolation", "`bicubic` comes nearest to it")
        if interpolation.startswith("lanczos")
        else None
    )


def _other_values(layer: Layer, x: Any) -> Requirement | None:
    """Returns the requirement of attention without dropout whose values and keys have different lengths."""
    del x
    keys, values, dropout = (getattr(layer, field) for field in ("key_dim", "value_dim", "dropout"))
    if values in (None, keys) or dropout:
        return None
    return Requirement(f"has values of {values} and keys of {keys}", "value_dim", "leave `value_dim` out")


def _window(layer: Layer, x: Any) -> Window:
    assert isinstance(layer, WindowLayer)
    return layer.window(x.rank)


IN_FLOAT32 = "`dtype: float32` computes this layer in it"

LIMITS: tuple[Limit, ...] = (
    Limit(
        "a softmax of five axes or more, without the batch axis",
        {"tensorflow": "CPUs with oneDNN"},
        f"computes one of at most {SOFTMAX_AXES} axes",
        _softmax,
        kinds=("softmax", "activation", "dense"),
    ),
    Limit(
        "a `depthwise_conv` or `separable_conv` whose strides differ and that is not dilated",
        {"tensorflow": "GPUs, and CPUs without oneDNN"},
        "wants equal ones",
        _unequal_strides,
        kinds=("depthwise_conv", "separable_conv"),
    ),
    Limit(
        "a `resize` with `lanczos3` or `lanczos5`",
        {"torch": ""},
        "has no Lanczos kernel",
        _lanczos,
        kinds=("resize",),
    ),
    Limit(
        "an `attention` without dropout whose `value_dim` is not its `key_dim`",
        {"jax": ""},
        "takes only values as long as the keys",
        _other_values,
        kinds=("attention",),
    ),
    Limit(
        "an `orthogonal` initializer, the default of `lstm` and `gru`",
        {"jax": "", "torch": ""},
        "draws no orthogonal matrix in it",
        _orthogonal,
        precisions=("float16",),
    ),
    Limit(
        "an `orthogonal` initializer, the default of `lstm` and `gru`",
        {"tensorflow": "", "jax": "", "torch": ""},
        "draws no orthogonal matrix in it",
        _orthogonal,
        precisions=("bfloat16",),
    ),
    Limit(
        "a `max_pool` of volumes",
        {"tensorflow": ""},
        "pools no volumes in it",
        _volumes,
        kinds=("max_pool",),
        precisions=("float64",),
    ),
    Limit(
        "a `max_pool` of volumes",
        {"tensorflow": "CPUs"},
        "pools no volumes in it",
        _volumes,
        kinds=("max_pool",),
        precisions=FLOAT16,
        is_refused=False,
    ),
    Limit(
        "an `avg_pool` of volumes",
        {"tensorflow": "CPUs"},
        "averages no volumes in it",
        _volumes,
        kinds=("avg_pool",),
        precisions=("float64",),
    ),
    Limit(
        "an `avg_pool` of volumes",
        {"tensorflow": "CPUs", "torch": "CPUs"},
        "averages no volumes in it",
        _volumes,
        kinds=("avg_pool",),
        precisions=FLOAT16,
        is_refused=False,
    ),
    Limit(
        "an `avg_pool` of volumes",
        {"torch": "CPUs"},
        "averages no volumes in it",
        _volumes,
        kinds=("avg_pool",),
        precisions=BFLOAT16,
        is_refused=False,
    ),
    Limit(
        "a dilated `up_conv`",
        {"tensorflow": "CPUs"},
        "dilates no transposed convolution in it",
        _dilated,
        kinds=("up_conv",),
        precisions=("float64",),
    ),
    Limit(
        "a dilated `up_conv`",
        {"tensorflow": "CPUs"},
        "dilates no transposed convolution in it",
        _dilated,
        kinds=("up_conv",),
        precisions=FLOAT16,
        is_refused=False,
    ),
    Limit(
        "a dilated `up_conv`",
        {"tensorflow": "CPUs without oneDNN"},
        "dilates no transposed convolution",
        _dilated,
        kinds=("up_conv",),
        is_refused=False,
    ),
)
"""All of them."""
