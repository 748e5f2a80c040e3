import pytest

import archspec
from archspec.compiler.item_faults import NoLayers
from archspec.language.faults import NotAccepted
from tests.like import Like


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"relu": None}, Like(NotAccepted, what="`layers`", accepts="a list", given="a mapping")),
        ({}, Like(NotAccepted, what="`layers`", accepts="a list", given="an empty mapping")),
        ("relu", Like(NotAccepted, what="`layers`", accepts="a list", given='"relu"')),
        (3, Like(NotAccepted, what="`layers`", accepts="a list", given="3")),
        (None, Like(NoLayers, is_list=False)),
        ([], Like(NoLayers, is_list=True)),
    ],
)
def test_what_is_no_list_of_layers(value: object, expected: Like) -> None:
    network = archspec.Architecture(inputs={"x": (8,)}, layers=value)
    assert list(archspec.check(network).errors) == [expected]


@pytest.mark.parametrize("item", ["group: {layers: []}", "repeat: {times: 2, layers: []}", "residual: []"])
def test_structures_of_nothing(item: str) -> None:
    report = archspec.check(f"archspec: 1\ninput: [8]\nlayers:\n  - {item}\n  - dense: 2\n")
    assert list(report.errors) == [Like(NoLayers, is_list=True)]


@pytest.mark.parametrize("item", ["add: [., []]", "residual: {layers: [dense: 8], shortcut: []}", "none"])
def test_the_identity(item: str) -> None:
    text = f"archspec: 1\ninput: [8]\nblocks: {{none: {{layers: []}}}}\nlayers:\n  - {item}\n  - dense: 2\n"
    assert archspec.check(text).valid
