"""The JSON schema of what each kind of diagnostic tells as data, made from the fields of its cases."""

import json
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from archspec.diagnostics.catalogue import kinds
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.layers.fields import Accepts
from archspec.tensors.dim import Dim, Size
from archspec.tensors.shape import Shape

Json = dict[str, Any]

PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number", NoneType: "null"}
WRITTEN = (Dim, Accepts, Help)
"""What JSON has no form for stands as text."""


def data_schema() -> str:
    """Returns the definition `data`, in which every case has a line of its own."""
    found = ",\n".join(_kind(name, kind) for name, kind in sorted(kinds().items()))
    return '    "data": {\n      "allOf": [\n' + found + "\n      ]\n    }\n"


def _kind(name: str, kind: type[DiagnosticKind]) -> str:
    cases = sorted({one.__name__: one for one in _cases(kind)}.items())
    written = ",\n          ".join(dict.fromkeys(json.dumps(_fields(case)) for _, case in cases))
    condition = json.dumps({"properties": {"name": {"const": name}}})
    return (
        f'        {{"if": {condition}, "then": {{"properties": {{"data": {{"anyOf": [\n'
        f"          {written}\n        ]}}}}}}}}"
    )


def _cases(kind: type[DiagnosticKind]) -> Iterator[type[DiagnosticKind]]:
    if kind.message is not DiagnosticKind.message and kind.__module__.startswith("archspec."):
        yield kind
    for case in kind.__subclasses__():
        yield from _cases(case)


def _fields(case: type[DiagnosticKind]) -> Json:
    hints = get_type_hints(case, localns={"Size": Size})
    found = {name: _schema(hint) for name, hint in hints.items() if get_origin(hint) is not ClassVar}
    return {"required": list(found), "properties": found}


def _schema(hint: Any) -> Json:
    if hint in PLAIN:
        return {"type": PLAIN[hint]}
    if hint is Shape:
        return {"$ref": "#/$defs/shape"}
    if isinstance(hint, type) and issubclass(hint, DiagnosticKind):
        return {"$ref": "#/$defs/cause"}
    if hint in WRITTEN:
        return {"type": "string"}
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        return {"enum": list(parts)}
    if get_origin(hint) is tuple and parts[-1] is ...:
        return {"type": "array", "items": _schema(parts[0])}
    if get_origin(hint) is tuple:
        return {"type": "array", "prefixItems": [_schema(part) for part in parts], "minItems": len(parts)}
    assert get_origin(hint) in (UnionType, Union), hint
    schemas = [_schema(part) for part in parts]
    if all(one.keys() == {"type"} for one in schemas):
        return {"type": [one["type"] for one in schemas]}
    return {"anyOf": schemas}
