"""One fault is told once: nothing that only follows from it is.

Random specs into which one fault has been put, each with expectations, outputs and a last layer that depend on what is
faulty. Keras is not asked.
"""

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic
from tests.fuzz.generate import generate
from tests.fuzz.spec import fault_of

SEED = 4
SPECS = 120
EXPECTED = "expect: {params: 1, trainable_params: 1, sizes: [H == 1], outputs: {nowhere: [1]}}\n"


def faulty() -> list[str]:
    texts = (generate(SEED, number).text for number in range(SPECS))
    return [text for text in texts if fault_of(text) is not None]


@pytest.fixture(scope="module")
def findings() -> list[tuple[str, tuple[Diagnostic, ...]]]:
    return [(text, archspec.check(text + EXPECTED).diagnostics) for text in faulty()]


def test_there_are_enough_of_them(findings: list[tuple[str, tuple[Diagnostic, ...]]]) -> None:
    assert len(findings) > 40
    assert len({fault_of(text)[0] for text, _ in findings}) > 10  # pyright: ignore[reportOptionalSubscript] - all are faulty


def test_one_fault_is_one_finding(findings: list[tuple[str, tuple[Diagnostic, ...]]]) -> None:
    several = [(text, [one.message for one in found]) for text, found in findings if len(found) != 1]
    assert not several, several[0]


def test_every_shape_fault_has_a_layer_a_place_and_a_help(
    findings: list[tuple[str, tuple[Diagnostic, ...]]],
) -> None:
    about_shapes = [one for _, (one,) in findings if one.layer is not None]
    assert len(about_shapes) > 30
    assert [one.message for one in about_shapes if one.span is None or not one.helps] == []
