"""Random structure: single layers, branches and merges, residuals, repeats, groups, blocks, jumps, steps."""

from collections.abc import Callable
from typing import Any

from archspec.compiler.names import Tensor
from archspec.language.document import Block
from archspec.language.located import as_tree
from archspec.layers import registry
from archspec.tensors.shape import Shape
from tests.fuzz.recipes import pool
from tests.fuzz.spec import Item, plain
from tests.fuzz.stage import Stage, fits, kinds

MERGES = ("add", "subtract", "multiply", "average", "maximum", "minimum", "concat")
WEIGHTS = {"attention": 6, "lstm": 6, "gru": 4, "position_embedding": 3, "embedding": 12, "reshape": 4, "flatten": 2}
"""How much likelier than others are kinds for which there is seldom room."""
Maker = Callable[[Stage], bool]


def layer(stage: Stage) -> bool:
    """Adds one layer of any kind that fits, and now and then of one that does not."""
    assert stage.tensor is not None
    rng, x = stage.rng, stage.shape
    every = kinds()
    fitting = [kind for kind in every if fits(kind, x, stage.tensor.dtype)]
    if x.rank > 0 and rng.random() < 0.8:  # space is soon lost for good
        fitting = [kind for kind in fitting if kind.kind not in ("flatten", "global_pool")] or fitting
    among = fitting if rng.random() < 0.985 else every
    kind = rng.choices(among, [WEIGHTS.get(kind.kind, 1) for kind in among])[0]
    if x.rank > 0 and stage.tensor.dtype == "float" and rng.random() < 0.3:
        kind = registry.get("conv")
    if kind.kind == "max_unpool":
        return unpool(stage)
    fields: dict[str, Any] = stage.fields(kind, x)
    if kind.kind == "crop" and (names := stage.like(x, ranks_only=True)) and rng.random() < 0.5:
        fields = {"like": rng.choice(names)}
        if rng.random() < 0.3:
            fields["offset"] = rng.choice((0, 1, [rng.randrange(3) for _ in range(x.rank)]))
    if kind.kind == "attention" and (names := stage.like(x, ranks_only=True)) and rng.random() < 0.4:
        fields["value"] = rng.choice(names)
    return stage.add(Item(spelt(stage, kind.kind, x), bare(stage, kind.principal, common(stage, fields))))


def spelt(stage: Stage, kind: str, x: Shape) -> str:
    """Returns a kind as it is written: a spatial one with its rank now and then."""
    found = registry.find(kind)
    ranked = found is not None and hasattr(found, "check_rank") and x.rank > 0 and stage.rng.random() < 0.15
    return f"{kind}{x.rank}d" if ranked else kind


def common(stage: Stage, fields: dict[str, Any]) -> dict[str, Any]:
    """Returns fields with some of those that every item takes."""
    rng = stage.rng
    if rng.random() < 0.3:
        fields = {**fields, "name": stage.name()}
    if rng.random() < 0.04:
        fields = {**fields, "when": rng.choice(["$(rank >= 0)", "$flag", "$(not flag)", True, "$(channels > 2)"])}
    if rng.random() < 0.03:
        fields = {**fields, "trainable": rng.random() < 0.5}
    if rng.random() < 0.02:
        fields = {**fields, "dtype": rng.choice(["float32", "float16", "mixed_float16", "bfloat16"])}
    return fields


def bare(stage: Stage, principal: str | None, fields: dict[str, Any]) -> Any:
    """Returns fields as they are written: without any, as a bare word; with the principal one alone, as its value."""
    if not fields:
        return None
    if principal is None or list(fields) != [principal]:
        return fields
    value = fields[principal]
    return fields if isinstance(value, dict) or stage.rng.random() > 0.7 else value


def _layers(inner: Stage, count: int) -> list[Item]:
    """Returns up to so many layers, at least one, that stand in a list of their own."""
    fill(inner, count)
    return inner.items or [Item("identity")]


def fill(stage: Stage, count: int) -> None:
    """Adds about so many items."""
    for _ in range(count):
        weights = [*_WEIGHTS] if stage.depth < 3 else [1, *(0 for _ in _WEIGHTS[1:])]
        stage.rng.choices(_MAKERS, weights)[0](stage)


def align(stage: Stage, x: Shape) -> None:
    """Adds what brings the current tensor to the channels of a shape."""
    assert stage.tensor is not None
    if stage.tensor.shape is not None and stage.shape.channels != x.channels and isinstance(x.channels, int):
        stage.add(
            Item("dense", x.channels) if stage.rng.random() < 0.5 else point(x.channels, stage.shape), may_keep=False
        )


def point(filters: int, x: Shape) -> Item:
    """Returns a layer that makes so many channels and leaves space alone."""
    return Item("conv", {"filters": filters, "size": 1}) if x.rank in (1, 2, 3) else Item("dense", filters)


