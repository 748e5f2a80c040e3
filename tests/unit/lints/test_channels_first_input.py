import pytest

from archspec.lints.channels_first_input import ChannelsFirstInput
from tests.like import Like

CONV = "- conv: {filters: 8, size: 1}"


@pytest.mark.parametrize("shape", ["[3, 224, 224]", "[1, 28, 28]", "[4, 64, 64]", "[3, 480, 640]", "[3, 16, 112, 112]"])
def test_few_channels_first_and_the_sides_of_a_picture_last(findings, shape: str) -> None:
    assert len(findings(CONV, shape=shape)) == 1
    assert len(findings("- rescale: 0.1\n- batch_norm\n- max_pool: 1", shape=shape)) == 1


def test_the_words(findings) -> None:
    [found] = findings(CONV, shape="[3, 480, 640]")
    assert found == Like(ChannelsFirstInput, "`input`", shape=(3, 480, 640))
    assert found.helps[0].text == "for 3 channels write [480, 640, 3]"
    assert found.span.column == len("input: [")


@pytest.mark.parametrize(
    "shape",
    ["[224, 224, 3]", "[28, 28, 1]", "[2, 64, 64]", "[3, 8, 8]", "[1, 128, 512]", "[3, 32, 64]", "[1, 100, 16]",
     "[16, 112, 112, 3]", "[3, 224]"],
)  # fmt: skip
def test_not_other_shapes(findings, shape: str) -> None:
    assert findings(CONV, shape=shape) == []


def test_not_where_it_is_permuted_or_its_axes_do_not_matter(findings) -> None:
    assert findings(f"- permute: [1, 2, 0]\n{CONV}", shape="[3, 224, 224]") == []
    assert findings("- flatten\n- dense: 10", shape="[3, 224, 224]") == []
    assert findings("- dense: 10", shape="[3, 224, 224]") == []


def test_a_long_way_to_the_first_layer_that_works_on_space(findings) -> None:
    assert len(findings(f"- repeat: {{times: 5000, layers: [identity]}}\n{CONV}", shape="[3, 32, 32]")) == 1
