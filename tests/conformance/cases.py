"""The grid: for each kind, fields and input shapes, the impossible ones among them.

A kind without an entry here may have `CASES` in its own test; without either it is tried as its docstring's example
uses it.
"""

import itertools
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import archspec
from archspec.diagnostics.page import page
from archspec.graph import Graph
from archspec.layers import registry
from archspec.layers.base import Layer, MergeLayer
from archspec.tensors.dim import Dim, Size
from archspec.tensors.shape import Shape

LINE, PLANE, SPACE = (11, 4), (10, 9, 4), (6, 5, 7, 4)
SPATIAL = (LINE, PLANE, SPACE)
VECTOR = (6,)
ANY_RANK = (VECTOR, *SPATIAL)

Fields = dict[str, Any]
Inputs = tuple[tuple[int, ...], ...]


class Case(NamedTuple):
    """A layer and the shapes of its inputs."""

    layer: Layer
    inputs: Inputs
    dtype: str = "float32"

    @property
    def x(self) -> Any:
        """What the rules of the layer take."""
        return argument(self.layer, [Shape(one) for one in self.inputs])

    def __str__(self) -> str:
        return f"{self.layer.kind} {self.layer.explicit_fields()} on {' '.join(map(str, self.inputs))}"


def argument(layer: Layer, shapes: list[Shape]) -> Any:
    """What a layer's rules take: a shape, or a tuple of them for a kind with several inputs."""
    return tuple(shapes) if isinstance(layer, MergeLayer) or len(shapes) > 1 else shapes[0]


def opened(case: Case) -> tuple[Any, dict[str, int]]:
    """What the rules take with every spatial size above 1 open, and what the open sizes are in the case."""
    sizes: dict[str, int] = {}

    def symbol(size: int) -> Size:
        if size == 1:
            return size
        sizes[f"n{size}"] = size
        return Dim.symbol(f"n{size}")

    return argument(case.layer, [Shape((*map(symbol, one[:-1]), one[-1])) for one in case.inputs]), sizes


@cache
def cases(kind: str) -> tuple[Case, ...]:
    """The cases of a kind: those of its docstring's example, then those of the grid."""
    found = registry.get(kind)
    dtype = "int32" if kind == "embedding" else "float32"
    grid = GRID.get(kind) or of_its_test(found, "CASES", ())
    return (*_of_example(found), *(Case(found(**fields), inputs, dtype) for fields, inputs in grid))


def of_its_test(kind: type[Layer], name: str, otherwise: Any) -> Any:
    """What the test of a kind calls by a name, if there is such a test and it does."""
    test = f"tests.unit.layers.{registry.family(kind)}.test_{kind.kind}"
    try:
        return getattr(import_module(test), name, otherwise)
    except ModuleNotFoundError:
        return otherwise


@cache
def example(kind: str) -> Graph:
    """The graph of the example in a kind's docstring."""
    report = archspec.check(page(registry.get(kind)).example)  # pyright: ignore[reportArgumentType]  # any class will do
    assert report.graph is not None, report
    return report.graph


def _of_example(kind: type[Layer]) -> Iterator[Case]:
    graph = example(kind.kind)
    for node in graph.nodes:
        shapes = [graph.nodes[index].shape for index in node.inputs]
        if isinstance(node.layer, kind) and all(isinstance(size, int) for shape in shapes for size in shape):
            dtype = graph.nodes[node.inputs[0]].dtype
            inputs = tuple(tuple(size for size in shape if isinstance(size, int)) for shape in shapes)
            yield Case(node.layer, inputs, "float32" if dtype == "float" else dtype)


def on(shapes: Any, fields: list[Fields]) -> list[tuple[Fields, Inputs]]:
    """Each of the fields on each of the input shapes; several inputs are a tuple of shapes."""
    inputs = [one if isinstance(one[0], tuple) else (one,) for one in shapes]
    return list(itertools.product(fields, inputs))


def every(**choices: list[Any]) -> list[Fields]:
    """All combinations of the fields' values."""
    return [dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())]


def per_rank(shapes: Any, **choices: Any) -> list[tuple[Fields, Inputs]]:
    """All combinations on each shape; choices that are functions are asked with the number of spatial axes."""
    made: list[tuple[Fields, Inputs]] = []
    for shape in shapes:
        asked: Any = {name: some(len(shape) - 1) if callable(some) else some for name, some in choices.items()}
        made += [(fields, (shape,)) for fields in every(**asked)]
    return made


def paddings(rank: int) -> list[Any]:
    """Paddings by word, number and list."""
    return ["same", "valid", 1, ((0, 2), (1, 0), (2, 1))[:rank]]


