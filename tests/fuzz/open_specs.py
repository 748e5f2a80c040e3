"""Random specs with open sizes and no faults, made of what asks something of a size."""

from collections.abc import Callable
from random import Random
from typing import Any

from archspec.compiler.names import Tensor
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape
from tests.fuzz import recipes, structures
from tests.fuzz.generate import LARGEST_SIZE, OPEN_NAMES, Case, end, staged
from tests.fuzz.spec import Item
from tests.fuzz.stage import RefusedError, Stage

KEPT = 0.12
"""The share of items that archspec refuses which end the spec, so that somebody asks whether it was right to."""
LONGEST = 24


def generate_open(seed: int, number: int) -> Case:
    """Returns the spec of a seed and a number: with one open size or several, and no fault put in."""
    rng = Random(f"open:{seed}:{number}")
    rank = rng.choice([1, 1, 2, 2, 2, 3])
    written = _input(rng, rank)
    inputs: dict[str, list[Any]] = {"in0": written}
    if rng.random() < 0.2:
        inputs["in1"] = [*rng.choice([written[:-1], _input(rng, rank)[:-1]]), rng.randint(1, 4)]
    top: dict[str, Any] = {"archspec": 1, "params": {"base": 2, "flag": True}, "inputs": inputs}
    shapes = {
        name: (Shape(Dim.symbol(size) if isinstance(size, str) else size for size in one), "float32")
        for name, one in inputs.items()
    }
    spec, stage = staged(rng, top, shapes)
    length = rng.randint(2, LONGEST)
    try:
        for _ in range(4 * length):
            if len(stage.walk.nodes) >= length:
                break
            rng.choices(_MAKERS, _WEIGHTS)[0](stage)
    except RefusedError:
        pass
    spec.layers = stage.items or [Item("identity")]
    end(rng, spec, stage)
    return Case(seed, number, spec.text())


def _input(rng: Random, rank: int) -> list[Any]:
    """Returns an input with open axes, most of them by different names."""
    names = rng.sample(OPEN_NAMES, rank) if rng.random() < 0.75 else ["H"] * rank
    sizes: list[Any] = [name if rng.random() < 0.85 else rng.randint(4, LARGEST_SIZE[rank]) for name in names]
    if all(isinstance(size, int) for size in sizes):
        sizes[0] = names[0]
    return [*sizes, rng.choice([1, 2, 4, 6, 8])]


def _keep(stage: Stage) -> bool:
    return stage.depth == 0 and stage.rng.random() < KEPT


# ---- single layers ---------------------------------------------------------------------------------------------------


def _windowed(rng: Random, x: Shape) -> tuple[str, dict[str, Any]]:
    """Returns a layer that slides a window over space, with every form of padding, `valid` above all."""
    kind = rng.choice(["conv", "conv", "max_pool", "avg_pool", "up_conv", "depthwise_conv"])
    fields = recipes.RECIPES[kind](rng, x)
    if rng.random() < 0.4:
        fields["padding"] = "valid"
    return kind, fields


def _moving(rng: Random, x: Shape) -> tuple[str, dict[str, Any]]:
    """Returns a layer that moves values: what crops, pads, cuts into blocks or makes space finer."""
    kind = rng.choice(
        ["crop", "crop", "pad", "pad", "space_to_depth", "probabilistic_max_pool", "upsample", "depth_to_space"]
    )
    fields = recipes.RECIPES[kind](rng, x)
    if kind == "pad" and rng.random() < 0.4:
        fields = {"padding": rng.randint(1, 6), "mode": "reflect"}
    return kind, fields


def _layer(stage: Stage) -> None:
    if stage.shape.rank in (1, 2, 3):
        maker = _windowed if stage.rng.random() < 0.7 else _moving
        kind, fields = maker(stage.rng, stage.shape)
        if stage.rng.random() < 0.5:
            fields["name"] = stage.name()
        stage.add(Item(kind, fields), may_keep=_keep(stage))


def _freed(stage: Stage) -> None:
    """Adds what sets space free of the input's sizes."""
    x = stage.shape
    if x.rank in (1, 2, 3):
        sized = Item(stage.rng.choice(["adaptive_pool", "resize"]), {"size": stage.rng.randint(1, 9)})
        stage.add(sized if stage.rng.random() < 0.8 else Item("global_pool", {"keep_dims": True}), may_keep=False)


def _reshaped(stage: Stage) -> None:
    """Adds what makes one axis of several, and another number of channels."""
    x = stage.shape
    if isinstance(x.channels, int) and stage.rng.random() < 0.5:
        stage.add(Item("reshape", [-1, x.channels * stage.rng.choice([1, 2, 3, 4])]), may_keep=_keep(stage))


# ---- what joins ------------------------------------------------------------------------------------------------------


def _branch(stage: Stage, tensor: Tensor) -> Stage:
    inner = stage.nested(tensor)
    for _ in range(stage.rng.randint(0, 3)):
        _layer(inner)
    return inner


def _joined(stage: Stage) -> None:
    """Joins two branches that change space in different ways."""
    assert stage.tensor is not None
    rng, x = stage.rng, stage.shape
    if x.rank not in (1, 2, 3):
        return
    branches = [_branch(stage, stage.tensor) for _ in range(rng.choice([2, 2, 2, 3]))]
    fields: dict[str, Any] = {"branches": [one.items for one in branches]}
    kind = rng.choice(["concat", "add", "maximum"])
    if kind == "concat" and rng.random() < 0.25:
        fields["axis"] = rng.randrange(x.rank)
    if kind != "concat" or "axis" in fields:
        for one in branches:
            structures.align(one, x.with_channels(4))
    stage.add(Item(kind, fields), may_keep=_keep(stage))


def _crossed(stage: Stage) -> None:
    """Joins a tensor with itself, its spatial axes in another order: what ties open sizes to each other."""
    rng, x = stage.rng, stage.shape
    if x.rank in (2, 3):
        order = list(range(x.rank))
        rng.shuffle(order)
        turned: list[Any] = [Item("permute", [*order, x.rank])]
        if rng.random() < 0.3:
            turned.append(Item("max_pool", 2))
        stage.add(Item("add", [[], turned]), may_keep=_keep(stage))


def _joined_with_named(stage: Stage) -> None:
    """Joins the tensor with one from further up, or crops the one to the other."""
    rng, x = stage.rng, stage.shape
    names = [name for name in stage.like(x, ranks_only=True) if stage.named[name] != stage.tensor]
    if names and x.rank in (1, 2, 3):
        name = rng.choice(names)
        if rng.random() < 0.5:
            stage.add(Item("crop", {"like": name}), may_keep=_keep(stage))
        else:
            stage.add(Item("concat", [name, "."]), may_keep=_keep(stage))


def _permuted(stage: Stage) -> None:
    x = stage.shape
    order = list(range(x.rank))
    stage.rng.shuffle(order)
    if x.rank > 1:
        stage.add(Item("permute", [*order, x.rank]), may_keep=False)


def _anything(stage: Stage) -> None:
    structures.fill(stage, 1)


_MAKERS: tuple[Callable[[Stage], object], ...] = (
    _layer,
    structures.skip,
    _joined,
    _crossed,
    _joined_with_named,
    _permuted,
    _freed,
    _reshaped,
    _anything,
)
_WEIGHTS = (14, 4, 4, 2, 3, 1, 0.6, 0.5, 4)
