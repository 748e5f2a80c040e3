import pytest

import archspec


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"relu": None}, "`layers` must be a list, not a mapping"),
        ({}, "`layers` must be a list, not an empty mapping"),
        ("relu", '`layers` must be a list, not "relu"'),
        (3, "`layers` must be a list, not 3"),
        (None, "`layers` is empty"),
        ([], "`layers` is an empty list"),
    ],
)
def test_what_is_no_list_of_layers(value: object, message: str) -> None:
    network = archspec.Architecture(inputs={"x": (8,)}, layers=value)
    assert [one.message for one in archspec.check(network).errors] == [message]


@pytest.mark.parametrize("item", ["group: {layers: []}", "repeat: {times: 2, layers: []}", "residual: []"])
def test_structures_of_nothing(item: str) -> None:
    report = archspec.check(f"archspec: 1\ninput: [8]\nlayers:\n  - {item}\n  - dense: 2\n")
    assert [one.message for one in report.errors] == ["`layers` is an empty list"]


@pytest.mark.parametrize("item", ["add: [., []]", "residual: {layers: [dense: 8], shortcut: []}", "none"])
def test_the_identity(item: str) -> None:
    text = f"archspec: 1\ninput: [8]\nblocks: {{none: {{layers: []}}}}\nlayers:\n  - {item}\n  - dense: 2\n"
    assert archspec.check(text).valid
