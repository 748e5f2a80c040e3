"""For kinds that random values would nearly always be refused by: fields that mostly fit the shape in front of them."""

from collections.abc import Callable, Mapping
from itertools import combinations
from random import Random
from typing import Any

from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

Recipe = Callable[[Random, Shape], dict[str, Any]]
OPEN_GUESS = 6
"""What an open size is taken for."""
PADDINGS = ("same", "valid", "causal", "number", "per axis", "pairs")
STEPS = ("1", "number", "per axis")
GROUPS = ("1", "some", "all")


def number(size: Size) -> int:
    """Returns a size, or a guess at an open one."""
    return size if isinstance(size, int) else OPEN_GUESS


def divisors(n: int) -> list[int]:
    """Returns the numbers that divide `n`."""
    return [k for k in range(1, n + 1) if n % k == 0]


def _step(rng: Random, form: str, rank: int) -> int | list[int]:
    if form == "1":
        return 1
    return rng.randint(2, 3) if form == "number" else [rng.randint(1, 3) for _ in range(rank)]


def _padding(rng: Random, form: str, rank: int) -> Any:
    if form == "number":
        return rng.randint(0, 2)
    if form == "per axis":
        return [rng.randint(0, 2) for _ in range(rank)]
    return [[rng.randint(0, 2), rng.randint(0, 2)] for _ in range(rank)] if form == "pairs" else form