def merge(stage: Stage) -> bool:
    """Adds a merge of branches in all their forms."""
    assert stage.tensor is not None
    rng, x, kind = stage.rng, stage.shape, stage.rng.choice(MERGES)
    count = 2 if kind == "subtract" else rng.choice([1, 2, 2, 2, 3])
    branches: list[Any] = [_branch(stage, x, stage.tensor, kind) for _ in range(count)]
    fields: dict[str, Any] = {"branches": branches}
    if kind == "concat" and x.rank and rng.random() < 0.3:
        fields["axis"] = rng.randrange(x.rank)
    elif kind != "concat" and x.rank and rng.random() < 0.15:
        branches[-1] = [Item("global_pool", {"keep_dims": True})]
        fields["broadcast"] = True
    return stage.add(Item(kind, bare(stage, "branches", common(stage, fields))))


def _branch(stage: Stage, x: Shape, tensor: Tensor, kind: str) -> Any:
    rng = stage.rng
    form = rng.choice([".", "name", "layers", "layers", "from", "[]"])
    names = stage.like(x)
    if form == "name" and names:
        return rng.choice(names)
    if form == "from" and names:
        name = rng.choice(names)
        return (
            {"from": name, "layers": _branch_layers(stage, x, stage.named[name], kind)}
            if rng.random() < 0.7
            else {"from": name}
        )
    if form == "[]":
        return []
    return "." if form in (".", "from", "name") else _branch_layers(stage, x, tensor, kind)


def _branch_layers(stage: Stage, x: Shape, tensor: Tensor, kind: str) -> list[Item]:
    inner = stage.nested(tensor)
    _layers(inner, stage.rng.randint(1, 2))
    if kind != "concat" or stage.rng.random() < 0.5:
        align(inner, x)
    if inner.tensor is not None and inner.tensor.shape is not None and inner.shape[:-1] != x[:-1]:
        return [
            point(stage.rng.randint(1, 6) if kind == "concat" or not isinstance(x.channels, int) else x.channels, x)
        ]
    return inner.items


def residual(stage: Stage) -> bool:
    """Adds a residual, with every form of shortcut."""
    assert stage.tensor is not None
    rng, x = stage.rng, stage.shape
    inner = stage.nested(stage.tensor)
    strided = rng.random() < 0.35 and x.rank in (1, 2, 3)
    _layers(inner, rng.randint(1, 3))
    if strided:
        inner.add(Item("conv", {"filters": rng.randint(1, 6), "size": rng.randint(1, 3), "stride": 2}), may_keep=False)
    form = rng.choice([None, None, "auto", "identity", "projection", "layers"])
    if form == "identity":
        align(inner, x)
    fields: dict[str, Any] = {"layers": inner.items}
    if form == "layers":
        shortcut = [point(inner.shape.channels if isinstance(inner.shape.channels, int) else 1, x)]
        fields["shortcut"] = [*shortcut, Item("max_pool", {"size": 1, "stride": 2})] if strided else shortcut
    elif form is not None:
        fields["shortcut"] = form
    norms: list[Any] = ["batch", "layer", "rms", {"group": 1}, {"batch": {"momentum": 0.9}}]
    activations: list[Any] = ["relu", "leaky_relu", {"leaky_relu": 0.1}, {"prelu": "spatial"}]
    options = {"norm": rng.choice(norms), "activation": rng.choice(activations), "drop_path": 0.2}
    fields |= {name: value for name, value in options.items() if rng.random() < 0.25}
    if set(fields) == {"layers"} and rng.random() < 0.5:
        return stage.add(Item("residual", inner.items))
    return stage.add(Item("residual", common(stage, fields)))


def repeat(stage: Stage) -> bool:
    """Adds layers several times over."""
    assert stage.tensor is not None
    rng, index = stage.rng, f"i{stage.depth}"
    turns = rng.randint(1, 3)
    if rng.random() < 0.5:
        fields: dict[str, Any] = {"times": rng.choice([turns, f"$({turns + 1} - 1)"]), "index": index}
        first: dict[str, Any] = {index: 0}
    else:
        widths = [rng.randint(1, 8) for _ in range(turns)]
        fields = {"each": {index: f"$(range({turns}))", f"w{stage.depth}": widths}}
        first = {index: 0, f"w{stage.depth}": widths[0]}
    inner = stage.nested(stage.tensor, first, f"-${index}")
    if len(first) > 1:
        inner.add(Item("dense", f"$w{stage.depth}"), may_keep=False)
    fields["layers"] = _layers(inner, rng.randint(1, 3))
    return stage.add(Item("repeat", fields))


