"""Merges a spec with the one that it extends, key by key."""

from archspec.syntax.tree import Mapping, Scalar, Tree

BY_NAME = ("build", "expect", "blocks")
"""The mappings of which each value replaces that of the base."""

BY_NAME_AND_FIELD = ("params", "variants", "defaults")
"""The mappings of mappings: of a param, a variant or the defaults of a kind, too, only what is given is replaced."""

COUNTS = ("params", "trainable_params", "macs")
"""What may be expected variant by variant."""

INPUTS = ("input", "inputs")
"""Two spellings of one key: each replaces the other."""


def merge(base: Mapping, top: Mapping) -> Mapping:
    """Returns a spec that starts from another: mappings merge key by key, everything else replaces.

    Args:
        base: The spec that it starts from, without what that is made of.
        top: What it says itself.
    """
    entries = {key: value for key, value in base.entries.items() if not key.startswith("x-")}
    if "expect" in entries:
        entries["expect"] = _of_all_variants(entries["expect"])
    if any(key in top.entries for key in INPUTS):
        entries = {key: value for key, value in entries.items() if key not in INPUTS}
    for key, value in top.entries.items():
        before = entries.get(key)
        both = isinstance(before, Mapping) and isinstance(value, Mapping) and key in (*BY_NAME, *BY_NAME_AND_FIELD)
        entries[key] = _joined(before, value, key) if both else value  # pyright: ignore[reportArgumentType]  # `both` holds it
    return Mapping(entries, {**base.keys, **top.keys}, top.span)


def with_values(params: Mapping, values: Mapping) -> Mapping:
    """Returns params with the values of a variant as their defaults."""
    return _joined(params, values, "params")


def _joined(base: Mapping, top: Mapping, key: str) -> Mapping:
    entries = dict(base.entries)
    for name, value in top.entries.items():
        before = entries.get(name)
        if key == "expect" and _is_null(value):
            entries.pop(name, None)
        elif before is None or key not in BY_NAME_AND_FIELD:
            entries[name] = value
        elif key == "params":
            entries[name] = _declared_again(before, value)
        else:
            both = isinstance(before, Mapping) and isinstance(value, Mapping)
            entries[name] = _joined(before, value, "") if both else value  # pyright: ignore[reportArgumentType]  # `both` holds it
    return Mapping(entries, {**base.keys, **top.keys}, top.span)


def _of_all_variants(expect: Tree) -> Tree:
    """Returns what is expected, without the numbers that are given by variant: they are about those of the base."""
    if not isinstance(expect, Mapping):
        return expect
    entries = {key: one for key, one in expect.entries.items() if key not in COUNTS or not isinstance(one, Mapping)}
    return Mapping(entries, expect.keys, expect.span)


def _declared_again(before: Tree, value: Tree) -> Tree:
    """Returns a param with another default, and the range, the choices and the help that it had."""
    base, given = _declaration(before), _declaration(value)
    entries = {**base.entries, **given.entries}
    if _is_null(entries.get("default")):
        del entries["default"]
    return Mapping(entries, {**base.keys, **given.keys}, value.span)


def _declaration(param: Tree) -> Mapping:
    """Returns a param in its long form."""
    return param if isinstance(param, Mapping) else Mapping({"default": param}, {"default": param.span}, param.span)


def _is_null(tree: Tree | None) -> bool:
    return isinstance(tree, Scalar) and tree.value is None
