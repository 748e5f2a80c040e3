import pytest

from archspec.lints.bounded_size import BoundedSize
from tests.like import Like

FULL = "- conv: {filters: 8, size: 3, activation: relu, name: full}"
HALF = "- conv: {filters: 8, size: 3, stride: 2, activation: relu, name: half}"
QUARTER = "- conv: {filters: 8, size: 3, stride: 2, activation: relu, name: quarter}"


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        # ceil(H / 2) is H for 1 alone.
        (f"{FULL}\n{HALF}\n- add: [full, .]", Like(BoundedSize, "`add_1`", conditions=("H == 1", "W == 1"))),
        # ceil(H / 2) is ceil(H / 4) for 1 and 2: both are 1.
        (f"{HALF}\n{QUARTER}\n- concat: [half, .]", Like(BoundedSize, "`concat_1`", conditions=("H <= 2", "W <= 2"))),
        # 3 * ceil(H / 4) is H for 3, 6 and 9.
        (
            f"{FULL}\n{HALF}\n{QUARTER}\n- upsample: 3\n- add: [full, .]",
            Like(BoundedSize, "`add_1`", conditions=("H <= 9", "W <= 9")),
        ),
        (
            f"{FULL}\n- adaptive_pool: 6\n- add: [full, .]",
            Like(BoundedSize, "`add_1`", conditions=("H == 6", "W == 6")),
        ),
        (f"{FULL}\n{HALF}\n- crop: {{like: full}}", Like(BoundedSize, "`crop_1`", conditions=("H == 1", "W == 1"))),
    ],
)
def test_branches_of_unlike_strides(findings, layers: str, expected: Like) -> None:
    assert findings(layers, shape="[H, W, 8]") == [expected]


def test_the_words(findings) -> None:
    [found] = findings(f"{FULL}\n{HALF}\n- concat: [full, .]", shape="[T, 8]")
    assert found.notes == ("it merges `full` (T) with `half` (⌈T/2⌉)", "at T = 64 it takes (64, 8) and (32, 8)")
    assert [one.text for one in found.helps] == [
        "bring the branches to one size, with `upsample` or `resize` on the smaller",
        "or say that this is meant: `expect: {sizes: [T == 1]}`",
    ]


@pytest.mark.parametrize(
    "layers",
    [
        f"{FULL}\n{HALF}\n- upsample: 2\n- add: [full, .]",
        f"{FULL}\n- resize: 6\n- add: [full, .]",
        "- reshape: [4, 16]",
        f"{FULL}\n- global_pool: {{keep_dims: true}}\n- multiply: {{branches: [full, .], broadcast: true}}",
        f"{FULL}\n- conv: {{filters: 8, size: 5, padding: valid, activation: relu}}",
    ],
)
def test_not_otherwise(findings, layers: str) -> None:
    assert findings(layers, shape="[H, W, 8]") == []


def test_not_where_it_is_stated(findings) -> None:
    spec = f"input: [T, 8]\nlayers:\n{FULL}\n{HALF}\n- add: [full, .]\n"
    assert len(findings(spec)) == 1
    assert findings(f"{spec}expect: {{sizes: [T <= 1]}}") == []
