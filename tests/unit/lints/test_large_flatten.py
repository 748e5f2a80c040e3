def test_more_than_ten_million_weights(findings) -> None:
    [found] = findings("- flatten\n- dropout: 0.5\n- dense: {units: 200, name: a}", shape="[32, 32, 64]")
    assert (
        found.message == "`a` has 13,107,200 of the network's 13,107,400 weights, for a flattened map of (32, 32, 64)"
    )
    assert [label.text for label in found.labels] == ["`flatten_1` makes 65,536 values of it"]
    assert found.helps[0].text == "`global_pool: avg` in place of `flatten_1` leaves 12,800"


def test_a_reshape_flattens_too(told) -> None:
    assert len(told("- reshape: [-1]\n- dense: 200", shape="[32, 32, 64]")) == 1


def test_not_fewer(told) -> None:
    assert told("- flatten\n- dense: 152", shape="[32, 32, 64]") == []  # 9,961,472
    assert len(told("- flatten\n- dense: 153", shape="[32, 32, 64]")) == 1  # 10,027,008


def test_not_a_vector_nor_a_map_of_one_position(told) -> None:
    assert told("- dense: 200", shape="[65536]") == []
    assert told("- flatten\n- dense: 200", shape="[1, 1, 65536]") == []


def test_not_with_a_layer_between(told) -> None:
    assert told("- flatten\n- relu\n- dense: 200", shape="[32, 32, 64]") == []
