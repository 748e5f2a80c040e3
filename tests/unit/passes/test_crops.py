import pytest

from archspec.layers.shape.crop import Crop
from archspec.passes.crops import crop_by_amounts

WIDE_AND_NARROW = """
- conv: {filters: 4, size: 3, name: wide}
- conv: {filters: 4, size: 6, padding: valid, name: narrow}
"""


@pytest.mark.parametrize("shape", ["[20, 20, 4]", "[H, W, 4]"])
@pytest.mark.parametrize(("offset", "wanted"), [("", ((2, 3), (2, 3))), (", offset: [0, 4]", ((0, 5), (4, 1)))])
def test_a_crop_that_is_the_same_at_every_size(shape: str, offset: str, wanted: object, graph, joined) -> None:
    items = f"{WIDE_AND_NARROW}- crop: {{from: wide, like: narrow{offset}}}\n- concat: [., narrow]\n"
    made = graph(items.lstrip(), shape)
    plain = crop_by_amounts(made)
    layer = plain.nodes[3].layer
    assert isinstance(layer, Crop)
    assert (layer.cropping, layer.like) == (wanted, None)
    assert [node.shape for node in plain.nodes] == [node.shape for node in made.nodes]
    assert "wide > crop_1" in joined(plain)


def test_what_nothing_else_uses_stays_in_the_network(graph) -> None:
    made = graph((WIDE_AND_NARROW + "- crop: {from: wide, like: narrow}\n").lstrip())
    assert crop_by_amounts(made) == made


def test_what_only_such_crops_use_stays(graph) -> None:
    items = (
        WIDE_AND_NARROW
        + """
- crop: {from: wide, like: narrow, name: a}
- conv: {filters: 4, size: 3, padding: valid, from: narrow, name: narrower}
- crop: {from: a, like: narrower}
"""
    )
    made = graph(items.lstrip())
    assert crop_by_amounts(made) == made


def test_an_input_is_there_in_any_case(graph) -> None:
    made = graph("- conv: {filters: 4, size: 3}\n- pad: 1\n- crop: {like: input}\n", "[H, W, 4]")
    assert crop_by_amounts(made).nodes[-1].inputs == (2,)


def test_amounts_that_depend_on_open_sizes(graph) -> None:
    items = (
        "- max_pool: {size: 2, padding: same, name: p}\n- upsample: 2\n- crop: {like: input}\n- concat: [., input]\n"
    )
    assert crop_by_amounts(graph(items, "[H, 8, 4]")) == graph(items, "[H, 8, 4]")
    crop = crop_by_amounts(graph(items, "[7, 8, 4]")).nodes[-2].layer
    assert isinstance(crop, Crop)
    assert crop.cropping == ((0, 1), (0, 0))
