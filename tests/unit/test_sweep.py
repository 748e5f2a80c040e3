from pathlib import Path

import pytest

from archspec import Architecture, Dense, Sweep, check_all, limits
from archspec.language.faults import ChoicesLeftOut, NotAccepted, VariantsLeftOut
from archspec.sweep import ORIGINAL, Network
from archspec.tensors.size_faults import MergedChannels
from tests.like import Like

FAMILY = """archspec: 1
params: {depth: 1, units: 4}
variants:
  deep: {depth: 2}
  wide: {units: 9}
input: [5]
layers:
  - repeat: {times: $depth, layers: [dense: {units: 5, activation: relu}]}
  - dense: {units: $units, name: last}
"""


def told(found: Sweep) -> list[tuple[str, str]]:
    """The kind of each finding, and the note that says which networks it concerns."""
    return [(one.kind.name, one.networks.note if one.networks else "") for one in found.diagnostics]


def test_the_default_and_every_variant_are_checked() -> None:
    found = check_all(FAMILY)
    assert found.valid
    assert str(found) == "no problems"
    assert list(found.reports) == [ORIGINAL, Network("deep"), Network("wide")]
    assert found.default is found.report is found.reports[ORIGINAL]
    # 5 · 5 + 5 for a hidden layer, 5 · 4 + 4 for the last one, or 5 · 9 + 9
    params = [one.graph.params() for one in found.reports.values() if one.graph]
    assert params == [30 + 24, 60 + 24, 30 + 54]


def test_a_variant_that_is_named_is_checked_alone(tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text(FAMILY.replace("{depth: 2}", "{depth: -2}"))
    assert not check_all(tmp_path / "net.yaml").valid
    found = check_all(f"{tmp_path}/net.yaml:wide")
    assert found.valid
    assert (found.default, list(found.variants)) == (None, ["wide"])
    assert found.report is found.variants["wide"]
    broken = check_all(f"{tmp_path}/net.yaml:deep")
    assert [one.networks and one.networks.variants for one in broken.errors] == [("deep",)]
    assert told(broken) == [("wrong-value", "")]


def test_an_architecture_and_what_it_takes_from_a_library() -> None:
    network = Architecture(
        input=(8, 8, 3),
        use=["std/double_conv"],
        params={"filters": 4},
        variants={"wide": {"filters": 6}, "none": {"filters": 0}},
        layers=[{"double_conv": "$filters"}, Dense(units=2)],
    )
    found = check_all(network)
    assert {name: one.valid for name, one in found.variants.items()} == {"wide": True, "none": False}
    assert found.default is not None
    assert found.default.valid


def test_what_is_no_spec_and_what_is_a_library() -> None:
    assert not check_all("archspec: 1\nlayers: [\n").valid
    library = check_all("archspec: 1\nblocks: {a: {layers: [relu]}}\n")
    assert library.valid
    assert library.default is not None
    assert library.default.library is library.spec


def test_a_finding_is_told_once_with_the_networks_that_have_it() -> None:
    found = check_all(FAMILY.replace("$units, name", "$(1 / units), name"))
    assert told(found) == [("wrong-value", "")]
    [one] = found.diagnostics
    assert one.networks == (True, ("deep", "wide"), (), "")
    [alone] = found.variants["wide"].diagnostics
    assert alone.networks is None
    assert alone == Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given="0.1111111111111111")


@pytest.mark.parametrize(
    ("params", "deep", "wide", "note"),
    [
        ("units: 0.5", "", "units: 9", "in the default, and in variant `deep`"),
        ("units: 0.5", "units: 9", "units: 9", "only in the default"),
        ("units: 4", "units: 0.5", "units: 1.5", "in variants `deep` and `wide`"),
        ("units: 4", "", "units: 0.5", "in variant `wide`"),
        ("units: {default: 4, choices: [0.5, 4, 1.5]}", "", "", "with `units=0.5` and `units=1.5`"),
        ("units: {default: 4, choices: [0.5, 4]}", "", "units: 0.5", "in variant `wide`"),
        ("units: {default: 4, choices: [0.5, 4, 2.5]}", "", "units: 0.5", "in variant `wide`, and with `units=2.5`"),
        ("units: {default: 0.5, choices: [0.5, 4]}", "units: 4", "units: 4", "only in the default"),
        ("units: ", "units: 4", "units: 0.5", "in variant `wide`"),
        ("units: ", "units: 0.5", "units: 0.5", ""),
    ],
)
def test_which_networks_are_named(params: str, deep: str, wide: str, note: str) -> None:
    spec = f"archspec: 1\nparams: {{{params}}}\nvariants: {{deep: {{{deep}}}, wide: {{{wide}}}}}\ninput: [4]\n"
    assert told(check_all(spec + "layers: [dense: $units]\n")) == [("wrong-value", note)]


