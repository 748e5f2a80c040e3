import pytest


def test_windows_that_overlap_unevenly(told) -> None:
    assert told("- up_conv: {filters: 8, size: 3, name: a}") == [
        "`a` spreads windows of 3 at a stride of 2: some positions lie in 2 of them, others in 1"
    ]
    assert told("- up_conv: {filters: 8, size: 1, stride: 2, name: a}") == [
        "`a` spreads windows of 1 at a stride of 2: some positions lie in 1 of them, others in none"
    ]
    assert len(told("- up_conv: {filters: 8, size: [4, 3]}")) == 1


@pytest.mark.parametrize("fields", ["size: 2", "size: 4", "size: 3, stride: 1", "size: 6, stride: 3", "size: [2, 4]"])
def test_windows_that_the_stride_divides(told, fields: str) -> None:
    assert told(f"- up_conv: {{filters: 8, {fields}}}") == []


def test_a_convolution_may_overlap_as_it_likes(told) -> None:
    assert told("- conv: {filters: 8, size: 3, stride: 2}") == []
