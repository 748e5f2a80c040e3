"""The manual page of a kind, read from its docstring: what it computes, its fields, an example.

Used by `archspec layers`, the JSON schema and the editor.
"""

import inspect
import re
from textwrap import dedent
from typing import Any, NamedTuple

from pydantic import BaseModel

from archspec.layers.fields import accepted, spelled

_SECTION = re.compile(r"^(Attributes|Example):\n", re.MULTILINE)
_ATTRIBUTE = re.compile(r"^(\w+): (.+(?:\n .+)*)", re.MULTILINE)
_SOURCE = re.compile(r"\s*\bSource:\s+(.+?)(?=\n\n|\Z)", re.DOTALL)
_FENCED = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


class FieldPage(NamedTuple):
    """What there is to know about a field.

    Attributes:
        name: Its name, as a spec writes it.
        text: What it means.
        accepts: What it takes, in words that follow "must be"; empty if nothing is said.
        required: Whether it must be given.
        default: Its value unless it is given.
        principal: Whether a bare value sets it.
    """

    name: str
    text: str
    accepts: str
    required: bool
    default: Any
    principal: bool

    @property
    def summary(self) -> str:
        """What it means and what it takes."""
        return self.text if not self.accepts or self.accepts in self.text else f"{self.text} Must be {self.accepts}."


class Page(NamedTuple):
    """What there is to know about a kind. A part that the docstring lacks is empty.

    Attributes:
        title: What it computes, in a sentence.
        text: The rest, in paragraphs: formulas, the shape of the output.
        source: Where it comes from.
        fields: Its fields, the principal one first, those that every item takes left out.
        common: The fields that every item takes.
        example: A spec that uses it.
    """

    title: str
    text: str
    source: str
    fields: tuple[FieldPage, ...]
    common: tuple[FieldPage, ...]
    example: str


def page(kind: type[BaseModel]) -> Page:
    """Returns the manual page of a kind of layer, of a structure kind, or of any model that documents its fields."""
    sections = sections_of(kind)
    title, _, text = sections["text"].partition("\n\n")
    source = _SOURCE.search(text)
    example = _FENCED.search(sections.get("Example", ""))
    texts = attributes(kind)
    order = {**{name: index for index, name in enumerate(texts)}, getattr(kind, "principal", None): -1}
    names = sorted(kind.model_fields, key=lambda name: order.get(name, len(texts)))
    shared = _shared(kind)
    return Page(
        _one_line(title),
        "\n\n".join(_one_line(paragraph) for paragraph in _SOURCE.sub("", text).split("\n\n")).strip(),
        _one_line(source[1]) if source else "",
        tuple(_field_page(kind, name, texts.get(name, "")) for name in names if name not in shared),
        tuple(_field_page(kind, name, texts.get(name, "")) for name in names if name in shared),
        example[1] if example else "",
    )


def sections_of(model: type[BaseModel]) -> dict[str, str]:
    """Returns the parts of a class's own docstring by heading; what is before the first heading is `text`."""
    text, *rest = _SECTION.split(inspect.cleandoc(model.__doc__ or ""))
    bodies = {heading: dedent(body) for heading, body in zip(rest[::2], rest[1::2], strict=True)}
    return {"text": text.strip(), **bodies}


def attributes(model: type[BaseModel]) -> dict[str, str]:
    """Returns what the docstrings of a class and of its bases say about its fields, the class's own first."""
    found: dict[str, str] = {}
    for base in model.__mro__:
        if issubclass(base, BaseModel) and base is not BaseModel:
            for name, text in _ATTRIBUTE.findall(sections_of(base).get("Attributes", "")):
                found.setdefault(name, _one_line(text))
    return found


def _shared(kind: type[BaseModel]) -> set[str]:
    """Returns the fields that a kind has of the root of its family: `Layer`, `Structure`; a root has all for itself."""
    models = [base for base in kind.__mro__ if hasattr(base, "principal") and issubclass(base, BaseModel)]
    return set(models[-1].model_fields) if models and models[-1] is not kind else set()


def _field_page(kind: type[BaseModel], name: str, text: str) -> FieldPage:
    field = kind.model_fields[name]
    default = None if field.is_required() else field.get_default(call_default_factory=True, validated_data={})
    # A merge is made without its branches: those are tensors by then.
    required = field.is_required() or name == "branches"
    return FieldPage(
        spelled(name, field),
        text,
        str(accepted(kind, name) or ""),
        required,
        default,
        getattr(kind, "principal", None) == name,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
