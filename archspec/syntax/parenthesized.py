"""Lists in parentheses, as Python writes tuples: `(1, 3, 3)` is `[1, 3, 3]` in YAML."""

import re

MAX_LIST = 200
"""How many characters are looked at for the end of a list."""

_TOKEN = re.compile(
    r"""[ ]*(?:(?P<item>[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.]) | \$[A-Za-z_]\w*(?![\w.(]))
             | (?P<sign>[(),]))""",
    re.VERBOSE,
)


def list_at(text: str) -> tuple[str, int] | None:
    """Returns the list in parentheses that a text begins with, written in brackets, and where it ends.

    It holds numbers, names of params with their `$`, and such lists, and a comma, as a tuple of one does.
    """
    written: list[str] = []
    depth = position = 0
    commas = False
    previous = ","  # what stands before an item
    while found := _TOKEN.match(text, position, MAX_LIST):
        item, sign = found["item"], found["sign"]
        begins = item is not None or sign == "("
        if begins != (previous in ("(", ",")) and not (sign == ")" and previous == ","):
            return None
        if sign == ")" and previous == ",":
            written.pop()
        position = found.end()
        depth += (sign == "(") - (sign == ")")
        commas = commas or (sign == "," and depth == 1)
        previous = sign or "item"
        written.append({"(": "[", ")": "]", ",": ", "}.get(sign, item or ""))
        if depth == 0:
            return ("".join(written), position) if commas and sign == ")" else None
    return None


def as_list(text: str) -> str | None:
    """Returns a text that is a list in parentheses as one in brackets; None if it is something else."""
    found = list_at(text)
    return found[0] if found is not None and found[1] == len(text) else None
