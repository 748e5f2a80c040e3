from typing import Any

import pytest
from pydantic import ValidationError

import archspec
from archspec.layers.faults import SliceOutOfRange
from archspec.layers.footprint import Positions
from archspec.layers.rank_faults import MissingAxis
from archspec.layers.shape.slice import Slice
from archspec.tensors.dim import Dim
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape

VECTOR, LINE, PLANE, SPACE = (6,), (11, 4), (10, 9, 4), (6, 5, 7, 4)
FIELDS: list[dict[str, Any]] = [
    {}, {"start": 1}, {"stop": 2}, {"start": 1, "stop": -1}, {"start": -3}, {"start": -3, "stop": -1},
    {"start": -3, "stop": 4}, {"start": 2, "stop": 2}, {"start": 12}, {"stop": 12}, {"step": 2}, {"step": 20},
    {"start": 1, "step": 2}, {"start": -4, "step": 3}, {"start": 1, "stop": -1, "step": 2},
]  # fmt: skip
CASES = [
    ({"axis": axis, **fields}, (shape,))
    for shape in (VECTOR, LINE, PLANE, SPACE)
    for axis in ("channels", 0, 1, 2)
    for fields in FIELDS
]


STRICTER = (SliceOutOfRange, RankMismatch)
"""Keras gives a tensor without values where no position is left, and counts the channels among the axes."""


def plain(layer: Any, x: tuple[int, ...]) -> tuple[int, ...]:
    """The positions that Python takes, if it cuts off neither end and has any left."""
    axis = len(x) - 1 if layer.axis == "channels" else layer.axis
    if layer.axis != "channels" and axis >= len(x) - 1:
        raise ValueError
    n = x[axis]
    first = layer.start if layer.start >= 0 else n + layer.start
    behind = n if layer.stop is None else layer.stop if layer.stop >= 0 else n + layer.stop
    if not 0 <= first < behind <= n:
        raise ValueError
    return (*x[:axis], len(range(n)[first : behind : layer.step]), *x[axis + 1 :])


@pytest.mark.parametrize(
    ("fields", "x", "y"),
    [
        ({}, (6,), (6,)),
        ({"stop": 4}, (6,), (4,)),
        ({"axis": 0, "stop": 1}, (197, 768), (1, 768)),  # the class token of ViT
        ({"axis": 0, "start": 1}, (197, 768), (196, 768)),
        ({"start": 58}, (28, 28, 116), (28, 28, 58)),  # the second half of the channels in ShuffleNet v2
        ({"axis": 1, "start": -2}, (8, 8, 3), (8, 2, 3)),
        ({"axis": 0, "start": -4, "stop": -1}, (8, 8, 3), (3, 8, 3)),
        ({"axis": 2, "step": 2}, (4, 6, 7, 3), (4, 6, 4, 3)),  # 0, 2, 4, 6
        ({"axis": 2, "start": 1, "step": 2}, (4, 6, 7, 3), (4, 6, 3, 3)),  # 1, 3, 5
    ],
)
def test_positions_are_taken(fields: dict[str, Any], x: tuple[int, ...], y: tuple[int, ...]) -> None:
    layer = Slice(**fields)
    assert layer.output(Shape(x)) == y
    assert layer.weights(Shape(x)) == ()
    assert layer.macs(Shape(x), Shape(y)) == 0


@pytest.mark.parametrize(
    ("fields", "ends", "helps"),
    [
        ({"stop": 7}, (0, 7), ("leave `stop` out to take all to the end",)),
        ({"start": 3, "stop": 3}, (3, 3), ("leave `stop` out to take all to the end",)),
        ({"start": 6}, (6, 6), ("begin at `start: 5` at the latest",)),
        ({"start": -7}, (-1, 6), ("begin at `start: 5` at the latest",)),
        (
            {"start": 8, "stop": 9},
            (8, 9),
            ("begin at `start: 5` at the latest, and leave `stop` out to take all to the end",),
        ),
    ],
)
def test_nothing_is_cut_off(fields: dict[str, Any], ends: tuple[int, int], helps: tuple[str, ...]) -> None:
    with pytest.raises(ShapeError) as error:
        Slice(**fields).output(Shape(VECTOR))
    assert error.value.data == SliceOutOfRange("channels", *ends, 6, is_stop_given="stop" in fields)
    assert tuple(one.text for one in error.value.helps) == helps
    assert error.value.field == ("start" if "stop" not in fields else "stop")


def test_there_must_be_such_an_axis() -> None:
    with pytest.raises(ShapeError) as error:
        Slice(axis=1).output(Shape(LINE))
    assert error.value.data == MissingAxis("takes positions of", 1, "(11, 4) has", 1, "take channels")
    assert (error.value.kind, error.value.field) == (RankMismatch, "axis")
    with pytest.raises(ValidationError):
        Slice(step=0)


@pytest.mark.parametrize(
    ("fields", "length", "sizes"),
    [
        ("stop: 3", "(3, 8)", "T >= 3"),
        ("start: 2", "(T - 2, 8)", "T >= 3"),
        ("start: -5", "(5, 8)", "T >= 5"),
        ("start: 1, stop: -1", "(T - 2, 8)", "T >= 3"),
        ("start: -4, stop: 6", "(10 - T, 8)", "6 <= T <= 9"),
        ("step: 2", "(⌈T/2⌉, 8)", "T >= 1"),
    ],
)
def test_an_open_size_is_held_to_the_ends(fields: str, length: str, sizes: str) -> None:
    spec = f"archspec: 1\ninput: [T, 8]\nlayers: [slice: {{axis: 0, {fields}}}]\nexpect: {{sizes: [{sizes}]}}\n"
    report = archspec.check(spec)
    assert report.diagnostics == ()
    assert report.graph is not None
    assert str(report.graph.nodes[-1].shape) == length


def test_ends_that_meet_for_no_size() -> None:
    size = Dim.symbol("T")
    with pytest.raises(ShapeError) as error:
        Slice(axis=0, start=5, stop=3).output(Shape((size, 8)))
    assert error.value.data == SliceOutOfRange("positions", 5, 3, size, is_stop_given=True)


def test_one_position_of_the_output_reads_one_of_the_input() -> None:
    y = Shape(())
    (footprint,) = Slice(axis=1, start=2, step=3).footprint(Shape(PLANE), y)
    assert footprint == (Positions(0, (0,), (0,), 1), Positions(1, (2,), (2,), 3))
    (footprint,) = Slice(axis=0, start=-3).footprint(Shape((Dim.symbol("T"), 8)), y)
    assert footprint == (Positions(0, (0,), (0,), 1, aligned=False),)
    (footprint,) = Slice(start=2).footprint(Shape(PLANE), y)
    assert footprint == (Positions(0, (0,), (0,), 1), Positions(1, (0,), (0,), 1))


def test_from_keras() -> None:
    config = {"name": "n", "axis": 0, "start": -4, "stop": None, "step": 2, "data_format": "channels_last"}
    assert Slice.from_keras(config) == Slice(axis=0, start=-4, step=2)
    assert Slice.from_keras({"axis": "channels", "start": 0, "stop": 3, "step": 1}) == Slice(stop=3)
