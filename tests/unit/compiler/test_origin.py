from archspec.compiler.origin import Asked, Call, Origins, Place, Turn, Way, led_here
from archspec.diagnostics.source import SourceFile, Span
from archspec.language.document import Architecture, Param
from archspec.layers.activation.relu import Relu
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.group_norm import GroupNorm
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree

FILE = SourceFile("spec.yaml", "\n" * 20)


def at(line: int) -> Span:
    return Span(FILE, line, 1, line, 2)


def text(value: str | int, line: int = 1) -> Scalar:
    return Scalar(value, str(value), at(line))


def origins(variant: str | None = None, **settings: Tree) -> Origins:
    architecture = Architecture(
        params={"base": {"default": 16}, "wide": "$base", "none": None},
        variants={"big": {"base": 32}},
        defaults={"conv": {"filters": 8}},
        layers=[],
    )
    return Origins(architecture.bound(settings, variant), {"base": 16, "wide": 16})


CALL = Call("stage", at(9), {"filters": text("$width", 9)}, {"filters": Param(), "stride": Param(default=2)},
            {"filters": 64, "stride": 2})  # fmt: skip
EACH = Mapping({"width": Sequence([text(32, 5), text(64, 6)], at(5))}, {"width": at(5)}, at(5))
TURN = Turn(at(4), 1, {"width": 64}, EACH, {"width": 64, "base": 16})
WAY: Way = (TURN, CALL)


def test_a_name_is_followed_through_a_call_to_the_element_of_a_list() -> None:
    source = origins().source(text("$filters"), WAY)
    assert source is not None
    assert (source.name, source.value, source.tree.span, source.way) == ("width", 64, at(6), ())


def test_parentheses_make_no_difference_and_anything_else_is_no_name() -> None:
    assert origins().source(text("$( filters )"), WAY) is not None
    assert origins().source(text("$(2 * filters)"), WAY) is None
    assert origins().source(text(64), WAY) is None
    assert origins().source(text("x$filters"), WAY) is None


def test_a_param_left_out_comes_from_its_default() -> None:
    source = origins().source(text("$stride"), WAY)
    assert source is not None
    assert (source.name, source.tree) == ("stride", CALL.params["stride"].default)


def test_a_block_does_not_see_the_counters_around_it() -> None:
    assert origins().given("width", WAY) is None
    assert origins().given("width", (TURN,)) is not None


def test_a_repeat_over_a_computed_list_has_no_element_to_point_at() -> None:
    each = Mapping({"i": text("$(range(3))", 7)}, {"i": at(7)}, at(7))
    given = origins().given("i", (Turn(at(4), 0, {"i": 0}, each, {"i": 0}),))
    assert given is not None
    assert given.tree.span == at(7)
    assert origins().given("i", (Turn(at(4), 0, {"i": 0}, None, {"i": 0}),)) is None


def test_params_of_the_spec_come_from_what_is_set_then_the_variant_then_the_default() -> None:
    def value_of(one: Origins) -> object:
        given = one.given("base", ())
        return getattr(given and given.tree, "value", None)

    assert value_of(origins()) == 16
    assert value_of(origins("big")) == 32
    assert value_of(origins("big", base=text(48))) == 48
    assert origins().given("none", ()) is None
    assert origins().given("nothing", ()) is None


def test_a_param_that_is_another_one_is_followed() -> None:
    source = origins().source(text("$wide"), ())
    assert source is not None
    assert source.name == "base"


def test_a_circle_comes_to_an_end() -> None:
    round_about = Call("a", at(1), {}, {"x": Param(default="$x")}, {"x": 1})
    assert origins().source(text("$x"), (round_about,)) is not None


def test_what_an_expression_comes_to() -> None:
    assert origins().worded(text("$(base * 2)"), ()) == "`$(base * 2)` is 32 where `base` is 16"
    assert origins().worded(text("$(width + base)"), (TURN,)) == (
        "`$(width + base)` is 80 where `base` is 16 and `width` is 64"
    )


def test_expressions_without_names_or_of_shapes_are_not_worded() -> None:
    for one in ("$base", "$(2 * 3)", "$(channels // 2)", "$(base // 0)", "$(", "plain"):
        assert origins().worded(text(one), ()) is None
    assert origins().worded(text(3), ()) is None


def test_the_way_is_told_from_within() -> None:
    assert list(led_here(WAY)) == [
        "in block `stage`, called at line 9",
        "in turn 2 of the repeat at line 4, where `width` is 64",
    ]
    assert list(led_here((Turn(None, 0, {}, None, {}), Call("b", None)))) == ["in block `b`", "in turn 1 of the repeat"]


def test_a_part_stands_where_it_is_asked_for() -> None:
    place = Place(at(3), {"norm": text("batch", 4)}, None, WAY, {"activation": text("relu", 1)})
    assert place.part("norm", BatchNorm, {}) == Place(at(4), {}, None, WAY, {}, Asked("norm", "batch", at(4)))
    by_default = Asked("activation", "relu", at(1))
    assert place.part("activation", Relu, {}) == Place(at(3), {}, None, WAY, {}, by_default)


def test_a_part_has_the_fields_behind_its_word() -> None:
    groups, epsilon, four = text(8, 2), text(1, 6), text(4, 5)
    fields = Mapping({"epsilon": epsilon}, {"epsilon": at(6)}, at(5))
    asked = {"norm": Mapping({"group": fields}, {"group": at(4)}, at(4))}
    defaults: dict[str, Tree] = {"groups": groups, "epsilon": text(2, 2)}
    part = Place(at(3), {**asked}).part("norm", GroupNorm, defaults)
    assert (part.span, part.fields, part.written) == (at(4), {"epsilon": epsilon}, fields)
    assert (part.field("groups"), part.field("epsilon")) == (groups, epsilon)
    bare: dict[str, Tree] = {"norm": Mapping({"group": four}, {"group": at(5)}, at(5))}
    assert Place(at(3), bare).part("norm", GroupNorm, defaults).field("groups") is four
    # What the defaults of a convolution say of its norm is nearer than the defaults of norms.
    part = Place(at(3), {}, defaults=bare).part("norm", GroupNorm, defaults)
    assert (part.span, part.fields, part.field("groups")) == (at(3), {}, four)
