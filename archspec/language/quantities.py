"""Quantities as `expect` writes them: `25_557_032`, `26M`, `12 GiB`, and bounds such as `<= 4.2G`."""

import re
from fractions import Fraction
from typing import Any, NamedTuple

from archspec.syntax.grammar import read_bound

UNITS = {
    "": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12,
    "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40,
}  # fmt: skip
_AMOUNT = re.compile(r"([0-9][0-9_]*(?:\.[0-9]+)?)([A-Za-z]*)")
_HOLDS = {
    "==": Fraction.__eq__, "<=": Fraction.__le__, ">=": Fraction.__ge__, "<": Fraction.__lt__, ">": Fraction.__gt__,
}  # fmt: skip


class Bound(NamedTuple):
    """A number, or a bound on one.

    Attributes:
        relation: `==`, `<=`, `>=`, `<` or `>`.
        amount: The number, exact.
        text: As it was written.
    """

    relation: str
    amount: Fraction
    text: str

    def admits(self, actual: int) -> bool:
        """Returns whether a number is within the bound."""
        return _HOLDS[self.relation](Fraction(actual), self.amount)

    def __str__(self) -> str:
        return f"{int(self.amount):,}" if self.relation == "==" and self.amount.denominator == 1 else self.text


def parse_bound(written: Any) -> Bound | None:
    """Returns the bound that a value stands for, or None if it is none."""
    if isinstance(written, int) and not isinstance(written, bool):
        return Bound("==", Fraction(written), str(written))
    text = written.strip() if isinstance(written, str) else ""
    relation, number, unit = read_bound(text) or ("", "", "")
    amount = _AMOUNT.fullmatch(number)
    if relation not in _HOLDS or amount is None or (unit and amount[2]) or unit + amount[2] not in UNITS:
        return None
    return Bound(relation, Fraction(amount[1].replace("_", "")) * UNITS[unit + amount[2]], text)


def in_bytes(amount: int) -> str:
    """Returns a number of bytes as people read it: `512 B`, `9.19 MiB`, `12 GiB`."""
    return _rounded(amount, 2**10, ("B", "KiB", "MiB", "GiB", "TiB"))


def rounded(amount: int) -> str:
    """Returns a number as people read it, with three digits: `834`, `4.09 G`."""
    return _rounded(amount, 10**3, ("", "k", "M", "G", "T"))


def _rounded(amount: int, step: int, units: tuple[str, ...]) -> str:
    scaled, unit = Fraction(amount), 0
    while (scaled >= step or float(f"{float(scaled):.3g}") >= 1000) and unit < len(units) - 1:
        scaled, unit = scaled / step, unit + 1
    digits = f"{float(scaled):.3g}" if scaled < 1000 else f"{float(scaled):.0f}"
    return f"{digits} {units[unit]}".rstrip()
