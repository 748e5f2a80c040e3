import pytest

from archspec.lints.batch_axis_in_reshape import BatchAxisInReshape
from tests.like import Like


def test_the_words(findings) -> None:
    assert findings("- reshape: [-1, 800]", shape="[4, 4, 50]") == [
        Like(BatchAxisInReshape, "`reshape_1`", x=(4, 4, 50), y=(1, 800))
    ]


@pytest.mark.parametrize("target", ["[-1, 4, 200]", "[-1, 800]"])
def test_a_first_size_that_comes_to_one(findings, target: str) -> None:
    assert len(findings(f"- reshape: {target}", shape="[4, 4, 50]")) == 1
    assert len(findings(f"- time_distributed: [reshape: {target}]", shape="[T, 4, 4, 50]")) == 1


@pytest.mark.parametrize("target", ["[-1, 50]", "[800]", "[1, 800]", "[16, -1, 50]", "[-1, 1, 800]", "[-1]"])
def test_not_other_shapes(findings, target: str) -> None:
    assert findings(f"- reshape: {target}", shape="[4, 4, 50]") == []


@pytest.mark.parametrize("shape", ["[1, 4, 200]", "[T, 8, 100]"])
def test_not_an_axis_that_was_one_or_is_open(findings, shape: str) -> None:
    assert findings("- reshape: [-1, 800]", shape=shape) == []
