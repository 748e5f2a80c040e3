"""The JSON Schema (draft-07) of specs, for completion and documentation in editors.

It is generated: kinds come from the registry, keys from the models, descriptions from the docstrings, and a type that
has a name in `layers/fields.py` is a definition of that name. What the models leave to the compiler (`Raw`) is
described by what it accepts (`language/accepts.py`).

NOTE: Why does the schema allow any kind in an item, and a missing field? It does not know the blocks of the file, or
the fields that its `defaults` set, and it must not mark a correct spec as wrong. So unknown kinds are errors only if
the file has no blocks, and missing fields only if it has no defaults; `archspec check` knows all of it.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

from archspec import limits
from archspec.language import accepts
from archspec.language.accepts import EXPRESSION, NOTES, by_name, list_of
from archspec.language.document import Architecture
from archspec.language.located import Located
from archspec.language.quantities import UNITS
from archspec.language.structure import STRUCTURES, Structure
from archspec.layers import fields, registry
from archspec.layers.base import Layer
from archspec.layers.fields import Accepts, Schema, any_of, ref
from archspec.layers.manual import FieldPage, page
from archspec.layers.window import SpatialLayer
from archspec.layers.words import ACTIVATIONS, NORMS, OF_ITEMS, Words

Kind = type[Layer] | type[Structure]

EXPRESSION_PATTERN = r"\$"

COMMON: dict[str, Schema] = {
    "name": any_of(accepts.NAME_SCHEMA, EXPRESSION),
    "from": {"type": "string"},
    "when": any_of({"type": "boolean"}, EXPRESSION),
    "dtype": any_of({"enum": list(fields.DTYPE_NAMES)}, EXPRESSION),
    "trainable": any_of({"type": "boolean"}, EXPRESSION),
}
"""The fields that every item takes; the walk reads them before it knows the kind."""


@cache
def named_types() -> dict[Accepts, tuple[str, Schema]]:
    """Returns the types of `layers/fields.py`, with their names, by what they accept."""
    return {
        item: (name, TypeAdapter(annotated).json_schema())
        for name, annotated in vars(fields).items()
        for item in getattr(annotated, "__metadata__", ())
        if isinstance(item, Accepts)
    }


def schema() -> Schema:
    """Returns the JSON Schema of a spec."""
    return _Writer().whole()


class _Writer:
    """Writes the schema.

    Attributes:
        definitions: The definitions so far.
    """

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def whole(self) -> Schema:
        """Returns the schema of a spec, all definitions in it."""
        kinds: list[Kind] = [*STRUCTURES.values(), *registry.kinds()]
        self._define_values()
        for kind in kinds:
            self._define_kind(kind)
        self._define_items(kinds)
        spec = self._model(Architecture)
        own = spec["properties"]["defaults"]
        own["properties"] = {kind.kind: ref(f"{kind.kind}.fields") for kind in kinds}
        own["additionalProperties"] = False
        # A file may leave them out, but not write `null`.
        layers = spec["properties"]["layers"]
        spec["properties"]["layers"] = {"description": layers["description"], **ref("Layers")}
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "archspec specification",
            **spec,
            "required": ["archspec", *spec.get("required", ())],
            "allOf": [
                _unless(("blocks", "extends"), {"required": ["layers"]}),
                _unless(("blocks", "use", "extends"), {"properties": {"layers": ref("KnownKinds")}}),
                _unless(
                    ("defaults", "extends"),
                    {
                        "properties": {
                            "layers": ref("Complete"),
                            "blocks": by_name({"properties": {"layers": ref("Complete")}}),
                        }
                    },
                ),
            ],
            "definitions": dict(sorted(self.definitions.items())),
        }

    # ---- kinds and items -----------------------------------------------------------------------------------------

    def _define_kind(self, kind: Kind) -> None:
        """Defines what may be after a kind: its fields, a bare value for the principal one, or nothing."""
        manual = page(kind)
        written = self._properties(kind)
        properties = {one.name: _described(one, written[one.name]) for one in manual.fields}
        for one in manual.common:
            self.definitions[f"any.{one.name}"] = {"description": one.text, **COMMON[one.name]}
            properties[one.name] = ref(f"any.{one.name}")
        words = kind.words.get(kind.principal or "") if issubclass(kind, Layer) else None
        self.definitions[f"{kind.kind}.fields"] = _closed({**properties, **(_behind_words(words) if words else {})})
        bare = [_options(written[one.name]) for one in manual.fields if one.principal]
        self.definitions[kind.kind] = {
            "description": f"{manual.title}\n\n{manual.text}".strip(),
            **_union(*(bare[0] if bare else ()), {"type": "null"}, ref(f"{kind.kind}.fields")),
        }

    def _define_words(self, name: str, words: Words) -> None:
        """Defines what a field takes that asks for a layer by a word: the word, or the word with its fields."""
        alone = [word for word in words.kinds if not any(one.required for one in page(words.kind(word)).fields)]
        with_fields = {**_closed(_behind_words(words)), "minProperties": 1}
        self.definitions[name] = any_of({"enum": alone}, with_fields, EXPRESSION)

    def _define_items(self, kinds: list[Kind]) -> None:
        """Defines the items of `layers`, and what must hold of them where a file has no blocks or no defaults."""
        ranked = {f"^{_spelt(kind, needed=True)}$": ref(kind.kind) for kind in kinds if issubclass(kind, SpatialLayer)}
        self.definitions["Item"] = {
            "type": ["object", "string"],
            "properties": {kind.kind: ref(kind.kind) for kind in kinds},
            "patternProperties": {**ranked, **NOTES},
            "additionalProperties": {"description": "A block: its params by name, or a bare value for the first one."},
            "minProperties": 1,
            "if": {"propertyNames": {"not": {"pattern": "^x-"}}},
            "then": {"maxProperties": 1},
        }
        self.definitions["Layers"] = list_of(ref("Item"))
        self.definitions["Branches"] = any_of(list_of(ref("Branch")), EXPRESSION)
        self.definitions["Branch"] = any_of(
            {"type": "string", "description": "`.`, the current tensor, or the name of another."},
            ref("Layers"),
            {**_closed({"from": {"type": "string"}, "layers": ref("Layers")}), "required": ["from"]},
        )
        kind_name = {
            "pattern": rf"^({'|'.join(map(_spelt, kinds))})$|^x-|\$",
            "patternErrorMessage": "there is no such kind; `archspec layers` lists them",
        }
        self._define_throughout("KnownKinds", {**kind_name, "propertyNames": kind_name}, kinds)
        needs = {kind: [one.name for one in page(kind).fields if one.required] for kind in kinds if not _is_word(kind)}
        complete = {
            "not": {"enum": [kind.kind for kind, needed in needs.items() if needed]},
            "patternProperties": {
                f"^{_spelt(kind)}$": {"required": needed}
                if needed == [kind.principal]
                else {"type": "object", "required": needed}
                for kind, needed in needs.items()
                if needed
            },
        }
        self._define_throughout("Complete", complete, kinds)

    def _define_throughout(self, name: str, condition: Schema, kinds: Iterable[Kind]) -> None:
        """Defines lists of layers of which every item, however deep, meets a condition.

        Kinds stand there as patterns, for an editor would complete `properties` a second time.
        """
        item, branch = f"{name}.item", f"{name}.branch"
        inside: dict[str, Schema] = {}
        for kind in kinds:
            properties: dict[str, Schema] = self.definitions[f"{kind.kind}.fields"]["properties"]
            lists = [field for field, schema in properties.items() if ref("Layers") in _options_in(schema)]
            if ref("Branches") in self.definitions[kind.kind]["anyOf"]:
                branches = {"items": ref(branch)}
                inside[f"^{kind.kind}$"] = {**branches, "patternProperties": {"^branches$": branches}}
            elif lists:
                fields_inside = {f"^{field}$": ref(name) for field in lists}
                inside[f"^{kind.kind}$"] = {"items": ref(item), "patternProperties": fields_inside}
        self.definitions[name] = {"items": ref(item)}
        self.definitions[item] = {"allOf": [condition, {"patternProperties": inside}]}
        self.definitions[branch] = {"items": ref(item), "patternProperties": {"^layers$": ref(name)}}

    # ---- values --------------------------------------------------------------------------------------------------

    def _define_values(self) -> None:
        self._define_words("Norm", NORMS)
        self._define_words("Activation", ACTIVATIONS)
        self.definitions["Asked"] = {"properties": dict.fromkeys(OF_ITEMS, False)}
        units = "|".join(unit for unit in UNITS if unit)
        self.definitions["Expression"] = {
            "type": "string",
            "pattern": EXPRESSION_PATTERN,
            "description": "An expression: `$name` or `$(...)`.",
        }
        self.definitions["Shape"] = list_of(
            any_of(
                {"type": "integer", "minimum": 1, "maximum": limits.SIZE},
                {"type": "string", "description": "An open size by name, or an expression."},
                {"type": "null"},
            )
        ) | {"minItems": 1, "description": "Spatial axes first, channels last, without the batch axis."}
        self.definitions["Quantity"] = any_of(
            {"type": "integer", "minimum": 0},
            {"type": "string", "pattern": rf"^\s*(<=|>=|<|>|==)?\s*\d[\d_]*(\.\d+)?\s*({units})?\s*$"},
        )

    def _model(self, model: type[BaseModel]) -> Schema:
        """Returns the schema of a mapping with the keys of a model, whose values are not evaluated."""
        properties = self._properties(model, evaluated=False)
        manual = page(model)
        required = [one.name for one in manual.fields if one.required]
        return {
            "description": manual.title,
            **_closed({one.name: {"description": one.text, **properties[one.name]} for one in manual.fields}),
            **({"required": required} if required else {}),
        }

    def _properties(self, model: type[BaseModel], *, evaluated: bool = True) -> dict[str, Schema]:
        """Returns the schemas of a model's fields; the models that they name become definitions."""
        written = model.model_json_schema(ref_template="#/definitions/{model}")
        models = {one.__name__: one for one in Located.__subclasses__()}
        for name, definition in written.get("$defs", {}).items():
            if name not in self.definitions:
                self.definitions[name] = {}  # while it is being written it may name itself
                inner = models.get(name)
                self.definitions[name] = self._model(inner) if inner else self._value(definition, evaluated=evaluated)
        return {name: self._value(one, evaluated=evaluated) for name, one in written.get("properties", {}).items()}

    def _value(self, node: Schema, *, evaluated: bool = True) -> Schema:
        """Returns the schema of a value, in our definitions, out of what Pydantic writes for its type.

        Args:
            node: What Pydantic writes.
            evaluated: Whether an expression may be in the value's place.
        """
        taken: Accepts | None = node.get("accepts")
        written = {key: value for key, value in node.items() if key not in ("title", "default", "description")}
        if taken and taken.schema is not None:
            return taken.schema
        if evaluated and taken is not None and taken in named_types():
            name, named = named_types()[taken]
            if written in (named, {"accepts": taken}):
                if name not in self.definitions:
                    self.definitions[name] = {"title": name, **self._rewritten(named, evaluated=True)}
                return ref(name)
        if taken and taken.short is not None:
            return _union(taken.short, self._rewritten(written, evaluated=evaluated))
        return self._rewritten(written, evaluated=evaluated)

    def _rewritten(self, node: Schema, *, evaluated: bool) -> Schema:
        def value(one: Any) -> Any:
            return self._value(cast("Schema", one), evaluated=evaluated) if isinstance(one, dict) else one

        rest = {key: one for key, one in node.items() if key not in ("accepts", "anyOf", "prefixItems")}
        for key in ("items", "additionalProperties", "propertyNames"):
            if key in rest:
                rest[key] = value(rest[key])
        if "properties" in rest:
            rest["properties"] = {name: value(one) for name, one in rest["properties"].items()}
        if "prefixItems" in node:
            rest["items"] = [value(one) for one in node["prefixItems"]]
        if rest.get("type") == "object" and not evaluated:
            rest["patternProperties"] = NOTES
        if evaluated and "enum" not in rest and rest.get("type", "string") not in ("string", "null"):
            rest |= {"type": [rest["type"], "string"], "pattern": EXPRESSION_PATTERN}
            rest |= {"patternErrorMessage": f"must be {node['accepts']}"} if "accepts" in node else {}
        options = [*map(value, node.get("anyOf", ())), *([rest] if rest or "anyOf" not in node else [])]
        if {} in options:
            return {}
        if evaluated and node != {"type": "null"} and not any(map(_admits_expression, options)):
            options.append(EXPRESSION)
        return _union(*options)


