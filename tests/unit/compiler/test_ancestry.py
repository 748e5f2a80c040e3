"""What led to a tensor, in networks small enough to follow by eye."""

from archspec.compiler.ancestry import Ancestry, Effort, spaced
from archspec.compiler.construction import Frame
from archspec.compiler.names import Scope, Tensor
from archspec.compiler.origin import Origins, Place, Turn
from archspec.compiler.places import Places
from archspec.compiler.walk import Walk
from archspec.diagnostics.diagnostic import Label
from archspec.diagnostics.source import SourceFile
from archspec.graph import Node
from archspec.language.document import Architecture
from archspec.pipeline import parse_spec
from archspec.syntax.tree import Scalar
from archspec.tensors.shape import Shape

COPIED = """
archspec: 1
input: [16, 16, 3]
blocks:
  inner: {params: {filters: 4}, layers: [conv: {filters: $filters, size: 3}, relu]}
  outer:
    params: {filters: }
    layers:
      - inner: {filters: $filters, name: a}
      - inner: {filters: $filters, name: b}
layers:
  - outer: {filters: 3, name: first}
  - repeat:
      times: 2
      index: i
      layers:
        - outer: {filters: 3, name: again$i}
  - concat: [first, ., input]
  - max_pool
"""


def made(text: str) -> tuple[Ancestry, dict[str, int]]:
    """Returns what is known of the network of a spec with the input `input`, and its nodes by name."""
    architecture, found = parse_spec(SourceFile("spec.yaml", text))
    assert isinstance(architecture, Architecture)
    assert architecture.layers is not None
    assert not found
    walk = Walk(architecture, {}, [].append)
    assert architecture.input is not None
    shape = Shape(one.value for one in architecture.input.shape.items)
    walk.nodes.append(Node("input", None, (), shape))
    walk.places.append(Place(architecture.input.shape.span, {}))
    walk.names.define("input", Tensor(0, shape), None)
    walk.layers(architecture.layers, Tensor(0, shape), Frame(Scope(), {}))
    ancestry = Ancestry(walk.nodes, Places(walk.places, walk.copies), Origins(architecture, {}), Effort())
    return ancestry, {node.name: index for index, node in enumerate(walk.nodes)}


def steps(ancestry: Ancestry, index: int) -> list[object]:
    """Returns the lines of the calls, and the numbers of the turns, that lead to a node."""
    return [
        ("turn", step.number) if isinstance(step, Turn) else step.span and step.span.line
        for step in ancestry.places[index].way
    ]


def test_a_copy_has_the_way_of_its_own_call() -> None:
    ancestry, names = made(COPIED)
    assert steps(ancestry, names["first.a.conv_1"]) == [12, 9]
    assert steps(ancestry, names["first.b.conv_1"]) == [12, 10]
    assert steps(ancestry, names["again0.a.conv_1"]) == [("turn", 0), 17, 9]
    assert steps(ancestry, names["again1.b.conv_1"]) == [("turn", 1), 17, 10]


def test_channels_come_from_the_layer_that_sets_them_and_sizes_from_what_changes_them() -> None:
    ancestry, names = made(COPIED)
    last = Tensor(names["max_pool_1"], Shape((8, 8, 9)))
    assert ancestry.producer(last, "channels") == names["concat_1"]
    assert ancestry.producer(last, "space") == names["max_pool_1"]
    assert ancestry.producer(Tensor(names["again1.b.relu_1"], None), "channels") == names["again1.b.conv_1"]
    assert ancestry.producer(Tensor(names["again1.b.relu_1"], None), "space") == names["input"]
    assert [ancestry.nodes[one].name for one in ancestry.changes(last)] == ["max_pool_1", "input"]


def test_what_is_said_of_channels() -> None:
    ancestry, names = made(COPIED)
    told = ancestry.described(Tensor(names["max_pool_1"], None), "channels")
    assert [label.text for label in told.labels] == ["9 channels come from here: 3 + 3 + 3"]
    told = ancestry.described(Tensor(names["again1.b.relu_1"], None), "channels")
    assert [(label.span.line, label.text) for label in told.labels] == [
        (5, "3 channels come from here"),
        (17, "`filters` is 3 here"),
    ]
    assert told.notes == ()


def test_the_same_text_and_the_same_width() -> None:
    ancestry, names = made(COPIED)
    index = names["again0.a.conv_1"]
    convolutions = [one for name, one in names.items() if name.endswith("conv_1")]
    assert ancestry.same_text(index) == convolutions
    assert ancestry.same_width(index) == [one for name, one in names.items() if "again" in name and "conv" in name]
    assert ancestry.same_width(names["max_pool_1"]) == []


def test_widths_come_from_the_field_or_the_defaults() -> None:
    text = "archspec: 1\ninput: [8, 8, 3]\ndefaults: {conv: {filters: 5}}\nlayers:\n  - conv: {size: 3}\n  - relu\n"
    ancestry, names = made(text)
    width = ancestry.width(names["conv_1"])
    assert isinstance(width, Scalar)
    assert (width.value, width.span and width.span.line) == (5, 3)
    assert ancestry.width(names["relu_1"]) is None
    assert ancestry.width(names["input"]) is None


def test_a_step_is_told_without_the_axis_of_steps() -> None:
    ancestry, names = made(
        "archspec: 1\ninput: [5, 8, 8, 3]\nlayers:\n  - time_distributed: [max_pool: {size: 2, name: half}]\n"
    )
    index = names["time_distributed_1.half"]
    stepped = Tensor(index, Shape((4, 4, 3)), steps=5)
    assert ancestry.described(stepped, "space").labels[0].text == "4 × 4 comes from here, out of 8 × 8"
    assert ancestry.described(Tensor(index, Shape((5, 4, 4, 3))), "space").labels[0].text == (
        "5 × 4 × 4 comes from here, out of 5 × 8 × 8"
    )


def test_without_a_place_it_is_a_note() -> None:
    ancestry = Ancestry(
        [Node("x", None, (), Shape((8, 3)))], Places([Place(None, {})]), made(COPIED)[0].origins, Effort()
    )
    assert ancestry.described(Tensor(0, None), "rank").notes == ("input `x` is (8, 3)",)


def test_ancestors_stand_in_order() -> None:
    ancestry, names = made(COPIED)
    assert ancestry.ancestors([names["first.a.relu_1"]]) == [0, names["first.a.conv_1"], names["first.a.relu_1"]]


def test_sizes_as_people_write_them() -> None:
    assert spaced(Shape((4, 5, 3))) == "4 × 5"
    assert spaced(Shape((3,))) == ""


def test_a_label_is_a_place_and_a_text() -> None:
    ancestry, _ = made(COPIED)
    (label,) = ancestry.described(Tensor(0, None), "shape").labels
    assert isinstance(label, Label)
    assert (label.span.line, label.text) == (3, "the input is (16, 16, 3)")


def test_effort_comes_to_an_end() -> None:
    effort = Effort()
    assert effort.take(Effort.MOST - 1)
    assert not effort.take(2)
    assert effort.take(1)
    assert not effort.take(1)
