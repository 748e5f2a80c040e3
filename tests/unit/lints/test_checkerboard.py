import pytest

from archspec.lints.checkerboard import Checkerboard
from tests.like import Like


def test_windows_that_overlap_unevenly(findings) -> None:
    assert findings("- up_conv: {filters: 8, size: 3, name: a}") == [Like(Checkerboard, "`a`", size=3, stride=2)]
    assert findings("- up_conv: {filters: 8, size: 1, stride: 2, name: a}") == [
        Like(Checkerboard, "`a`", size=1, stride=2)
    ]
    assert len(findings("- up_conv: {filters: 8, size: [4, 3]}")) == 1


@pytest.mark.parametrize("fields", ["size: 2", "size: 4", "size: 3, stride: 1", "size: 6, stride: 3", "size: [2, 4]"])
def test_windows_that_the_stride_divides(findings, fields: str) -> None:
    assert findings(f"- up_conv: {{filters: 8, {fields}}}") == []


def test_a_convolution_may_overlap_as_it_likes(findings) -> None:
    assert findings("- conv: {filters: 8, size: 3, stride: 2}") == []