def group(stage: Stage) -> bool:
    """Adds layers under one name."""
    assert stage.tensor is not None
    name = stage.name()
    inner = stage.nested(stage.tensor)
    inner.frame.scope.path = inner.frame.scope.join("x")
    layers = _layers(inner, stage.rng.randint(1, 4))
    return stage.add(Item("group", {"name": name, "layers": layers}))


def jump(stage: Stage) -> bool:
    """Goes on from another tensor."""
    names = [name for name in stage.named if name.endswith(stage.suffix)]
    if not names:
        return layer(stage)
    name = stage.rng.choice(names)
    if stage.rng.random() < 0.5:
        return stage.add(Item("from", name))
    return stage.add(Item("identity", {"from": name}))


def call(stage: Stage) -> bool:
    """Calls a block that is there, or a new one."""
    assert stage.tensor is not None
    rng = stage.rng
    again = stage.spec.blocks and rng.random() < 0.6
    name = rng.choice(list(stage.spec.blocks)) if again else _new_block(stage)
    params, _ = stage.spec.blocks[name]
    given: dict[str, Any] = {
        param: rng.randint(1, 6) for param, default in params.items() if default == "" or rng.random() < 0.5
    }
    if rng.random() < 0.4:
        given["name"] = stage.name()
    return stage.add(Item(name, bare(stage, next(iter(params), None), given)))


def _new_block(stage: Stage) -> str:
    assert stage.tensor is not None
    rng = stage.rng
    name = f"block{len(stage.spec.blocks) + 1}"
    params: dict[str, Any] = {"p": rng.choice(["", 2]), "q": rng.randint(1, 4)}
    known = {"p": rng.randint(1, 6), "q": params["q"]}
    inner = stage.nested(stage.tensor)
    inner.frame = inner.frame._replace(values={**stage.walk.params, **known})
    inner.named, inner.suffix = {}, ""
    inner.add(Item("dense", "$p"), may_keep=False)
    layers = _layers(inner, rng.randint(1, 4))
    # A block made on the way comes first: the one around it calls it.
    stage.spec.blocks[name := f"block{len(stage.spec.blocks) + 1}"] = (params, layers)
    body = as_tree(plain(layers))
    stage.walk.architecture.blocks[name] = Block.model_validate(
        {"params": {key: None if value == "" else value for key, value in params.items()}, "layers": body}
    )
    return name


def skip(stage: Stage) -> bool:
    """Goes down and up again, and joins what it left behind: what asks open sizes to be multiples."""
    assert stage.tensor is not None
    rng, x = stage.rng, stage.shape
    if x.rank not in (1, 2, 3):
        return layer(stage)
    name, factor = stage.name(), rng.choice([2, 2, 3])
    down = rng.choice(
        [Item("max_pool", factor), Item("conv", {"filters": rng.randint(1, 6), "size": 3, "stride": factor})]
    )
    if not (stage.add(Item("identity", {"name": name}), may_keep=False) and stage.add(down)):
        return False
    fill(stage, rng.randint(0, 2))
    stage.add(Item("upsample", factor))
    if rng.random() < 0.4:
        stage.add(Item("crop", {"like": name}))
    if rng.random() < 0.5:
        return stage.add(Item("concat", [name, "."]))
    align(stage, x)
    return stage.add(Item("add", [name, "."]))


def unpool(stage: Stage) -> bool:
    """Pools, and puts what became of it back where it was."""
    assert stage.tensor is not None
    rng, name = stage.rng, stage.name()
    fields = pool(rng, stage.shape)
    fields.pop("stride", None)
    if not (stage.add(Item("identity", {"name": name}), may_keep=False) and stage.add(Item("max_pool", fields))):
        return False
    if rng.random() < 0.5:
        stage.add(Item(rng.choice(["relu", "batch_norm", "tanh"])))
    return stage.add(Item("max_unpool", common(stage, {"of": name, **fields})))


def time_distributed(stage: Stage) -> bool:
    """Adds layers on every step of the first axis."""
    assert stage.tensor is not None
    rng, x = stage.rng, stage.shape
    if x.rank == 0 or stage.tensor.steps is not None:
        return layer(stage)
    inner = stage.nested(stage.tensor._replace(shape=Shape(x[1:]), steps=x[0]))
    inner.frame, inner.named = inner.frame._replace(first=len(inner.walk.nodes)), {}
    layers = _layers(inner, rng.randint(1, 3))
    return stage.add(Item("time_distributed", layers if rng.random() < 0.5 else common(stage, {"layers": layers})))


_MAKERS: tuple[Maker, ...] = (layer, merge, residual, repeat, group, call, jump, skip, time_distributed)
_WEIGHTS = (14, 2, 2, 1.2, 0.8, 1.5, 0.6, 1, 0.8)