def test_the_same_fault_with_other_numbers_is_one() -> None:
    variants = ", ".join(f"w{units}: {{units: {units}}}" for units in (6, 7, 8, 9, 10))
    spec = f"archspec: 1\nparams: {{units: 5}}\nvariants: {{{variants}}}\ninput: [5]\n"
    [one] = check_all(spec + "layers: [dense: $units, add: [input, .]]\n").errors
    assert one == Like(MergedChannels, "`add_1`", first=5, other=6)
    assert one.notes[:4] == (
        "in variants `w6`, `w7`, `w8`, `w9` and `w10`",
        *(f"in variant `w{other}`, `add_1` {MergedChannels(5, other).message()}" for other in (7, 8, 9)),
    )


def test_many_variants_are_counted() -> None:
    variants = ", ".join(f"v{number}: {{units: 0}}" for number in range(30))
    [one] = check_all(
        f"archspec: 1\nparams: {{units: 1}}\nvariants: {{{variants}}}\ninput: [4]\nlayers: [dense: $units]\n"
    ).errors
    assert one.networks is not None
    assert one.networks.variants == tuple(f"v{number}" for number in range(30))
    assert one.notes == ("in variants `v0`, `v1`, `v2`, `v3`, `v4`, `v5`, `v6`, `v7` and 22 more",)


# ---- advice ----------------------------------------------------------------------------------------------------------

ADVISED = """archspec: 1
params: {units: 4, norm: false}
variants:
  normed: {norm: true}
  %s
input: [5]
layers:
  - dense: {units: $units, name: first}
  - batch_norm: {when: $norm}
  - softmax
"""


def test_advice_concerns_the_networks_without_errors() -> None:
    assert told(check_all(ADVISED % "also: {units: 5, norm: true}")) == [
        ("bias-before-norm", "in variants `normed` and `also`")
    ]
    assert told(check_all(ADVISED.replace("norm: false", "norm: true") % "broken: {units: 0}")) == [
        ("bias-before-norm", ""),
        ("wrong-value", "in variant `broken`"),
    ]


def test_what_one_network_leaves_unused_another_may_use() -> None:
    spec = """archspec: 1
params: {aux: false}
variants: {aux: {aux: true}}
input: [5]
layers:
  - dense: {units: 5, name: side}
  - dense: {units: 5, name: main, from: input}
  - add: {branches: [side, .], when: $aux}
"""
    assert told(check_all(spec)) == []
    assert told(check_all(spec.replace("when: $aux", "when: $(aux and 1 > 2)"))) == [("unused-layer", "")]


def test_a_comment_is_used_if_any_network_has_what_it_allows() -> None:
    spec = ADVISED.replace("name: first}", "name: first}  # archspec: allow bias-before-norm: as in the paper")
    assert told(check_all(spec % "wide: {units: 8}")) == []
    unused = spec.replace("normed: {norm: true}", "narrow: {units: 2}") % "wide: {units: 8}"
    assert told(check_all(unused)) == [("unused-allow", "")]
    assert told(check_all(unused, units=3)) == []  # the networks are not those that the comment is for
    broken = check_all(unused.replace("{units: 8}", "{units: 0}"))
    assert told(broken) == [("wrong-value", "in variant `wide`")]


def test_what_is_allowed_by_name() -> None:
    assert told(check_all(ADVISED % "wide: {units: 8}", allow=["bias-before-norm"])) == []
    with pytest.raises(ValueError, match="there is no diagnostic `bias`"):
        check_all(FAMILY, allow="bias")


# ---- params ----------------------------------------------------------------------------------------------------------


def test_what_is_set_holds_in_every_network() -> None:
    found = check_all(FAMILY, units=3)
    assert [one.graph.nodes[-1].shape for one in found.reports.values() if one.graph] == [(3,), (3,), (3,)]
    assert told(check_all(FAMILY, unit=3)) == [("unknown-param", "")]


def test_there_is_no_default_where_params_get_their_values_from_variants() -> None:
    spec = FAMILY.replace("depth: 1,", "depth: ,")
    found = check_all(spec.replace("{units: 9}", "{units: 9, depth: 3}"))
    assert (found.valid, found.default, found.report.graph) == (True, None, None)
    assert told(check_all(spec)) == [("missing-field", "in variant `wide`")]
    assert check_all(spec, depth=1).default is not None
    in_none = check_all(spec.replace("{depth: 2}", "{units: 2}"))
    assert told(in_none) == [("missing-field", "")]
    assert in_none.default is not None


def test_the_place_of_a_value_that_a_variant_lacks_is_the_variant() -> None:
    [one] = check_all(FAMILY.replace("depth: 1,", "depth: ,")).errors
    assert one.span is not None
    assert (one.span.line, one.span.text) == (5, "wide")


CHOICES = """archspec: 1
params:
  size: {default: 3, choices: [1, 3, 5, 7, 9]}
  norm: {default: null, choices: [null, batch, none]}
  units: {default: 2, choices: "$(range(1, 4))"}
input: [8, 8, 3]
layers:
  - conv: {filters: 4, size: $size, padding: valid, norm: $norm}
  - global_pool
  - dense: $units
"""


