"""Faults of known sorts, put at a known place.

A sort is a function from where a spec has got to, to the items that make the fault, the last of them at fault; None
where there is no room for such a fault.
"""

from collections.abc import Callable, Mapping
from typing import Any

from archspec.compiler.names import WHOLE_NUMBERS
from archspec.language.document import Block
from archspec.language.located import as_tree
from archspec.tensors.shape import Shape
from tests.fuzz.recipes import number
from tests.fuzz.spec import Item, plain
from tests.fuzz.stage import Stage

Sort = Callable[[Stage, Shape], list[Item] | None]


def inject(stage: Stage) -> bool:
    """Adds a fault of a random sort, inside of a structure now and then; False where there is none to add."""
    if stage.tensor is None or stage.tensor.shape is None or not stage.tensor.dtype.startswith("float"):
        return False
    for sort in stage.rng.sample(list(SORTS), 12):
        items = SORTS[sort](stage, stage.shape)
        if items is not None:
            items[-1].fault, stage.spoilt = sort, True
            stage.items += items if sort in UNWRAPPED else _wrapped(stage, items)
            return True
    return False


def _wrapped(stage: Stage, items: list[Item]) -> list[Item]:
    """Returns items inside of a structure, or as they are."""
    form = stage.rng.choice(["plain"] * 5 + ["group", "repeat", "branch", "residual", "block"])
    if form == "group":
        return [Item("group", {"name": stage.name(), "layers": items})]
    if form == "repeat":
        return [Item("repeat", {"times": 2, "layers": items})]
    if form == "branch":
        return [Item("concat", [".", items])]
    if form == "residual":
        return [Item("residual", {"layers": items})]
    if form == "block":
        name = f"block{len(stage.spec.blocks) + 1}"
        stage.spec.blocks[name] = ({"p": 1}, items)
        body = as_tree(plain(items))
        stage.walk.architecture.blocks[name] = Block.model_validate({"params": {"p": 1}, "layers": body})
        return [Item(name)] * stage.rng.randint(1, 2)
    return items


def _spatial(make: Callable[[Stage, Shape], dict[str, Any] | None], kind: str) -> Sort:
    """Returns the sort whose fault is one item of a kind on space."""

    def sort(stage: Stage, x: Shape) -> list[Item] | None:
        if x.rank not in (1, 2, 3) or not isinstance(x.channels, int):
            return None
        fields = make(stage, x)
        return None if fields is None else [Item(kind, fields)]

    return sort


def _known(x: Shape) -> int | None:
    """Returns the smallest known size of space, if there is one."""
    return min((n for n in x.spatial if isinstance(n, int)), default=None)


def _channels_of_merge(stage: Stage, x: Shape) -> list[Item] | None:
    if not isinstance(x.channels, int) or x.channels == 1:
        return None
    branch = [Item("dense", x.channels + stage.rng.randint(1, 3))]
    return [Item(stage.rng.choice(["add", "multiply", "maximum", "average"]), [".", branch])]


def _sizes_of_merge(stage: Stage, x: Shape) -> list[Item] | None:
    if x.rank not in (1, 2, 3) or (_known(x) or 0) < 3:
        return None
    return [
        Item(
            stage.rng.choice(["add", "concat", "subtract"]),
            [".", [Item("crop", [[0, 1], *[0] * (x.rank - 1)] if _first(x) else 1)]],
        )
    ]


def _first(x: Shape) -> bool:
    return isinstance(x[0], int)


def _ranks_of_merge(stage: Stage, x: Shape) -> list[Item] | None:
    if x.rank not in (1, 2, 3):
        return None
    return [Item(stage.rng.choice(["add", "concat"]), [".", [Item("global_pool")]])]


def _window(stage: Stage, x: Shape) -> dict[str, Any] | None:
    n = _known(x)
    return None if n is None else {"filters": 2, "size": n + stage.rng.randint(1, 3), "padding": "valid"}


def _pool_window(stage: Stage, x: Shape) -> dict[str, Any] | None:
    n = _known(x)
    return None if n is None else {"size": n + stage.rng.randint(1, 3)}


def _groups(stage: Stage, x: Shape) -> dict[str, Any] | None:
    groups = stage.rng.choice([k for k in (2, 3, 5, 7) if number(x.channels) % k])
    return {"filters": 2 * groups, "size": 1, "groups": groups}


def _rank(stage: Stage, x: Shape) -> list[Item] | None:
    wrong = stage.rng.choice([rank for rank in (1, 2, 3) if rank != x.rank])
    fields = {"filters": 2, "size": 1}
    return [Item(f"conv{wrong}d", fields) if stage.rng.random() < 0.5 else Item(f"max_pool{wrong}d", 1)]


def _too_flat(stage: Stage, x: Shape) -> list[Item] | None:
    if x.rank == 0:
        return [Item(stage.rng.choice(["max_pool", "upsample", "adaptive_pool"]), 2)]
    return [Item("flatten"), Item("conv", {"filters": 2, "size": 1})]


def _open_dense(_: Stage, x: Shape) -> list[Item] | None:
    return [Item("flatten"), Item("dense", 3)] if any(not isinstance(n, int) for n in x) else None


def _sequence(stage: Stage, x: Shape) -> list[Item] | None:
    return None if x.rank == 1 else [Item(stage.rng.choice(["lstm", "gru"]), 2)]


