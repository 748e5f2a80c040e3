from archspec.lints.large_flatten import LargeFlatten
from tests.like import Like


def test_more_than_ten_million_weights(findings) -> None:
    [found] = findings("- flatten\n- dropout: 0.5\n- dense: {units: 200, name: a}", shape="[32, 32, 64]")
    assert found == Like(LargeFlatten, "`a`", weights=13107200, whole=13107400, x=(32, 32, 64))
    assert [label.text for label in found.labels] == ["`flatten_1` makes 65,536 values of it"]
    assert found.helps[0].text == "`global_pool: avg` in place of `flatten_1` leaves 12,800"


def test_a_reshape_flattens_too(findings) -> None:
    assert len(findings("- reshape: [-1]\n- dense: 200", shape="[32, 32, 64]")) == 1


def test_not_fewer(findings) -> None:
    assert findings("- flatten\n- dense: 152", shape="[32, 32, 64]") == []  # 9,961,472
    assert len(findings("- flatten\n- dense: 153", shape="[32, 32, 64]")) == 1  # 10,027,008


def test_not_a_vector_nor_a_map_of_one_position(findings) -> None:
    assert findings("- dense: 200", shape="[65536]") == []
    assert findings("- flatten\n- dense: 200", shape="[1, 1, 65536]") == []


def test_not_with_a_layer_between(findings) -> None:
    assert findings("- flatten\n- relu\n- dense: 200", shape="[32, 32, 64]") == []
