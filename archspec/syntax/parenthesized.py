"""Lists in parentheses, as Python writes tuples: `(1, 3, 3)` is `[1, 3, 3]` in YAML.

They hold numbers, names of params with their `$`, and such lists.
"""

from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.grammar import Node, read_group


def list_at(text: str) -> tuple[str, int] | None:
    """Returns the list in parentheses that a text begins with, written in brackets, and where it ends."""
    try:
        tree, end, _ = read_group(text, 0)
    except ExpressionError:
        return None
    written = _written(tree) if tree.form == "tuple" else None
    return None if written is None else (written, end)


def as_list(text: str) -> str | None:
    """Returns a text that is a list in parentheses as one in brackets; None if it is something else."""
    found = list_at(text) if text.startswith("(") else None
    return found[0] if found is not None and found[1] == len(text) else None


def _written(node: Node) -> str | None:
    match node:
        case Node("number", text):
            return text
        case Node("name", text) if text.startswith("$"):
            return text
        case Node("prefix", "-" | "+" as sign, (Node("number", text),)):
            return sign + text
        case Node("tuple", _, parts):
            items = [item for part in parts if (item := _written(part))]
            return f"[{', '.join(items)}]" if len(items) == len(parts) else None
        case _:
            return None
