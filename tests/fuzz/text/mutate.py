"""Changes specs at random: bytes, words, types, places, what is repeated, and what no text should hold."""

import re
from collections.abc import Callable, Mapping
from random import Random

from tests.fuzz.text.seeds import DICTIONARY, Seed, seeds

MOST_CHANGES = 4
LONGEST = 20_000
"""How many bytes a mutant may have, so that most of the time goes into many of them."""

VALUES = (
    b"0", b"1", b"-1", b"2", b"7", b"224", b"4096", b"2147483647", b"2147483648", b"99999999999999999999", b"1e300",
    b"-0.0", b"0.5", b".nan", b".inf", b"null", b"true", b"false", b"yes", b"~", b"''", b"x", b"'x y'", b"[]", b"{}",
    b"[1]", b"[1, 2]", b"[[1, 2], [3, 4]]", b"[a, [b, {c: d}]]", b"{a: 1}", b"{l2: 1}", b"$x", b"$(1)", b"$(0)",
    b"$(channels)", b"$(spatial)", b"$([1, 2])", b"$(1 / 0)", b"$(1 // 0 if rank else 'a')", b"'$(range(3))'",
    b"same", b"valid", b"causal", b"auto", b"relu", b"batch", b"conv", b"input", b".", b"H", b"resnet:50",
    b"std/residual", b"../x.yaml", b"_blocks.yaml", b"<= 1k", b"H % 2 == 0", b"2024-01-01", b"0o17", b"0x1F",
    b"1_000",
)  # fmt: skip
"""Values of every type."""

ODD = (
    "\0", "\x1b[31m", "\x07", "\x7f", "\x85", "\u00a0", "\u200b", "\u202e", "\u2028", "\u2066", "\ufeff", "\ufffd",
    "\uffff", "\U0001f600", "\U000e0001", "e\u0301", "漢", "\u0661", "Ⅷ", "ﬁ", "\ud800", "\t", "\r", "\r\n", "\\", "%",
    "::", "##[x]", "](",
)  # fmt: skip
"""Characters that terminals, logs and editors make something of."""

_TOKEN = re.compile(rb"[A-Za-z_][\w.]*|-?\d[\w.]*|\$\(|\*\*|//|[<>=!]=|[^\s\w]")
_VALUE = re.compile(rb"(?<=: )[^\n#,{}\[\]]+|(?<=[\[,] )[^\n#,{}\[\]]+|(?<=[\[{])[^\s,{}\[\]:]+|(?<=- )[^\n#:{}\[\]]+")


def mutant(seed: int, number: int) -> tuple[str, bytes]:
    """Returns the name of the spec that a mutant comes from, and the mutant."""
    rng = Random(f"{seed}:{number}")
    origin: Seed = rng.choice(seeds())
    data = origin.data
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, MOST_CHANGES))):
        data = MUTATIONS[rng.choice(list(MUTATIONS))](rng, data)[:LONGEST]
    return origin.name, data


def _bytes(rng: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(changed) + 1)
        changed[at : at + rng.randrange(2)] = bytes([rng.randrange(256)])
    return bytes(changed)


def _found(rng: Random, pattern: re.Pattern[bytes], data: bytes) -> tuple[int, int]:
    """Returns where one of the matches of a pattern stands, or an empty stretch."""
    matches = [found.span() for found in pattern.finditer(data)]
    at = rng.randrange(len(data) + 1)
    return rng.choice(matches) if matches else (at, at)


def _token(rng: Random, data: bytes) -> bytes:
    start, end = _found(rng, _TOKEN, data)
    way = rng.randrange(4)
    if way == 0:
        return data[:start] + data[end:]
    if way == 1:
        return data[:end] + data[start:end] + data[end:]
    other = rng.choice(seeds()).data if way == 2 else data
    first, last = _found(rng, _TOKEN, other)
    return data[:start] + other[first:last] + data[end:]


def _word(rng: Random, data: bytes) -> bytes:
    at = _found(rng, _TOKEN, data)[0]
    return data[:at] + rng.choice(DICTIONARY).encode() + data[at:]


