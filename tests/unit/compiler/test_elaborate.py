"""What is looked at before the walk."""

import pytest

import archspec


@pytest.mark.parametrize("name", ["name", "from", "when", "dtype", "trainable"])
def test_a_param_of_a_block_cannot_hide_behind_what_every_item_takes(name: str):
    text = f"archspec: 1\ninput: [3]\nblocks:\n  one:\n    params: {{{name}: 1}}\n    layers: [relu]\nlayers: [one]"

    assert [one.kind.name for one in archspec.check(text).diagnostics] == ["reserved-name"]
