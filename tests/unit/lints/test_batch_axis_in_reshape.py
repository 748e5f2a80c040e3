import pytest


def test_the_words(told) -> None:
    assert told("- reshape: [-1, 800]", shape="[4, 4, 50]") == [
        "`reshape_1` makes (1, 800) out of (4, 4, 50): the -1 comes to 1"
    ]


@pytest.mark.parametrize("target", ["[-1, 4, 200]", "[-1, 800]"])
def test_a_first_size_that_comes_to_one(told, target: str) -> None:
    assert len(told(f"- reshape: {target}", shape="[4, 4, 50]")) == 1
    assert len(told(f"- time_distributed: [reshape: {target}]", shape="[T, 4, 4, 50]")) == 1


@pytest.mark.parametrize("target", ["[-1, 50]", "[800]", "[1, 800]", "[16, -1, 50]", "[-1, 1, 800]", "[-1]"])
def test_not_other_shapes(told, target: str) -> None:
    assert told(f"- reshape: {target}", shape="[4, 4, 50]") == []


@pytest.mark.parametrize("shape", ["[1, 4, 200]", "[T, 8, 100]"])
def test_not_an_axis_that_was_one_or_is_open(told, shape: str) -> None:
    assert told("- reshape: [-1, 800]", shape=shape) == []