def _type(rng: Random, data: bytes) -> bytes:
    start, end = _found(rng, _VALUE, data)
    return data[:start] + rng.choice(VALUES) + data[end:]


def _number(rng: Random, data: bytes) -> bytes:
    start, end = _found(rng, re.compile(rb"\d+"), data)
    n = int(data[start:end] or b"0") if end - start < 18 else 0
    return (
        data[:start]
        + str(rng.choice((n - 1, n + 1, -n, n * 2, n // 2, n * 1000, 0, 2**31 - 1, 10**20))).encode()
        + data[end:]
    )


def _lines(rng: Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at, length = rng.randrange(len(lines)), rng.choice((1, 1, 2, 5))
    piece = lines[at : at + length]
    way = rng.randrange(5)
    if way == 0:
        del lines[at : at + length]
    elif way == 1:
        lines[at:at] = piece * rng.choice((1, 1, 2, 30))
    elif way == 2:
        del lines[at : at + length]
        to = rng.randrange(len(lines) + 1)
        lines[to:to] = piece
    elif way == 3:
        lines[at : at + length] = [
            b"  " + line if rng.random() < 0.5 else line[2:] if line[:2] == b"  " else line for line in piece
        ]
    else:
        other = rng.choice(seeds()).data.splitlines(keepends=True) or [b""]
        first = rng.randrange(len(other))
        lines[at:at] = other[first : first + length]
    return b"".join(lines)


def _stretch(rng: Random, data: bytes) -> bytes:
    start = rng.randrange(len(data) + 1)
    end = min(start + rng.choice((1, 3, 10, 100)), len(data))
    return data[:start] + data[start:end] * rng.choice((0, 0, 2, 2, 20)) + data[end:]


def _cut(rng: Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] if rng.random() < 0.7 else data[at:]


def _odd(rng: Random, data: bytes) -> bytes:
    at = rng.choice((0, len(data), *_found(rng, _TOKEN, data)))
    if rng.random() < 0.05:
        return data.decode(errors="replace").encode(rng.choice(("utf-16", "utf-32", "latin-1", "utf-7")), "replace")
    return data[:at] + rng.choice(ODD).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 50)) + data[at:]


def _alias(rng: Random, data: bytes) -> bytes:
    start, _ = _found(rng, _VALUE, data)
    marked = data[:start] + b"&m " + data[start:]
    for _ in range(rng.choice((1, 1, 3))):
        first, last = _found(rng, _VALUE, marked)
        marked = marked[:first] + rng.choice((b"*m", b"*m", b"*undefined", b"{<<: *m}")) + marked[last:]
    return marked


def _wrap(rng: Random, data: bytes) -> bytes:
    start, end = _found(rng, re.compile(rb"(?<=- )[^\n]+(?=\n)"), data)
    opening, closing = rng.choice((
        (b"repeat: {times: 3, layers: [", b"]}"), (b"group: [", b"]"), (b"residual: [", b"]"), (b"add: [., [", b"]]"),
        (b"concat: [[", b"], .]"), (b"time_distributed: [", b"]"), (b"[", b"]"), (b"{", b"}"), (b"'", b"'"),
        (b"repeat: {each: {i: [1, 2]}, layers: [", b"]}"), (b"{from: input, layers: [", b"]}"),
    ))  # fmt: skip
    item = data[start:end]
    return data[:start] + opening + (b"{" + item + b"}" if b":" in item else item) + closing + data[end:]


def _splice(rng: Random, data: bytes) -> bytes:
    other = rng.choice(seeds()).data
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


MUTATIONS: Mapping[str, Callable[[Random, bytes], bytes]] = {
    "bytes": _bytes, "token": _token, "word": _word, "type": _type, "value": _type, "number": _number,
    "lines": _lines, "more lines": _lines, "stretch": _stretch, "cut": _cut, "odd": _odd, "alias": _alias,
    "wrap": _wrap, "splice": _splice,
}  # fmt: skip
"""The ways to change a spec."""