def _reshape(stage: Stage, x: Shape) -> list[Item] | None:
    values = 1
    for n in x:
        if not isinstance(n, int):
            return None
        values *= n
    if stage.rng.random() < 0.5:
        return [Item("reshape", [values + 1])]
    return [Item("reshape", [-1, next(k for k in range(2, values + 2) if values % k)])]


def _crop(stage: Stage, x: Shape) -> dict[str, Any] | None:
    n = _known(x)
    return None if n is None else {"cropping": (n + 1) // 2 + stage.rng.randint(0, 1)}


def _reflect(stage: Stage, x: Shape) -> dict[str, Any] | None:
    n = _known(x)
    return None if n is None else {"padding": n + stage.rng.randint(0, 1), "mode": "reflect"}


def _divide(_: Stage, x: Shape) -> dict[str, Any] | None:
    n = _known(x)
    return None if n is None else {"factor": next(k for k in (2, 3, 5, 7) if n % k)}


def _integers(stage: Stage, _: Shape) -> list[Item] | None:
    names = [name for name, tensor in stage.named.items() if tensor.dtype in WHOLE_NUMBERS]
    return [Item("dense", {"units": 2, "from": names[0]})] if names else None


def _duplicate(stage: Stage, _: Shape) -> list[Item] | None:
    names = [name for name in stage.named if "$" not in name]
    return [Item("identity", {"name": stage.rng.choice(names)})] if names else None


def _item(kind: str, value: Any = None) -> Sort:
    """Returns the sort whose fault is the same item wherever it stands."""

    def sort(stage: Stage, x: Shape) -> list[Item]:
        del stage, x
        return [Item(kind, value)]

    return sort


SORTS: Mapping[str, Sort] = {
    "channels of a merge": _channels_of_merge,
    "sizes of a merge": _sizes_of_merge,
    "ranks of a merge": _ranks_of_merge,
    "window too large": _spatial(_window, "conv"),
    "pool too large": _spatial(_pool_window, "max_pool"),
    "in_channels": _spatial(lambda _, x: {"filters": 2, "size": 1, "in_channels": number(x.channels) + 1}, "conv"),
    "groups": _spatial(_groups, "conv"),
    "groups of filters": _spatial(lambda _, __: {"filters": 3, "size": 1, "groups": 2}, "conv"),
    "groups of a norm": _spatial(lambda _, x: {"groups": number(x.channels) + 1}, "group_norm"),
    "stride with dilation": _spatial(lambda _, __: {"filters": 2, "size": 1, "stride": 2, "dilation": 2}, "conv"),
    "list of another length": _spatial(lambda _, x: {"filters": 2, "size": [1] * (x.rank + 1)}, "conv"),
    "padding of a pool": _spatial(lambda _, __: {"size": 2, "padding": 2}, "avg_pool"),
    "causal": _spatial(lambda _, x: {"filters": 2, "size": 2, "padding": "causal"} if x.rank > 1 else None, "conv"),
    "crop too large": _spatial(_crop, "crop"),
    "reflection too large": _spatial(_reflect, "pad"),
    "blocks that do not fill": _spatial(_divide, "space_to_depth"),
    "channels that do not divide": _spatial(
        lambda _, x: {"factor": next(k for k in (2, 3, 5, 7) if number(x.channels) % k)}, "depth_to_space"
    ),
    "odd glu": lambda _, x: [Item("dense", 3), Item("glu")] if isinstance(x.channels, int) else None,
    "rank of a kind": _rank,
    "too flat": _too_flat,
    "open into dense": _open_dense,
    "no sequence": _sequence,
    "reshape": _reshape,
    "order": lambda _, x: [Item("permute", list(range(len(x) + 1)))],
    "values per channel": lambda _, x: [Item("rescale", [0.5] * (number(x.channels) + 1))],
    "slopes of open sizes": lambda _, x: [Item("prelu")] if any(not isinstance(n, int) for n in x) else None,
    "integers into dense": _integers,
    "branches of subtract": _item("subtract", [".", ".", "."]),
    "unknown name": _item("identity", {"from": "nowhere"}),
    "unknown branch": _item("add", [".", "nowhere"]),
    "unknown kind": _item("convolve", {"filters": 3}),
    "unknown field": _item("dense", {"units": 3, "colour": "red"}),
    "missing field": _item("dense", {"bias": False}),
    "wrong value": _item("dense", {"units": -3}),
    "wrong type": _item("dense", {"units": "three"}),
    "unknown param": _item("dense", {"units": "$nothing"}),
    "division by zero": _item("dense", {"units": "$(3 // 0)"}),
    "unknown function": _item("dense", {"units": "$(open(3))"}),
    "open size as a number": lambda _, x: (
        None if not x.rank or isinstance(x[0], int) else [Item("dense", "$(spatial[0] + 1)")]
    ),
    "field of another kind": _item("identity", {"units": 3}),
    "unequal lists": _item("repeat", {"each": {"a": [1, 2], "b": [1]}, "layers": [Item("dense", "$a")]}),
    "no turns": _item("repeat", {"layers": [Item("relu")]}),
    "duplicate name": _duplicate,
    "shortcut": _item("residual", {"layers": [Item("relu")], "shortcut": "sideways"}),
}
"""All sorts of faults, by name."""

UNWRAPPED = ("duplicate name",)
"""Sorts that are faults only where they stand."""
