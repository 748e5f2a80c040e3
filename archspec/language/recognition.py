"""Recognises which files are specs, also broken ones, and which belong to other tools."""

import re
from collections.abc import Collection

from archspec.diagnostics.source import SourceFile
from archspec.language.spelling import meant
from archspec.syntax.parse import parse
from archspec.syntax.tree import Mapping

_BODY = frozenset(("layers", "blocks", "extends", "edits"))
"""The keys of which every spec has one."""

_KEYS = _BODY | {"params", "variants", "use", "input", "inputs", "defaults", "outputs", "expect", "build"}
_TEXTS = frozenset(("name", "description", "reference"))
"""Keys that files of many tools have."""

_VERSION_LINE = re.compile(r"^(['\"]?)archspec\1\s*:", re.MULTILINE)
_BEGINNING = re.compile(r"^(['\"]?)(archspec|layers)\1[ \t]*(:|$)", re.MULTILINE)


def is_spec(keys: Collection[str]) -> bool:
    """Returns whether a mapping with these keys is meant as a spec.

    It has the key `archspec`, perhaps misspelt; or two of a spec's other keys, `layers`, `blocks`, `extends` or `edits`
    among them, and no more keys of another tool than of these.
    """
    if "archspec" in keys or any(meant(one, ("archspec",)) for one in keys):
        return True
    ours = _KEYS.intersection(keys)
    others = [one for one in keys if one not in _KEYS and one not in _TEXTS and not one.startswith("x-")]
    return bool(_BODY & ours) and len(ours) > 1 and len(others) <= len(ours)


def looks_like_spec(data: bytes) -> bool:
    """Returns whether a file is meant as a spec: by its keys, or by its lines where YAML cannot read it.

    Of a text that is not YAML, a line `archspec:` or `layers:` at the margin tells it.
    """
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace").removeprefix(
        "\ufeff"
    )
    if _VERSION_LINE.search(text):
        return True
    tree, found = parse(SourceFile("", text))
    if any(one.is_error for one in found):
        return bool(_BEGINNING.search(text))
    return isinstance(tree, Mapping) and is_spec(tree.entries)
