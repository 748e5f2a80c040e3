"""Every kind is documented: a title, exactly its fields, and an example that holds."""

from typing import Any, ClassVar, final

import pytest
from pydantic import BaseModel

import archspec
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import COMMON_FIELDS
from archspec.layers.fields import Count
from archspec.layers.manual import FieldPage, attributes, page

KINDS = [*STRUCTURES.values(), *registry.kinds()]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)


@final
class Shuffle(ElementwiseLayer):
    """Mixes the groups: `y = x`.

    The shape
    stays. Source: Zhang and others. ShuffleNet. 2018,
    figure 1.

    A last word.

    Attributes:
        groups: The number of groups,
            which divides the channels.
        from_there: Whether: or not.

    Example:
        ```yaml
        archspec: 1
        ```
    """

    principal: ClassVar[str | None] = "from_there"

    groups: Count
    from_there: Count | None = None


def test_a_page_is_the_docstring() -> None:
    manual = page(Shuffle)
    assert manual.title == "Mixes the groups: `y = x`."
    assert manual.text == "The shape stays.\n\nA last word."
    assert manual.source == "Zhang and others. ShuffleNet. 2018, figure 1."
    assert manual.example == "archspec: 1\n"
    words = "an integer of at least 1"
    assert manual.fields == (
        FieldPage("from_there", "Whether: or not.", words, required=False, default=None, principal=True),
        FieldPage(
            "groups", "The number of groups, which divides the channels.", words, required=True, default=None,
            principal=False,
        ),
    )  # fmt: skip
    assert tuple(one.name for one in manual.common) == COMMON_FIELDS


def test_the_summary_says_what_a_field_takes_once() -> None:
    twice = FieldPage("mode", "`a` or `b`.", "`a` or `b`", required=False, default="a", principal=False)
    assert twice.summary == "`a` or `b`."
    assert twice._replace(accepts="a name").summary == "`a` or `b`. Must be a name."


def test_a_model_without_sections_has_an_empty_page() -> None:
    class Bare(BaseModel):
        """Nothing."""

        x: int = 3

    assert page(Bare) == ("Nothing.", "", "", (FieldPage("x", "", "", False, 3, False),), (), "")


@each_kind
def test_a_kind_documents_exactly_its_fields(kind: Any) -> None:
    assert attributes(kind).keys() == kind.model_fields.keys()


@each_kind
def test_every_field_says_what_it_accepts(kind: Any) -> None:
    assert [one.name for one in page(kind).fields if not one.accepts] == []


@each_kind
def test_a_kind_has_a_title_in_one_sentence(kind: Any) -> None:
    assert page(kind).title.endswith(".")


@each_kind
def test_the_example_shows_the_kind_and_has_no_fault(kind: Any) -> None:
    example = page(kind).example
    assert kind.kind in example
    assert [one for one in archspec.check(example).diagnostics if one.severity != "note"] == []


def test_every_layer_has_a_family() -> None:
    families = {registry.family(kind) for kind in registry.kinds() if kind.__module__.startswith("archspec.")}
    assert {"convolution", "pooling", "normalization", "activation", "core", "merge", "sequence"} <= families
    assert "base" not in families
