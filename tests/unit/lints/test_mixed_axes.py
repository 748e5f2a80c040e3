import pytest

from archspec.lints.mixed_axes import MixedAxes, mixes
from tests.like import Like


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([8, 24, 32], [24, 256]),  # columns without turning
        ([4, 25, 512], [25, 2048]),  # 25 is no multiple of 4
        ([8, 24, 32], [32, 24, 8]),
        ([64, 32], [32, 64]),
        ([10, 6], [4, 15]),
        ([224, 224, 3], [196, 768]),  # patches without turning
        ([32, 32, 64], [16, 16, 256]),  # space to depth without turning
    ],
)
def test_axes_that_are_mixed(before: list[int], after: list[int]) -> None:
    assert mixes(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([24, 8, 32], [24, 256]),
        ([24, 256], [24, 8, 4, 8]),
        ([24, 8, 4, 8], [192, 32]),
        ([100, 64], [50, 128]),  # two frames on one another
        ([13, 13, 30], [507, 10]),  # three boxes at each position
        ([7, 7, 64], [3136]),
        ([3136], [7, 7, 64]),
        ([1, 25, 512], [25, 512]),
        ([224, 224, 3], [14, 16, 14, 16, 3]),
        ([5, 1, 3], [1, 5, 3]),
    ],
)
def test_axes_that_are_not(before: list[int], after: list[int]) -> None:
    assert not mixes(before, after)


def test_what_to_write(findings) -> None:
    [found] = findings("- reshape: [24, -1]\n- lstm: 4", shape="[8, 24, 32]")
    assert found == Like(MixedAxes, "`reshape_1`", x=(8, 24, 32), y=(24, 256))
    assert found.helps[0].text == "turn the axes first: `permute: [1, 0, 2]`, and then `reshape: [24, -1]`"
    [found] = findings("- reshape: [196, 768]", shape="[224, 224, 3]")
    assert found.helps[0].text.startswith("split axes with one `reshape`")


def test_open_sizes(findings) -> None:
    assert len(findings("- reshape: [-1, 256]", shape="[8, W, 32]")) == 1
    assert findings("- permute: [1, 0, 2]\n- reshape: [-1, 256]", shape="[8, W, 32]") == []
    assert findings("- reshape: [-1, 32]", shape="[H, W, 32]") == []
    assert findings("- reshape: [-1, 16]", shape="[H, W, 32]") == []


def test_step_by_step(findings) -> None:
    assert len(findings("- time_distributed: [reshape: [24, 256]]", shape="[5, 8, 24, 32]")) == 1
    assert findings("- time_distributed: [reshape: [192, 32]]", shape="[5, 8, 24, 32]") == []
