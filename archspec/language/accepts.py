"""What the keys of a spec accept: descriptions, and JSON schemas where the models leave a value to the compiler."""

import re

from archspec.layers.fields import Accepts, Schema, any_of, ref

NAME_PATTERN = re.compile(r"[A-Za-z0-9_-]{1,64}")
EXPRESSION: Schema = ref("Expression")
NOTES: Schema = {"^x-": {}}
"""Keys that begin with `x-` are the author's own notes, wherever they stand."""


def list_of(item: Schema) -> Schema:
    """Returns the schema of a list."""
    return {"type": "array", "items": item}


def by_name(value: Schema) -> Schema:
    """Returns the schema of a mapping from names."""
    return {"type": "object", "patternProperties": NOTES, "additionalProperties": value}


TEXT: Schema = {"type": "string"}
BARE: Schema = {"type": ["string", "number", "boolean", "null"]}
NAME_SCHEMA: Schema = {"type": "string", "pattern": f"^{NAME_PATTERN.pattern}$"}
_ANY_LIST = any_of({"type": "array"}, EXPRESSION)

NAME = Accepts("a name", schema=NAME_SCHEMA)
NEW_NAME = Accepts("a name of up to 64 letters, digits, `_` and `-`", ("name",), NAME_SCHEMA)
TENSOR = Accepts("the name of a tensor", schema=TEXT)
LIBRARY = Accepts("the name of a library", schema=TEXT)
LIBRARIES = Accepts("a library, or a list of libraries", ("list",), short=TEXT)
SPEC = Accepts("the path of a spec", schema=TEXT)
LAYER = Accepts("the path of a layer", schema=TEXT)
LAYERS = Accepts("a list of layers", ("list",), ref("Layers"))
SIZES = Accepts("a list of sizes", ("sizes", "list"), ref("Shape"))
INPUT = Accepts("a list of sizes, or `{shape, dtype}`", ("sizes", "list"), short=ref("Shape"))
SHAPES = Accepts("shapes by name", schema=by_name(ref("Shape")))
VALUES = Accepts("a list of values", ("list",), _ANY_LIST)
LISTS = Accepts("lists by name", schema=by_name(_ANY_LIST))
CONDITIONS = Accepts("a list of conditions", ("list",), list_of(TEXT))
PARAM = Accepts(
    "a default, or `{default, min, max, choices, help}`",
    short={"type": ["string", "number", "boolean", "null", "array"]},
)
OUTPUTS = Accepts("a name, a list of names, or names by name", schema=any_of(BARE, list_of(BARE), by_name(BARE)))
SHORTCUT = Accepts(
    "`auto`, `identity`, `projection` or a list of layers",
    ("word", "list"),
    any_of({"enum": ["auto", "identity", "projection"]}, ref("Layers"), EXPRESSION),
)


def bound(example: str, *, number: bool = True) -> Accepts:
    """Returns what a key accepts that holds a bound on an amount, or a number.

    Args:
        example: A bound.
        number: Whether the number alone is likely.
    """
    text = f'a number, or a bound such as "{example}"' if number else f'a bound such as "{example}"'
    return Accepts(text, ("number",), any_of(ref("Quantity"), by_name(ref("Quantity")), EXPRESSION))