def weighted(*names: str) -> list[Fields]:
    """Initializers, regularizers and constraints of the weights so named."""
    values = {
        "initializer": [
            "he_normal", {"constant": 0.5}, {"random_uniform": {"minval": -1.0, "seed": 3}}, "random_normal",
            {"variance_scaling": {"scale": 2.0, "mode": "fan_out"}}, "truncated_normal",
        ],
        "regularizer": ["l2", {"l2": 1e-4}, {"l1_l2": {"l1": 0.1, "l2": 0.2}}, {"l1": 0.3}],
        "constraint": ["non_neg", {"max_norm": 3.0}, {"unit_norm": {"axis": [0]}}, {"min_max_norm": {"rate": 0.5}}],
    }  # fmt: skip
    return [{f"{name}_{what}": value} for name in names for what, some in values.items() for value in some]


def _causal(**choices: Any) -> list[tuple[Fields, Inputs]]:
    return per_rank(SPATIAL[:2], size=[1, 3], padding=["causal"], stride=[1, 2], dilation=[1, 2], **choices)


def _convolution(shapes: Any, **choices: Any) -> list[tuple[Fields, Inputs]]:
    grid = per_rank(
        shapes,
        size=lambda rank: [1, 2, 3, (4, 1, 3)[:rank]],
        stride=lambda rank: [1, 2, (1, 3, 2)[:rank]],
        padding=paddings,
        dilation=[1, 2],
        **choices,
    )
    wrong = per_rank(shapes, size=[(3,) * 4, 12], padding=["valid", (1,) * 4], stride=[1, (2,) * 4], **choices)
    plain = every(size=[3], bias=[False, True], activation=[None, "relu", "gelu"], **choices)
    channels = every(size=[3], in_channels=[4], **choices)
    (chosen,) = every(**choices)
    objects = [{"size": 3, **chosen, **one} for one in weighted("kernel", "bias")]
    return [*grid, *wrong, *on(shapes, [*plain, *channels]), *on(shapes[1:2], objects), *on([VECTOR], plain)]


def _pooling(**choices: Any) -> list[tuple[Fields, Inputs]]:
    grid = per_rank(
        SPATIAL,
        size=lambda rank: [1, 2, 3, (4, 1, 3)[:rank]],
        stride=lambda rank: [None, 1, 2, (1, 3, 2)[:rank]],
        padding=paddings,
        **choices,
    )
    return [*grid, *per_rank(SPATIAL, size=[12, (2, 2, 2, 2)]), *on([VECTOR], [{}])]


def _norm(shapes: Any = ANY_RANK, **choices: Any) -> list[tuple[Fields, Inputs]]:
    common = every(center=[True, False], scale=[True, False], epsilon=[1e-3, 1e-5], **choices)
    chosen = {key: some[0] for key, some in choices.items()}
    return [*on(shapes, common), *on([LINE], [{**chosen, **one} for one in weighted("beta", "gamma")])]


def _dropping(shapes: Any = ANY_RANK) -> list[tuple[Fields, Inputs]]:
    return on(shapes, every(rate=[0, 0.3], seed=[None, 1]))


def _recurrent(**choices: Any) -> list[tuple[Fields, Inputs]]:
    shape = every(units=[3], return_sequences=[False, True], bidirectional=[False, True], bias=[True, False], **choices)
    modes = every(units=[3], bidirectional=[True], merge_mode=["concat", "sum", "mul", "ave"])
    other = every(units=[3], activation=["tanh", "relu"], recurrent_activation=["hard_sigmoid"], dropout=[0.2],
                  recurrent_dropout=[0, 0.1])  # fmt: skip
    objects = [{"units": 3, **one} for one in weighted("kernel", "recurrent", "bias")]
    return [*on([(5, 4)], [*shape, *modes, *other, *objects]), *on([VECTOR, PLANE], [{"units": 3}])]


def _merge(*counts: int) -> list[tuple[Fields, Inputs]]:
    equal = [(shape,) * count for shape in ANY_RANK for count in counts]
    stretched = [((10, 9, 4), (1, 1, 4)), ((10, 1, 4), (1, 9, 4)), ((10, 9, 4), (10, 9, 1))]
    wrong = [((10, 9, 4), (10, 9, 3)), ((10, 9, 4), (10, 8, 4)), ((10, 9, 4), (9, 4)), ((1, 4), (3, 10, 4))]
    return on([*equal, *stretched, *wrong], every(broadcast=[False, True]))


_ATTENTION = every(heads=[1, 2], key_dim=[3], value_dim=[None, 5], causal=[False, True], bias=[True, False])

