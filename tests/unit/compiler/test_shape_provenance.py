"""What an error says of the tensors that it is about, in networks small enough to follow by eye."""

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic

COPIED = """archspec: 1
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


def fault(text: str) -> Diagnostic:
    (found,) = archspec.check(text).errors
    return found


def labels(text: str) -> list[tuple[int, str]]:
    return [(label.span.line, label.text) for label in fault(text).labels]


def test_channels_come_from_the_layer_that_sets_them() -> None:
    assert labels(f"{COPIED}  - conv: {{filters: 4, size: 1, in_channels: 5}}\n") == [
        (17, "9 channels come from here: 3 + 3 + 3")
    ]


def test_channels_of_a_copy_come_from_its_own_call() -> None:
    for call, line in (("first.b", 11), ("again1.b", 16)):
        assert labels(f"{COPIED}  - conv: {{filters: 4, size: 1, in_channels: 5, from: {call}}}\n") == [
            (4, "3 channels come from here"),
            (line, "`filters` is 3 here"),
        ]


def test_widths_may_come_from_defaults() -> None:
    layers = "layers:\n  - conv: {size: 3}\n  - relu\n  - up_conv: {filters: 1, size: 1, in_channels: 4}\n"
    text = f"archspec: 1\ninput: [8, 8, 3]\ndefaults: {{conv: {{filters: 5}}}}\n{layers}"
    assert labels(text) == [(3, "5 channels come from here")]


def test_sizes_come_from_what_changes_them() -> None:
    window = "  - conv: {filters: 4, size: 9, padding: valid}\n"
    assert labels(COPIED + window) == [(18, "8 × 8 comes from here, out of 16 × 16")]
    assert labels(f"{COPIED}  - from: again1\n{window.replace('9', '17')}") == [(2, "the input is (16, 16, 3)")]


def test_a_step_is_told_without_the_axis_of_steps() -> None:
    steps = "  - time_distributed:\n      - max_pool: 2\n      - conv: {filters: 1, size: 5, padding: valid}\n"
    assert labels(f"archspec: 1\ninput: [5, 8, 8, 3]\nlayers:\n{steps}") == [(5, "4 × 4 comes from here, out of 8 × 8")]


def test_without_a_place_it_is_a_note() -> None:
    window = archspec.Conv(filters=4, size=9, padding="valid")
    (found,) = archspec.check(archspec.Architecture(inputs={"x": (8, 3)}, layers=[window])).errors
    assert found.labels == ()
    assert found.notes[0] == "input `x` is (8, 3)"


@pytest.mark.parametrize(("times", "is_tried"), [(9, True), (2_100, False), (26_000, False)])
def test_a_remedy_is_not_tried_in_a_network_that_is_too_large_for_it(times: int, is_tried: bool) -> None:
    halved = "  - add: [[max_pool: 2], [conv: {filters: 3, size: 3, stride: 2}]]\n"
    text = f"archspec: 1\ninput: [9, 3]\nlayers:\n  - repeat: {{times: {times}, layers: [relu]}}\n{halved}"
    other_input = "give `input` (line 2) multiples of 2: `[8, 3]` or `[10, 3]`"
    assert (other_input in [one.text for one in fault(text).helps]) == is_tried
