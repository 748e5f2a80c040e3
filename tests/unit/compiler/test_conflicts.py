import archspec
from archspec.diagnostics.diagnostic import Diagnostic


def only(text: str) -> Diagnostic:
    found = archspec.check(text).diagnostics
    assert len(found) == 1, [one.message for one in found]
    return found[0]


def places(finding: Diagnostic) -> list[tuple[int, str]]:
    return [(label.span.line, label.text) for label in finding.labels]


def test_both_ends_are_shown_where_their_channels_come_from() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [8, 8, 3]\n"
        "layers:\n"
        "  - conv: {filters: 4, size: 3, name: a}\n"
        "  - relu\n"
        "  - max_pool: {size: 3, stride: 1, padding: same, name: left}\n"
        "  - conv: {filters: 6, size: 3, from: a}\n"
        "  - dropout: 0.5\n"
        "  - add: [left, .]\n"
    )
    assert (finding.layer, finding.label) == ("add_1", "`left` is (8, 8, 4), `.` is (8, 8, 6)")
    assert places(finding) == [(4, "4 channels come from here"), (7, "6 channels come from here")]
    assert [one.text for one in finding.helps] == [
        "project branch 1 to 6 channels: `{from: left, layers: [conv: {filters: 6, size: 1}]}` in place of `left`",
        "or make `a` (line 4) 6 wide: `filters: 6` at line 4",
    ]


def test_sizes_come_from_what_changed_them_and_the_way_is_told() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [25, 25, 3]\n"
        "layers:\n"
        "  - conv: {filters: 4, size: 3, name: enc}\n"
        "  - max_pool\n"
        "  - conv: {filters: 4, size: 3}\n"
        "  - up_conv: {filters: 4, size: 2}\n"
        "  - concat: [enc, .]\n"
    )
    assert places(finding) == [(2, "the input is (25, 25, 3)"), (7, "24 × 24 comes from here, out of 12 × 12")]
    assert finding.notes == (
        "(24, 24, 4) was 25 × 25 at first, and then 12 × 12 after `max_pool_1`, 24 × 24 after `up_conv_1`",
    )
    assert finding.helps[0].text == ("give `input` (line 2) multiples of 2: `[24, 24, 3]` or `[26, 26, 3]`")


def test_the_crop_that_is_advised_fits() -> None:
    assert archspec.check(
        "archspec: 1\ninput: [25, 25, 4]\nlayers:\n  - max_pool\n  - upsample\n"
        "  - concat: [{from: input, layers: [crop: {cropping: [[0, 1], [0, 1]]}]}, .]\n"
    ).valid


def test_the_calls_that_led_there_are_told_innermost_first() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [8, 8, 3]\n"
        "blocks:\n"
        "  inner: {layers: [conv: {filters: 4, size: 9, padding: valid}]}\n"
        "  outer:\n"
        "    layers:\n"
        "      - inner\n"
        "layers:\n"
        "  - outer\n"
    )
    assert finding.layer == "outer_1.inner_1.conv_1"
    assert finding.notes == ("in block `inner`, called at line 7", "in block `outer`, called at line 9")


def test_a_part_of_a_layer_is_blamed_at_the_field_that_asks_for_it() -> None:
    text = "archspec: 1\ninput: [8, 8, 3]\nlayers:\n  - conv: {filters: 6, size: 3, norm: group}\n"
    finding = only(text)
    assert finding.layer == "conv_1.norm"
    assert finding.span is not None
    assert text.splitlines()[3][finding.span.column - 1 : finding.span.end_column - 1] == "group"


def test_faults_of_fields_alone_show_no_tensors() -> None:
    finding = only("archspec: 1\ninput: [8, 8, 3]\nlayers: [conv: {filters: 4, size: 3, stride: 2, dilation: 2}]\n")
    assert (finding.label, finding.labels) == ("", ())


def test_a_merge_of_many_branches_names_those_that_clash() -> None:
    finding = only("archspec: 1\ninput: [8, 4]\nlayers:\n  - add: [., input, [conv: {filters: 5, size: 1}]]\n")
    assert finding.label == "`.` is (8, 4), branch 3 is (8, 5)"


def test_the_turn_of_a_repeat_is_told() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [8, 8, 3]\n"
        "layers:\n"
        "  - repeat:\n"
        "      each: {size: [3, 5, 9], filters: [4, 4, 4]}\n"
        "      layers:\n"
        "        - conv: {filters: $filters, size: $size, padding: valid}\n"
    )
    assert finding.layer == "conv_3"
    assert finding.notes == ("in turn 3 of the repeat at line 4, where `size` is 9 and `filters` is 4",)
    assert places(finding) == [(7, "2 × 2 comes from here, out of 6 × 6"), (5, "`size` is 9 here")]


def test_a_shortcut_by_hand_is_called_by_its_field() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [8, 8, 3]\n"
        "layers:\n"
        "  - residual:\n"
        "      layers: [conv: {filters: 4, size: 3}]\n"
        "      shortcut: [conv: {filters: 5, size: 1}]\n"
    )
    assert (finding.layer, finding.label) == ("residual_1.add", "`layers` is (8, 8, 4), `shortcut` is (8, 8, 5)")
    assert finding.helps[0].text == (
        "project `layers` to 5 channels: `conv: {filters: 5, size: 1}` at the end of `layers`"
    )


def test_a_size_that_a_vector_lay_between() -> None:
    finding = only(
        "archspec: 1\n"
        "input: [6, 3]\n"
        "layers:\n"
        "  - max_pool: 4\n"
        "  - flatten\n"
        "  - reshape: [1, 3]\n"
        "  - upsample: 4\n"
        "  - concat: [input, .]\n"
    )
    steps = "1 after `max_pool_1`, a vector after `flatten_1`, 1 after `reshape_1`, 4 after `upsample_1`"
    assert finding.notes == (f"(4, 3) was 6 at first, and then {steps}",)
