import pytest

import archspec
from archspec.compiler.ancestry import Effort
from archspec.compiler.rehearsal import COST, MOST_ITEMS, would_work
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape

HALVES = """archspec: 1
params: {times: 3}
inputs: {image: [8, 8, 2], other: [4]}
layers:
  - from: image
  - repeat: {times: $times, layers: [add: [[max_pool: 2], [conv: {filters: 2, size: 3, stride: 2}]]]}
  - concat: [., [flatten]]
"""


def tried(text: str, effort: int = Effort.MOST, **shapes: Shape) -> bool:
    return would_work(archspec.load(text), shapes, Effort(effort))


@pytest.mark.parametrize(("size", "works"), [(8, True), (16, True), (12, False), (20, False)])
def test_another_size(size: int, works: bool) -> None:
    text = HALVES.replace("  - concat: [., [flatten]]\n", "")
    assert tried(text, image=Shape((size, size, 2))) == works


def test_an_open_size() -> None:
    text = HALVES.replace("  - concat: [., [flatten]]\n", "")
    assert tried(text, image=Shape((Dim.symbol("H"), 8, 2)))


def test_a_layer_that_never_fits() -> None:
    assert not tried(HALVES, image=Shape((8, 8, 2)))


def test_other_faults_do_not_count() -> None:
    text = HALVES.replace("concat: [., [flatten]]", "rleu")
    assert not archspec.check(text).valid
    assert tried(text, image=Shape((8, 8, 2)))


def test_no_more_than_it_is_worth() -> None:
    text = HALVES.replace("  - concat: [., [flatten]]\n", "")
    assert not tried(text, COST - 1, image=Shape((8, 8, 2)))
    assert tried(text, COST, image=Shape((8, 8, 2)))
    turns = "  - repeat: {times: TIMES, layers: [relu]}\n"
    # From an input on, a repeat of 3 turns with a merge, a pool and a convolution each, and a repeat of the rest.
    rest = MOST_ITEMS - (1 + 1 + 3 * 3 + 1)
    assert tried(text + turns.replace("TIMES", str(rest)), image=Shape((8, 8, 2)))
    assert not tried(text + turns.replace("TIMES", str(rest + 1)), image=Shape((8, 8, 2)))
