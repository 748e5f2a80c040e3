"""Random specs: each is what its seed and its number make it."""

from random import Random
from typing import Any, NamedTuple

from archspec.compiler.names import Scope, Tensor
from archspec.compiler.places import Place
from archspec.compiler.unfold import begin_walk
from archspec.compiler.walk import Frame
from archspec.graph import Node
from archspec.session import Session
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape
from tests.fuzz import faults, structures
from tests.fuzz.spec import Item, Spec
from tests.fuzz.stage import RefusedError, Stage

FAULTY = 0.55
"""The share of specs into which a fault is put."""
LARGEST_SIZE = {1: 24, 2: 12, 3: 7}
OPEN_NAMES = ("H", "W", "D", "T")


class Case(NamedTuple):
    """One random spec.

    Attributes:
        seed: The seed of the run.
        number: Its number in it.
        text: The spec.
    """

    seed: int
    number: int
    text: str


def generate(seed: int, number: int) -> Case:
    """Returns the spec of a seed and a number."""
    rng = Random(f"{seed}:{number}")
    spec, stage = _begin(rng)
    length = round(3 * 20 ** rng.betavariate(1.6, 1.6))
    at = rng.randrange(length) if rng.random() < FAULTY else None
    try:
        for _ in range(4 * length):
            if len(stage.walk.nodes) >= length:
                break
            if at is not None and len(stage.walk.nodes) >= at and faults.inject(stage):
                at = None
            structures.fill(stage, 1)
        if at is not None:
            faults.inject(stage)
    except RefusedError:
        pass
    spec.layers = stage.items or [Item("identity")]
    end(rng, spec, stage)
    return Case(seed, number, spec.text())


def _begin(rng: Random) -> tuple[Spec, Stage]:
    """Returns a spec with inputs and params, and the stage for its layers."""
    params: dict[str, Any] = {"base": rng.randint(2, 6), "depth": rng.randint(1, 3), "flag": rng.random() < 0.5}
    count = rng.choice([1, 1, 1, 1, 2, 3])
    inputs = {f"in{number}": _input(rng) for number in range(count)}
    top: dict[str, Any] = {
        "archspec": 1,
        "params": params,
        "inputs": {name: one for name, (one, _, _) in inputs.items()},
    }
    if rng.random() < 0.15:
        choices = [
            ("conv", "padding", "valid"),
            ("conv", "bias", False),
            ("dense", "activation", "relu"),
            ("residual", "activation", "relu"),
            ("leaky_relu", "negative_slope", 0.1),
            ("gelu", "approximate", True),
            ("group_norm", "groups", 1),
        ]
        top["defaults"] = {kind: {field: value} for kind, field, value in rng.sample(choices, 2)}
    return staged(rng, top, {name: (shape, dtype) for name, (_, shape, dtype) in inputs.items()})


def staged(rng: Random, top: dict[str, Any], inputs: dict[str, tuple[Shape, str]]) -> tuple[Spec, Stage]:
    """Returns a spec with given top-level keys, and the stage for its layers.

    Args:
        rng: The source of all choices.
        top: The top-level keys but for `blocks` and `layers`.
        inputs: The shape of each input, and the type of its numbers.
    """
    params = top["params"]
    analysis = Session().analyse(Spec(top, {}, [Item("identity")]).text())
    architecture = analysis.architecture
    if architecture is None:
        raise ValueError(str(analysis.report))
    walk = begin_walk(architecture, params, lambda _: None)
    spec = Spec(top)
    tensors: dict[str, Tensor] = {}
    for name, (shape, dtype) in inputs.items():
        walk.nodes.append(Node(name, None, (), shape, dtype))
        walk.places.append(Place(None, {}))
        tensors[name] = Tensor(len(walk.nodes) - 1, shape, dtype)
        walk.names.define(name, tensors[name], None)
    stage = Stage(rng, spec, walk, Frame(Scope(), params), next(iter(tensors.values())) if len(inputs) == 1 else None)
    stage.named = dict(tensors)
    if len(inputs) > 1:
        stage.add(Item("from", rng.choice(list(tensors))), may_keep=False)
    return spec, stage


def _input(rng: Random) -> tuple[Any, Shape, str]:
    """Returns an input as it is written, its shape, and the type of its numbers."""
    rank = rng.choice([0, 1, 1, 2, 2, 2, 3])
    is_open = rng.random() < 0.45
    sizes: list[Any] = [rng.randint(2, LARGEST_SIZE[rank]) for _ in range(rank)]
    names = rng.sample(OPEN_NAMES, len(sizes)) if rng.random() < 0.7 else ["H"] * len(sizes)
    written = [name if is_open and rng.random() < 0.75 else size for name, size in zip(names, sizes, strict=True)]
    channels = rng.choice([1, 2, 3, 4, 6, 8])
    dtype = "float32"
    if rank < 2 and rng.random() < 0.15:
        dtype = rng.choice(["int32", "uint8"])
        if rank == 1:
            written, channels = [], written[0]
    shape = Shape(Dim.symbol(size) if isinstance(size, str) else size for size in (*written, channels))
    plain: list[Any] = [*written, channels]
    if dtype != "float32":
        return {"shape": plain, "dtype": dtype}, shape, dtype
    return plain, shape, dtype


def end(rng: Random, spec: Spec, stage: Stage) -> None:
    """Gives a spec its outputs."""
    names = [name for name in stage.named if "$" not in name and not name.startswith("in")]
    if not names or rng.random() < 0.6 or any(item.fault for item in stage.items):
        return
    some = rng.sample(names, min(len(names), rng.randint(1, 3)))
    spec.top["outputs"] = rng.choice([some[0], some, {f"out{number}": name for number, name in enumerate(some)}])
