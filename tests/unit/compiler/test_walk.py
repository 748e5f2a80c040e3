"""What only follows from a fault is not told."""

import pytest

from archspec.pipeline import check

SPEC = """
archspec: 1
input: [8, 3]
blocks:
  pair:
    params: {units: }
    layers:
      - dense: {units: $units, name: first}
layers:
  - {item}
  - relu: {{from: {name}}}
"""


@pytest.mark.parametrize(
    ("item", "name", "finding"),
    [
        ("dense: {units: $nothing, name: lost}", "lost", "UnknownParam"),
        ("dense: {bias: false, name: lost}", "lost", "MissingField"),
        ("dence: {units: 3, name: lost}", "lost", "UnknownKind"),
        ("dense: {units: 3, when: $(1 + 1), name: lost}", "lost", "WrongValue"),
        ("pair: {name: lost}", "lost", "MissingField"),
        ("pair: {name: lost}", "lost.first", "MissingField"),
    ],
)
def test_the_name_of_a_faulty_item_is_known_for_lost(item: str, name: str, finding: str) -> None:
    spec = SPEC.replace("{item}", item).replace("{{from: {name}}}", f"{{from: {name}}}")
    assert [one.kind.__name__ for one in check(spec).errors] == [finding]


def test_a_name_that_nobody_gave_is_told_beside_another_fault() -> None:
    spec = SPEC.replace("{item}", "dense: {name: lost}").replace("{{from: {name}}}", "{from: other}")
    assert [one.kind.__name__ for one in check(spec).errors] == ["MissingField", "UnknownName"]