def _behind_words(words: Words) -> dict[str, Schema]:
    """Returns what may be behind each of several words: what is behind the kind, but for what is an item's."""
    return {word: {"allOf": [ref(kind), ref("Asked")]} for word, kind in words.kinds.items()}


def _is_word(kind: Kind) -> bool:
    """Returns whether a word with its fields may be in place of the principal field of a kind."""
    return issubclass(kind, Layer) and kind.principal in kind.words


def _admits_expression(schema: Schema) -> bool:
    """Returns whether a schema admits an expression by itself: a definition, or what may be text."""
    return any("$ref" in one or ("enum" not in one and "string" in one.get("type", ())) for one in _options(schema))


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "patternProperties": NOTES, "additionalProperties": False}


def _options(schema: Schema) -> list[Schema]:
    return schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]


def _options_in(field: Schema) -> list[Schema]:
    """Returns what a field takes, its description and default left aside."""
    return _options({key: one for key, one in field.items() if key not in ("description", "default")})


def _union(*schemas: Schema) -> Schema:
    """Returns a schema that admits what any of several admits, without nesting and without repetition."""
    options: list[Schema] = []
    for one in (option for schema in schemas for option in _options(schema)):
        if one not in options:
            options.append(one)
    return any_of(*sorted(options, key=lambda one: one == EXPRESSION))


def _described(field: FieldPage, schema: Schema) -> Schema:
    """Returns the schema of a field with what the manual says about it."""
    known = not field.required and isinstance(field.default, bool | int | float | str)
    return {"description": field.summary, **schema, **({"default": field.default} if known else {})}


def _spelt(kind: Kind, *, needed: bool = False) -> str:
    """Returns the pattern of the words for a kind: a spatial one may carry its rank, or must if that is `needed`."""
    if not issubclass(kind, SpatialLayer):
        return kind.kind
    return f"{kind.kind}([{''.join(map(str, kind.ranks))}]d){'' if needed else '?'}"


def _unless(keys: Iterable[str], then: Schema) -> Schema:
    """Returns what must hold of a spec unless it has one of some keys."""
    return {"if": {"anyOf": [{"required": [key]} for key in keys]}, "then": {}, "else": then}
