"""Edits: each form in which an item can be written, and what it becomes."""

from collections.abc import Callable

import pytest

Edited = Callable[[str], str]

LSTM = """
input: [10, 4]
layers:
  - {first}
  - lstm: 8
"""


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("lstm: 16", "lstm: {units: 16, return_sequences: true}"),
        ("lstm: {units: 16}", "lstm: {units: 16, return_sequences: true}"),
        ("lstm: {units: 16, return_sequences: false}", "lstm: {units: 16, return_sequences: true}"),
        ("lstm: {units: 16}  # the first", "lstm: {units: 16, return_sequences: true}  # the first"),
        ("lstm: $(2 * 8)  # the first", "lstm: {units: $(2 * 8), return_sequences: true}  # the first"),
        ("lstm:\n      units: 16", "lstm:\n      return_sequences: true\n      units: 16"),
        ("lstm:\n      {units: 16}", "lstm:\n      {units: 16, return_sequences: true}"),
        ("lstm: {\n      units: 16}", "lstm: {\n      units: 16, return_sequences: true}"),
    ],
)
def test_a_field_of_a_layer(edited: Edited, written: str, becomes: str) -> None:
    assert edited(LSTM.replace("{first}", written)) == LSTM.replace("{first}", becomes).lstrip("\n")


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("- multiply: [a, .]", "- multiply: {branches: [a, .], broadcast: true}"),
        ("- multiply: {branches: [a, .]}", "- multiply: {branches: [a, .], broadcast: true}"),
        ("- multiply:\n      branches:\n        - a\n        - .",
         "- multiply:\n      broadcast: true\n      branches:\n        - a\n        - ."),
    ],
)  # fmt: skip
def test_a_field_of_a_merge(edited: Edited, written: str, becomes: str) -> None:
    spec = "input: [8, 8, 4]\nlayers:\n  - relu: {name: a}\n  - global_pool: {keep_dims: true}\n  WRITTEN\n"
    assert edited(spec.replace("WRITTEN", written)) == spec.replace("WRITTEN", becomes)


def test_a_bare_word(edited: Edited) -> None:
    spec = "input: [8, 8, 4]\nlayers:\n  - relu: {name: a}\n  - global_pool\n  - multiply: [a, .]\n"
    assert edited(spec) == (
        "input: [8, 8, 4]\nlayers:\n  - relu: {name: a}\n  - global_pool: {keep_dims: true}\n"
        "  - multiply: {branches: [a, .], broadcast: true}\n"
    )


@pytest.mark.parametrize(
    "item",
    [
        "lstm: {units: 16,}",
        "lstm: {\n      units: 16,\n    }",
        "lstm: &u 16",
    ],
)
def test_what_is_not_certain_is_left_to_people(helps: Callable[[str], list[str]], item: str) -> None:
    import archspec

    spec = "archspec: 1\n" + LSTM.replace("{first}", item).lstrip("\n")
    assert helps(LSTM.replace("{first}", item)) == ["give `lstm_1` (line 4) `return_sequences: true`"]
    assert archspec.check(spec).diagnostics[0].helps[0].edits == ()


def test_a_list_in_block_style_gets_no_braces() -> None:
    import archspec

    spec = (
        "archspec: 1\ninput: [8, 8, 4]\nlayers:\n  - relu: {name: a}\n  - global_pool: {keep_dims: true}\n"
        "  - multiply:\n      - a\n      - .\n"
    )
    assert archspec.check(spec).diagnostics[0].helps[0].edits == ()