def _window(rng: Random, x: Shape, dilation: int | list[int], largest: int = 4) -> int | list[int]:
    """Returns a window's size that mostly fits without padding."""
    apart = [dilation] * x.rank if isinstance(dilation, int) else dilation
    fits = [min((number(n) - 1) // d + 1, largest) for n, d in zip(x.spatial, apart, strict=False)] or [1]
    if rng.random() < 0.5:
        return rng.randint(1, max(min(fits), 1))
    return [rng.randint(1, max(fit, 1)) for fit in fits]


def forms_of(fields: Mapping[str, Any], rank: int, channels: Size) -> dict[str, str]:
    """Returns the cell of the table of field combinations that a convolution stands in."""
    padding = fields.get("padding", "same")
    groups = fields.get("groups", 1)
    return {
        "padding": padding
        if isinstance(padding, str)
        else "number"
        if isinstance(padding, int)
        else "pairs"
        if any(isinstance(one, list | tuple) for one in padding)
        else "per axis",
        **{name: _form_of_step(fields.get(name, 1)) for name in ("stride", "dilation")},
        "groups": "1" if groups == 1 else "all" if groups == channels else "some",
        "rank": str(rank),
    }


def _form_of_step(value: Any) -> str:
    return "1" if value == 1 else "number" if isinstance(value, int) else "per axis"


def _sliding(rng: Random, x: Shape, paddings: tuple[str, ...], strides: tuple[str, ...] = STEPS) -> dict[str, Any]:
    """Returns size, stride, dilation and padding, the forms of each drawn evenly."""
    form = rng.choice([one for one in paddings if x.rank == 1 or one != "causal" or rng.random() < 0.05])
    stride, dilation = _step(rng, rng.choice(strides), x.rank), _step(rng, rng.choice(STEPS), x.rank)
    if stride != 1 and dilation != 1 and rng.random() < 0.9:
        stride, dilation = (stride, 1) if rng.random() < 0.5 else (1, dilation)
        if rng.random() < 0.4:  # a list of ones counts as a list, and goes with a list above one
            stride, dilation = (stride, [1] * x.rank) if dilation == 1 else ([1] * x.rank, dilation)
    return {
        "size": _window(rng, x, dilation),
        "stride": stride,
        "dilation": dilation,
        "padding": _padding(rng, form, x.rank),
    }


def conv(rng: Random, x: Shape) -> dict[str, Any]:
    """Every form of padding, stride, dilation and groups, evenly."""
    channels = number(x.channels)
    form = rng.choice(GROUPS)
    groups = 1 if form == "1" else channels if form == "all" else rng.choice(divisors(channels))
    return {"filters": groups * rng.randint(1, max(8 // groups, 1)), **_sliding(rng, x, PADDINGS), "groups": groups}


def depthwise_conv(rng: Random, x: Shape) -> dict[str, Any]:
    """As `conv`; one stride for all axes, as Keras wants it, most of the time."""
    fields = _sliding(rng, x, PADDINGS, ("1", "number"))
    return {**fields, "multiplier": rng.randint(1, 2)}


def separable_conv(rng: Random, x: Shape) -> dict[str, Any]:
    """As `depthwise_conv`, with filters."""
    return {"filters": rng.randint(1, 8), **depthwise_conv(rng, x)}


def up_conv(rng: Random, x: Shape) -> dict[str, Any]:
    """As `conv`, with an output padding below the stride now and then."""
    fields = _sliding(rng, x, tuple(one for one in PADDINGS if one != "causal"))
    stride = fields["stride"]
    if isinstance(stride, int) and stride > 1 and rng.random() < 0.4:
        fields["output_padding"] = rng.randint(0, stride - 1)
    return {"filters": rng.randint(1, 8), **fields}


def pool(rng: Random, x: Shape) -> dict[str, Any]:
    """A window that fits, padded by less than its size."""
    size = _window(rng, x, 1, 3)
    fields: dict[str, Any] = {"size": size}
    if rng.random() < 0.6:
        fields["stride"] = _step(rng, rng.choice(STEPS), x.rank)
    smallest = size if isinstance(size, int) else min(size)
    most = smallest - 1 if rng.random() < 0.95 else smallest
    forms: list[Any] = ["same", "valid", rng.randint(0, most), [rng.randint(0, most) for _ in range(x.rank)]]
    forms.append([[rng.randint(0, most), rng.randint(0, most)] for _ in range(x.rank)])
    return {**fields, "padding": rng.choice(forms)}


def blocks_of_space(field: str) -> Recipe:
    """Returns the recipe of a kind whose blocks must fill space."""

    def recipe(rng: Random, x: Shape) -> dict[str, Any]:
        both = [k for k in (1, 2, 3, 4) if all(not isinstance(n, int) or n % k == 0 for n in x.spatial)]
        return {field: rng.choice(both)}

    return recipe


def depth_to_space(rng: Random, x: Shape) -> dict[str, Any]:
    """A factor whose power divides the channels."""
    return {"factor": rng.choice([k for k in (1, 2, 3) if number(x.channels) % k**x.rank == 0])}


def adaptive(rng: Random, x: Shape) -> dict[str, Any]:
    """A size for all axes or each."""
    return {"size": rng.choice([rng.randint(1, 6), [rng.randint(1, 6) for _ in range(x.rank)]])}


def upsample(rng: Random, x: Shape) -> dict[str, Any]:
    """A factor for all axes or each; interpolated on 2 axes."""
    fields: dict[str, Any] = {"factor": rng.choice([rng.randint(1, 3), [rng.randint(1, 2) for _ in range(x.rank)]])}
    if x.rank == 2 and rng.random() < 0.5:
        fields["interpolation"] = rng.choice(["bilinear", "bicubic", "lanczos3", "nearest"])
    return fields


def crop(rng: Random, x: Shape) -> dict[str, Any]:
    """Amounts that leave something."""
    most = max((min((number(n) for n in x.spatial), default=1) - 1) // 2, 0)
    return {"cropping": _amounts(rng, x.rank, min(most, 2))}


def pad(rng: Random, x: Shape) -> dict[str, Any]:
    """Amounts that can be reflected."""
    most = min(min((number(n) for n in x.spatial), default=1) - 1, 2)
    return {"padding": _amounts(rng, x.rank, max(most, 0)), "mode": rng.choice(["zeros", "reflect", "edge"])}


def _amounts(rng: Random, rank: int, most: int) -> Any:
    forms: list[Any] = [rng.randint(0, most), [rng.randint(0, most) for _ in range(rank)]]
    return rng.choice([*forms, [[rng.randint(0, most), rng.randint(0, most)] for _ in range(rank)]])


def permute(rng: Random, x: Shape) -> dict[str, Any]:
    """All axes in a new order; an open one stays off the channels most of the time."""
    order = list(range(len(x)))
    rng.shuffle(order)
    if not isinstance(x[order[-1]], int) and rng.random() < 0.9:
        order.sort()
    return {"order": order}


def reshape(rng: Random, x: Shape) -> dict[str, Any]:
    """As many values as there are, on 1 to 3 axes, one of them left to be worked out now and then."""
    known = [n for n in x if isinstance(n, int)]
    total = 1
    for n in known:
        total *= n
    rank = rng.randint(1, 3)
    shape: list[int] = []
    for _ in range(rank - 1):
        shape.append(rng.choice(divisors(total)))
        total //= shape[-1]
    shape.append(total)
    if len(known) < len(x):
        return {"shape": [-1, *shape]}
    if rng.random() < 0.4:
        shape[rng.randrange(rank)] = -1
    return {"shape": shape}


def per_channel(*fields: str) -> Recipe:
    """Returns the recipe of a kind with numbers per channel."""

    def recipe(rng: Random, x: Shape) -> dict[str, Any]:
        def values() -> Any:
            return 0.5 if rng.random() < 0.5 else [round(rng.uniform(0.1, 1), 2) for _ in range(number(x.channels))]

        return {field: values() for field in fields}

    return recipe


def group_norm(rng: Random, x: Shape) -> dict[str, Any]:
    """Groups that divide the channels."""
    return {"groups": rng.choice(divisors(number(x.channels)))}


def prelu(rng: Random, x: Shape) -> dict[str, Any]:
    """Slopes shared along some axes: along open ones at least."""
    if any(not isinstance(n, int) for n in x) or rng.random() < 0.3:
        return {"shared_axes": "spatial"}
    axes = range(len(x))
    return {"shared_axes": rng.choice([list(one) for k in range(1, len(x) + 1) for one in combinations(axes, k)])}


def embedding(rng: Random, x: Shape) -> dict[str, Any]:
    """A small table."""
    del x
    return {"input_dim": rng.randint(2, 9), "output_dim": rng.randint(1, 6)}


def attention(rng: Random, x: Shape) -> dict[str, Any]:
    """A few small heads."""
    del x
    return {"heads": rng.randint(1, 3), "key_dim": rng.randint(1, 4)}


def position_embedding(rng: Random, x: Shape) -> dict[str, Any]:
    """Learned where the length is known."""
    known = isinstance(x[0], int)
    return {"mode": rng.choice(["learned", "sinusoidal"]) if known else "sinusoidal"}


RECIPES: Mapping[str, Recipe] = {
    "conv": conv,
    "depthwise_conv": depthwise_conv,
    "separable_conv": separable_conv,
    "up_conv": up_conv,
    "max_pool": pool,
    "avg_pool": pool,
    "probabilistic_max_pool": blocks_of_space("size"),
    "space_to_depth": blocks_of_space("factor"),
    "depth_to_space": depth_to_space,
    "adaptive_pool": adaptive,
    "resize": adaptive,
    "upsample": upsample,
    "crop": crop,
    "pad": pad,
    "permute": permute,
    "reshape": reshape,
    "normalize": per_channel("mean", "variance"),
    "rescale": per_channel("scale", "offset"),
    "group_norm": group_norm,
    "prelu": prelu,
    "embedding": embedding,
    "attention": attention,
    "position_embedding": position_embedding,
}
"""The fields that each kind is given in any case; the others are drawn by their types."""
