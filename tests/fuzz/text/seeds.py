"""All specs of the project: those of `specs`, `tests`, the libraries, and the examples in the documentation."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
FOLDERS = ("specs", "tests/ui", "tests/reported", "archspec/language/std", "tests/conformance")
_FENCED = re.compile(r"^[ \t]*```ya?ml[^\n]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)

DICTIONARY = (
    "archspec: 1\n", "input: [H, W, 3]\n", "inputs:\n  a: [8]\n", "layers:\n  - ", "params: {a: 1}\n", "variants:\n",
    "use: std/", "extends: resnet:50\n", "defaults: {conv: {", "blocks:\n  b:\n    layers:\n", "outputs: ",
    "expect:\n  sizes: [", "build: {", "edits:\n  - remove: ", "repeat: {times: ", "each: {i: $(", "index: i",
    "residual: ", "group: ", "time_distributed: ", "from: ", "conv: {filters: ", "size: 3", "stride: 2",
    "padding: same", "dilation: 2", "groups: 2", "norm: batch", "activation: relu", "max_pool: 2", "upsample: 2",
    "concat: [., .]", "add: [", "dense: ", "flatten", "reshape: [-1]", "permute: ", "crop: {like: ",
    "attention: {heads: 2, key_dim: 4}", "lstm: 8", "name: ", "when: $(", "dtype: float16", "trainable: false", "$(",
    "$x", "$$", "channels", "spatial", "rank", "channels_of('", "range(", "reversed(", "min(", " if ", " else ", "**",
    "//", "<=", "==", "&a ", "*a", "<<: ", "!!int ", "- ", "? ", ": ", "{", "}", "[", "]", ", ", "|\n", ">\n", "'",
    '"', "#", "---\n", "...\n", "%YAML 1.2\n", "null", "true", "yes", "010", "1e9", "0x7f", ".nan", "2147483647",
    "99999999999999999999", "-1", "0", "1_000", "12:30:45", "# archspec: allow relu-output", "\ufeff", "\u2028",
    "\x00", "\t", "\r\n", "<= 4.2G", "H % 16 == 0", "⌊H/2⌋",
)  # fmt: skip
"""Words that specs are made of."""


class Seed(NamedTuple):
    """A spec to begin with.

    Attributes:
        name: Where it stands.
        data: What it says.
    """

    name: str
    data: bytes


@cache
def seeds() -> tuple[Seed, ...]:
    """Returns all specs of the project, in the order of their names, each text once."""
    found: dict[bytes, Seed] = {}
    for seed in chain(_files(), _examples()):
        found.setdefault(seed.data, seed)
    return tuple(found.values())


def _files() -> Iterator[Seed]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            yield Seed(path.relative_to(ROOT).as_posix(), path.read_bytes())


def _examples() -> Iterator[Seed]:
    """Yields what stands in fences in the documentation, and in the docstrings of kinds and findings."""
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "archspec").rglob("*.py")]):
        for number, found in enumerate(_FENCED.finditer(path.read_text(encoding="utf-8"))):
            yield Seed(f"{path.relative_to(ROOT).as_posix()}#{number}", dedent(found[1]).encode())
