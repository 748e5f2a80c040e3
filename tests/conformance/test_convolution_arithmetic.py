"""The arithmetic of convolution, worked by hand, through a spec and the model that it becomes."""

import numpy as np
import pytest

import archspec

IMAGE = np.array([[1, 0.5, 1, 0], [0, 0.25, 0.5, 1], [1, 0.25, 0, 1], [0.5, 0, 1, 1]], "float32").reshape(1, 4, 4, 1)
FILTER = np.array([[1, 0], [0, 2]], "float32").reshape(2, 2, 1, 1)


def convolved(stride: int, padding: int) -> np.ndarray:
    model = archspec.build(f"""
        archspec: 1
        input: [4, 4, 1]
        layers:
          - conv: {{filters: 1, size: 2, stride: {stride}, padding: {padding}, bias: false, name: filter}}
    """)
    model.get_layer("filter").set_weights([FILTER])
    return model.predict(IMAGE, verbose=0)[0, :, :, 0]


def test_a_filter_of_two_by_two() -> None:
    # Each value is 1 times the upper left plus 2 times the lower right of its window.
    by_hand = [[1 + 0.5, 0.5 + 1, 1 + 2], [0 + 0.5, 0.25 + 0, 0.5 + 2], [1 + 0, 0.25 + 2, 0 + 2]]
    np.testing.assert_allclose(convolved(stride=1, padding=0), by_hand)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("padding", [0, 1])
def test_sizes_are_what_the_formula_says(stride: int, padding: int) -> None:
    size = (4 + 2 * padding - 2) // stride + 1
    assert convolved(stride, padding).shape == (size, size)


def test_stride_two_with_padding_one() -> None:
    # Windows begin at -1, 1 and 3; outside of the image there are zeros.
    by_hand = [[2 * 1, 2 * 1, 0], [2 * 1, 0.25 + 0, 1 + 0], [0, 0 + 0, 1 + 0]]
    np.testing.assert_allclose(convolved(stride=2, padding=1), by_hand)