# fmt: off
GRID: dict[str, list[tuple[Fields, Inputs]]] = {
    # convolution
    "conv": [
        *_convolution(SPATIAL, filters=[6]),
        *_causal(filters=[6]),
        *on(SPATIAL, every(filters=[4, 6], size=[3], groups=[2, 3, 4], stride=[1, 2], dilation=[1, 2])),
    ],
    "depthwise_conv": [*_convolution(SPATIAL, multiplier=[2]), *_causal(multiplier=[1])],
    "separable_conv": [
        *_convolution(SPATIAL, filters=[6], multiplier=[2]),
        *_causal(filters=[6], multiplier=[1]),
        *on([PLANE], [{"filters": 3, "size": 2, **one} for one in weighted("pointwise")]),
    ],
    "up_conv": [
        *_convolution(SPATIAL, filters=[6]),
        *per_rank(SPATIAL, filters=[3], size=[1, 2, 3, 4, 5], stride=[1, 2, 3], padding=paddings,
                  output_padding=lambda rank: [None, 0, 1, (1, 0, 1)[:rank]]),
    ],
    # pooling
    "max_pool": _pooling(),
    "avg_pool": _pooling(count_padding=[False, True]),
    "global_pool": on(ANY_RANK, every(mode=["avg", "max"], keep_dims=[False, True])),
    "adaptive_pool": [
        *per_rank(SPATIAL, size=lambda rank: [1, 3, 5, (2, 4, 3)[:rank], 12, (1, 1, 1, 1)], mode=["avg", "max"]),
        *on([VECTOR], [{"size": 2}]),
    ],
    "probabilistic_max_pool": on(
        [(12, 4), (6, 12, 4), (6, 4, 2, 3), VECTOR],
        every(size=[1, 2, 3, (2,), (3, 2), (3, 4, 1)], returns=["pooling", "detection"]),
    ),
    "max_unpool": [
        *on([((5, 4), (11, 4)), ((6, 4), (11, 4)), ((4, 4), (11, 3)), ((6, 5, 4), LINE), (VECTOR, VECTOR)],
            [{"of": "other", **one} for one in every(size=[2, (2,), 3], padding=["same", "valid", 1, ((1, 0),)])]),
        *on([((5, 4, 4), PLANE), ((4, 3, 4), PLANE), ((5, 5, 4), PLANE)],
            [{"of": "other", **one} for one in every(size=[2, (2, 3)], padding=["same", "valid", ((0, 1), (1, 0))])]),
        *on([((3, 2, 3, 4), (6, 5, 9, 4))], [{"of": "other", "size": (2, 2, 3)},
                                             {"of": "other", "size": (2, 3, 3), "padding": "same"}]),
    ],
    # normalization
    "batch_norm": [*_norm(momentum=[0.9]), *on([LINE], weighted("moving_mean", "moving_variance")[:1])],
    "layer_norm": _norm(axes=["channels", "all"]),
    "group_norm": [*_norm(groups=[2]), *on(ANY_RANK, every(groups=[1, 3, 4, 6, 32]))],
    "instance_norm": _norm(),
    "rms_norm": on(ANY_RANK, every(epsilon=[1e-6, 1e-2])),
    "local_response_norm": on(ANY_RANK, every(size=[1, 2, 5, 9], alpha=[1e-4, 1], beta=[0.5], k=[1, 2])),
    # activation
    "activation": on(ANY_RANK, every(function=["relu", "gelu", "softmax", "hard_silu", "linear"])),
    "celu": on(ANY_RANK, every(alpha=[1.0, 0.5])),
    "elu": on(ANY_RANK, every(alpha=[1.0, 0.5])),
    "gelu": on(ANY_RANK, every(approximate=[False, True])),
    "glu": on([*ANY_RANK, (5,), (4, 4, 3)], [{}]),
    "hard_shrink": on(ANY_RANK, every(threshold=[0.5, 0.25])),
    "leaky_relu": on(ANY_RANK, every(negative_slope=[0.3, 0.1, 0])),
    "prelu": [*on(ANY_RANK, every(shared_axes=["spatial", (), (0,), (1,), (0, 1)])), *on([LINE], weighted("alpha"))],
    "relu": on(ANY_RANK, every(max_value=[None, 0, 2.0], negative_slope=[0, 0.1], threshold=[0, 0.5])),
    "soft_shrink": on(ANY_RANK, every(threshold=[0.5, 0.2])),
    "squareplus": on(ANY_RANK, every(b=[4, 0, 1.5])),
    "threshold": on(ANY_RANK, every(threshold=[0.5], default_value=[0, -1.5])),
    **{
        name: on(ANY_RANK, [{}])
        for name in (
            "exponential", "hard_sigmoid", "hard_silu", "hard_tanh", "linear", "log_sigmoid", "log_softmax", "mish",
            "relu6", "selu", "sigmoid", "silu", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid",
            "sparsemax", "tanh", "tanh_shrink", "identity", "flatten",
        )
    },
    # resampling
    "upsample": [
        *per_rank(SPATIAL, factor=lambda rank: [1, 2, (3, 1, 2)[:rank], (2,) * 4],
                  interpolation=["nearest", "bilinear"]),
        *on([PLANE, VECTOR], every(interpolation=["bicubic", "lanczos3", "lanczos5"])),
    ],
    "resize": [
        *per_rank(SPATIAL, size=lambda rank: [1, 5, 12, (3, 8, 7)[:rank], (2, 2, 2, 2)],
                  interpolation=["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"]),
        *on([VECTOR], [{"size": 2}]),
    ],
    "depth_to_space": on([(5, 4), (3, 5, 4), (2, 3, 4, 8), (3, 5, 9), VECTOR], every(factor=[1, 2, 3])),
    "space_to_depth": on([(12, 2), (6, 12, 2), (6, 6, 12, 1), (4, 6, 1), VECTOR], every(factor=[1, 2, 3])),
    # shape
    "reshape": on([(6,), (4, 6), (2, 3, 4)],
                  every(shape=[(-1,), (6,), (3, 2), (8, 3), (-1, 4), (2, -1, 3), (5, -1), (24, 1)])),
    "permute": on([*ANY_RANK], every(order=[(0,), (1, 0), (1, 0, 2), (2, 0, 1), (3, 2, 1, 0)])),
    "pad": per_rank(SPATIAL,
                    padding=lambda rank: [0, 2, 6, (1, 2, 0)[:rank], ((0, 1), (2, 3), (4, 0))[:rank], (1,) * 4],
                    mode=["zeros", "reflect", "edge"]),
    "crop": [
        *per_rank(SPATIAL,
                  cropping=lambda rank: [0, 1, 3, 5, (1, 2, 0)[:rank], ((0, 1), (2, 3), (4, 0))[:rank], (1,) * 4]),
        *on(
            [(LINE, (11, 2)), (LINE, (6, 1)), (LINE, (12, 4)), (PLANE, (5, 6, 2)), (PLANE, (11, 3, 4)), (PLANE, LINE),
             (SPACE, (1, 2, 3, 4))],
            [{"like": "other"}, {"like": "other", "offset": 0}, {"like": "other", "offset": 2}],
        ),
        *on([(PLANE, (3, 4, 2))], [{"like": "other", "offset": (1, 0)}, {"like": "other", "offset": (1, 0, 2)}]),
    ],
    # core
    "dense": [*on(ANY_RANK, every(units=[3], bias=[None, False], activation=[None, "relu"])),
              *on([VECTOR], [{"units": 3, **one} for one in weighted("kernel", "bias")])],
    "embedding": [*on([(5,), (3, 4), (2, 3, 4)], every(input_dim=[9], output_dim=[2])),
                  *on([(5,)], [{"input_dim": 9, "output_dim": 2, **one} for one in weighted("embeddings")])],
    "rescale": on(ANY_RANK,
                  every(scale=[0.5, (0.5,), (1.0, 2.0, 3.0, 4.0), (1.0, 2.0)],
                        offset=[0, -1.0, (1.0, 2.0, 3.0, 4.0)])),
    "normalize": on(ANY_RANK,
                    every(mean=[0.5, (0.5,), (1.0, 2.0, 3.0, 4.0), (1.0, 2.0)], variance=[2.0, (1.0, 2.0, 0.0, 4.0)],
                          invert=[False, True])),
    "scale": on(ANY_RANK, [*every(initial=[1.0, 1e-6]), {"regularizer": "l2"}, {"constraint": "non_neg"}]),
    # merge
    **{name: _merge(2, 3) for name in ("add", "multiply", "average", "maximum", "minimum", "subtract")},
    "concat": on(
        [(PLANE, PLANE), (PLANE, (10, 9, 2), PLANE), (PLANE, (10, 3, 4)), (PLANE, LINE), (VECTOR, (2,)),
         (LINE, (2, 4))],
        every(axis=["channels", 0, 1, 2]),
    ),
    # regularization
    **{name: _dropping() for name in ("dropout", "drop_path", "alpha_dropout", "gaussian_noise")},
    "spatial_dropout": _dropping(),
    # sequence
    "lstm": _recurrent(unit_forget_bias=[True, False]),
    "gru": _recurrent(reset_after=[True, False]),
    "attention": [
        *on([(5, 4), PLANE, VECTOR], [*_ATTENTION, {"heads": 1, "key_dim": 2, "dropout": 0.1}]),
        *on([((5, 4), (7, 3)), ((5, 4), PLANE)], [{**one, "value": "other"} for one in _ATTENTION]),
        *on([(5, 4)], [{"heads": 1, "key_dim": 2, **one} for one in weighted("kernel", "bias")]),
    ],
    "position_embedding": on([(5, 4), (6, 3), VECTOR, PLANE], every(mode=["learned", "sinusoidal"])),
}
# fmt: on
