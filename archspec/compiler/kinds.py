"""Suggests the kind that was meant by an unknown one."""

import re
from collections.abc import Callable, Collection, Mapping

from pydantic import BaseModel, ValidationError

from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.document import Block
from archspec.language.located import spelled
from archspec.language.spelling import did_you_mean, meant, nearest
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.window import SpatialLayer
from archspec.syntax.edit import respell
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree, plain

ELSEWHERE: Mapping[str, str] = {"Linear": "dense"}
"""Layers of PyTorch whose names look like another kind's, with the kinds that they are here."""

_RANKED = "(.+)([123])[dD]"

COUNTING = frozenset(("axis", "axes", "order"))
"""Fields that count axes, which Keras begins to count with the batch."""


def nothing(kind: str) -> tuple[str, ...]:
    """Says that no fields are written."""
    del kind
    return ()


def nearest_kind(
    kind: str,
    known: Collection[str],
    span: Span | None = None,
    fields_as: Callable[[str], Collection[str] | None] = nothing,
) -> tuple[Help, ...]:
    """Returns the help that names the nearest kind, or says where all of them are listed.

    Args:
        kind: What was written.
        known: The kinds that there are.
        span: Where it is.
        fields_as: Returns which fields are written if a known kind is meant; None if that one cannot be.
    """
    if ours := ELSEWHERE.get(kind):
        return (Help(f"PyTorch's `{kind}` is called `{ours}` here"),)
    if kind[:1].isupper() and (ours := registry.by_keras_name(kind)):
        # A convolution pads by itself here, and not in Keras: which of the two is meant cannot be known.
        alike = registry.family(registry.get(ours)) != "convolution"
        fields = fields_as(ours)
        certain = alike and fields is not None and not COUNTING.intersection(fields)
        edits = respell(span, kind, ours) if certain else ()
        return (Help(f"Keras's `{kind}` is called `{ours}` here", edits),)
    word, blank, rest = kind.partition(" ")
    if blank and registry.split_rank(word)[0] in known:
        return (Help(f"put a colon after the kind: `{word}: {rest.strip()}`"),)
    ranked = re.fullmatch(_RANKED, kind)
    near = meant(ranked[1], known) if ranked else None
    if ranked and near and registry.is_kind(near) and issubclass(registry.get(near), SpatialLayer):
        written = f"{near}{ranked[2]}d"
        alike = kind[:1].islower() or registry.family(registry.get(near)) != "convolution"
        edits = respell(span, kind, written) if alike and fields_as(near) is not None else ()
        return (Help(f"did you mean `{written}`?", edits),)
    if nearest(kind, known):
        return did_you_mean(kind, known, "", span, fits=lambda one: fields_as(one) is not None)
    return (Help("`archspec layers` lists the kinds, `blocks` holds your own"),)


def takes(model: Block | type[BaseModel], fields: Mapping[str, Tree]) -> bool:
    """Returns whether a kind could be written with these fields, misspelt ones among them."""
    if isinstance(model, Block):
        required = [name for name, param in model.params.items() if param.default is None]
        return _are_known(fields, model.params) and all(nearest(one, fields) for one in required)
    known = [spelled(name, field) for name, field in model.model_fields.items()]
    keras = model.keras_names().values() if issubclass(model, Layer) else ()
    if not _are_known(fields, [*known, *keras]):
        return False
    try:
        model.model_validate({name: plain(tree) for name, tree in fields.items()})
    except ValidationError as error:
        details = error.errors(include_url=False)
        unknown = [str(one["loc"][0]) for one in details if one["type"] == "extra_forbidden"]
        for one in details:
            field = str(one["loc"][0]) if one["loc"] else ""
            if one["type"] == "missing" and not (nearest(field, unknown) or unknown):
                return False
            if one["type"] not in ("missing", "extra_forbidden") and not _is_computed(fields.get(field)):
                return False
    return True


def _are_known(fields: Collection[str], known: Collection[str]) -> bool:
    return all(nearest(one, known) for one in fields)


def _is_computed(tree: Tree | None) -> bool:
    """Returns whether an expression is in a value, or a name that may lack its `$`."""
    if isinstance(tree, Scalar):
        return isinstance(tree.value, str)
    items = tree.items if isinstance(tree, Sequence) else tree.entries.values() if isinstance(tree, TreeMapping) else ()
    return any(_is_computed(one) for one in items)
