import pytest

from archspec.lints.picture_without_channels import PictureWithoutChannels
from tests.like import Like

CONV = "- conv: {filters: 8, size: 3}"


@pytest.mark.parametrize("layers", [CONV, "- rescale: 0.1\n- max_pool", "- conv: {filters: 8, size: 3, norm: batch}"])
def test_a_square_that_a_layer_on_space_takes(findings, layers: str) -> None:
    assert len(findings(layers, shape="[28, 28]")) == 1


def test_the_words(findings) -> None:
    [found] = findings(CONV, shape="[28, 28]")
    assert found == Like(PictureWithoutChannels, "`input`", side=28)
    assert found.helps[0].text == "for a picture write [28, 28, 1], for a sequence `conv1d`"
    assert [label.text for label in found.labels] == ["`conv_1` works along one axis"]


@pytest.mark.parametrize("shape", ["[28, 28, 1]", "[28, 30]", "[8, 8]", "[784]", "[T, 28]"])
def test_not_other_shapes(findings, shape: str) -> None:
    assert not any("sequence" in one for one in findings("- dropout: 0.1" if shape == "[784]" else CONV, shape=shape))


@pytest.mark.parametrize(
    "layers",
    ["- conv1d: {filters: 8, size: 3}", "- lstm: 8", "- flatten\n- dense: 4", f"- reshape: [28, 28, 1]\n{CONV}"],
)
def test_not_where_a_sequence_is_meant_or_an_axis_is_added(findings, layers: str) -> None:
    assert findings(layers, shape="[28, 28]") == []