def test_every_choice_of_a_param_is_checked_with_the_others_at_their_defaults() -> None:
    found = check_all(CHOICES)
    assert list(found.choices) == [
        "size=1", "size=5", "size=7", "size=9", "norm=batch", "norm=none", "units=1", "units=3"
    ]  # fmt: skip
    assert [name for name, one in found.choices.items() if not one.valid] == ["size=9", "norm=none"]
    assert not found.valid
    assert found.default is not None
    assert found.default.valid
    assert [(one.kind.name, one.networks.choices) for one in found.errors if one.networks] == [
        ("window-too-large", ("size=9",)),
        ("wrong-value", ("norm=none",)),
    ]


def test_a_param_that_is_set_is_not_varied() -> None:
    assert list(check_all(CHOICES, size=5, norm=None).choices) == ["units=1", "units=3"]


def test_a_choice_that_is_a_variant_is_not_checked_twice() -> None:
    spec = CHOICES.replace("input:", "variants: {large: {size: 9}, other: {size: 7, units: 1}}\ninput:", 1)
    assert [name for name in check_all(spec).choices if name.startswith("size")] == ["size=1", "size=5", "size=7"]


def test_choices_that_are_no_choices() -> None:
    spec = CHOICES.replace("[1, 3, 5, 7, 9]", "$(1 / 0)").replace('"$(range(1, 4))"', "3")
    assert list(check_all(spec).choices) == ["norm=batch", "norm=none"]


def test_values_are_written_as_they_can_be_set() -> None:
    values = "[a, b c, 'true', '3', 3, 3.5, true, null, [1, x], x-y, 'a: b']"
    spec = f"archspec: 1\nparams: {{v: {{default: 0, choices: {values}}}}}\ninput: [4]\n"
    assert list(check_all(spec + "layers: [dense: {units: 2, name: a$v}]\n").choices) == [
        "v=a", 'v="b c"', 'v="true"', 'v="3"', "v=3", "v=3.5", "v=true", "v=null", 'v=[1, "x"]', "v=x-y", 'v="a: b"'
    ]  # fmt: skip


def test_choices_that_are_too_many_are_told() -> None:
    found = check_all(CHOICES.replace("[1, 3, 5, 7, 9]", '"$(range(1, 60, 2))"').replace("[8, 8, 3]", "[64, 64, 3]"))
    assert len(found.choices) == limits.CHOICES
    [left_out] = [one for one in found.diagnostics if one.kind.name == "choices-left-out"]
    # 29 of sizes, 2 of norms and 1 of units are checked
    assert left_out == Like(ChoicesLeftOut, choices=("units=3",))
    assert left_out.severity == "note"
    assert left_out.span is not None
    assert left_out.span.line == 5


def test_choices_without_a_default_to_change_are_told() -> None:
    spec = CHOICES.replace("default: 2, ", "").replace("input:", "variants: {a: {units: 1}}\ninput:", 1)
    found = check_all(spec.replace("padding: valid", "padding: valid, activation: relu"))
    assert (list(found.reports), found.choices) == ([Network("a")], {})
    [left_out] = found.diagnostics
    assert left_out == (
        Like(
            ChoicesLeftOut,
            choices=("size=1", "size=5", "size=7", "size=9", "norm=batch", "norm=none", "units=2", "units=3"),
        )
    )


# ---- sizes -----------------------------------------------------------------------------------------------------------

SIZES = """archspec: 1
params: {depth: 1}
variants: {deep: {depth: 2}, deeper: {depth: 3}}
input: [H, W, 3]
layers:
  - repeat: {times: $depth, layers: [max_pool: 2]}
  - repeat: {times: $depth, layers: [upsample: 2]}
  - add: [input, .]
"""


def test_at_given_sizes() -> None:
    found = check_all(SIZES).at(H=12)
    assert told(found) == [("invalid-size", "in variant `deeper`")]
    assert {name: one.valid for name, one in found.variants.items()} == {"deep": True, "deeper": False}
    assert found.default is not None
    assert found.default.graph is not None
    assert found.default.graph.nodes[-1].shape[0] == 12
    assert check_all(SIZES).at(H=16, W=8).valid


def test_a_size_that_no_network_has() -> None:
    with pytest.raises(ValueError, match="the network has no open size `D`; its open sizes are `H`, `W`"):
        check_all(SIZES).at(H=4, D=4)


# ---- bounds ----------------------------------------------------------------------------------------------------------


def test_all_networks_together_may_cost_as_much_as_one() -> None:
    variants = ", ".join(f"v{number}: {{times: 2}}" for number in range(5))
    found = check_all(
        f"archspec: 1\nparams: {{times: 0}}\nvariants: {{{variants}}}\ninput: [4]\nlayers:\n  - relu\n"
        "  - repeat: {times: $times, layers: [relu: {when: $(sum(range(90000)) < 0)}]}\n"
    )
    # In each turn 90,000 numbers are made, and looked at; together this may be 1,000,000 times.
    assert list(found.variants) == ["v0", "v1", "v2"]
    [left_out] = found.diagnostics
    assert left_out == Like(VariantsLeftOut, variants=("v3", "v4"))
