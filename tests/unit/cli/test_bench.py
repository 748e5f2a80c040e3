"""What `archspec bench` refuses before it asks Keras; what it measures is tested with Keras."""

from pathlib import Path

import pytest

OPEN = "archspec: 1\ninput: [H, W, 3]\nlayers: [conv: {filters: 2, size: 3}]\n"


@pytest.mark.parametrize("option", ["batch", "repeats"])
def test_numbers_that_make_no_sense(archspec, option: str) -> None:
    done = archspec("bench", "good.yaml", f"--{option}", "0")
    assert done == (2, "", f"archspec: `--{option}` must be at least 1, not 0\n")


def test_a_faulty_spec_is_not_measured(archspec) -> None:
    done = archspec("bench", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith("error[unknown-kind]")


def test_sizes_must_be_known(archspec) -> None:
    Path("open.yaml").write_text(OPEN)
    assert archspec("bench", "open.yaml", "--at", "H=8") == (2, "", "archspec: set the open sizes: `--at W=…`\n")


@pytest.mark.parametrize("function", ["module", "module:", ":function"])
def test_a_function_is_named_with_its_module(archspec, function: str) -> None:
    done = archspec("bench", "good.yaml", "--vs", function)
    assert done == (2, "", f"archspec: `--vs {function}` is not of the form `--vs module:function`\n")
