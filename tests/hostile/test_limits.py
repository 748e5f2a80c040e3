"""Every limit that a diagnostic tells of, one below, at, and one above: only what is above is refused, by its name."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import archspec
from archspec import limits

INPUT = "archspec: 1\ninput: [4]\n"
ONE = "archspec: 1\ninput: [1]\n"
SMALL = f"{INPUT}layers: [relu]\n"


class Case(NamedTuple):
    """Specs about one limit.

    Attributes:
        limit: Its name in the table.
        make: Writes, to a folder, what a spec with a number takes, and returns the spec.
        kind: The diagnostic that tells that it is passed.
        more: How many more of it are accepted: fewer than it where what is there is told with it.
    """

    limit: str
    make: Callable[[int, Path], str]
    kind: str
    more: int = 0


def text(limit: str, make: Callable[[int], str], kind: str = "", more: int = 0) -> Case:
    return Case(limit, lambda number, folder: make(number), kind or limits.reported()[limit].kind, more)  # noqa: ARG005 - a spec alone


def written(folder: Path, files: dict[str, str]) -> str:
    for name, content in files.items():
        (folder / name).write_text(content)
    return INPUT


def library(block: str, characters: int = 0) -> str:
    library = f"archspec: 1\nblocks: {{{block}: {{layers: [relu]}}}}\n"
    return library + "#" * (characters - len(library))


def files(number: int, folder: Path) -> str:
    start = written(folder, {f"l{i}.yaml": library(f"b{i}") for i in range(number)})
    return f"{start}use: [{', '.join(f'l{i}.yaml' for i in range(number))}]\nlayers: [b0]\n"


def characters_of_files(number: int, folder: Path) -> str:
    """Four full files but for one character each, and one with the rest."""
    full = [(1 << 20) - 1] * 4
    sizes = [*full, number - sum(full)]
    start = written(folder, {f"l{i}.yaml": library(f"b{i}", size) for i, size in enumerate(sizes[:-1])})
    rest = sizes[-1]
    (folder / "rest.yaml").write_text(library("r", 100) if rest > 100 else "#" * rest)
    return f"{start}use: [{', '.join(f'l{i}.yaml' for i in range(4))}, rest.yaml]\nlayers: [b0]\n"


def chain(number: int, folder: Path) -> str:
    derived = {f"f{i}.yaml": f"archspec: 1\nextends: f{i + 1}.yaml\n" for i in range(1, number)}
    written(folder, {**derived, f"f{number}.yaml": SMALL})
    return "archspec: 1\nextends: f1.yaml\n"


def blocks(number: int) -> str:
    """Layers in blocks in blocks: as many lists in each other."""
    calls = "".join(f"  b{i}: {{layers: [b{i - 1}]}}\n" for i in range(1, number - 1))
    return f"{INPUT}blocks:\n  b0: {{layers: [relu]}}\n{calls}layers: [b{number - 2}]\n"


def layers(number: int) -> str:
    """199 blocks of a thousand layers, and the rest one by one."""
    block = f"blocks: {{b: {{layers: [{'relu, ' * 1000}]}}}}\n"
    rest = number - 199_000
    return f"{INPUT}{block}layers: [{{repeat: {{times: 199, layers: [b]}}}}, {'relu, ' * rest}]\n"


CASES = {
    "bytes of a file": text("FILE", lambda n: SMALL + "#" * (n - len(SMALL))),
    "nesting": text("NESTING", lambda n: f"{SMALL}x-a: {'[' * (n - 1)}{']' * (n - 1)}\n"),
    # The mapping, three keys, two values, two lists and what they hold are nine; then a key and a list.
    "values": text("NODES", lambda n: f"{SMALL}x-a: [{'a, ' * (n - 11)}]\n"),
    # A list of 1,000 values is 1,001, with its key 1,002; each alias counts as 1,001, and their list and its key as 2.
    "values after aliases": text(
        "NODES",
        lambda n: f"{SMALL}x-a: &a [{'a, ' * 1000}]\nx-b: [{'*a, ' * 98}{'a, ' * (n - 9 - 1002 - 2 - 98 * 1001)}]\n",
    ),
    "anchors": text("ANCHORS", lambda n: f"{SMALL}x-a: [{', '.join(f'&a{i} 1' for i in range(n))}]\n"),
    "characters of a value": text("SCALAR", lambda n: f"{SMALL}description: {'b' * n}\n"),
    "digits": text("DIGITS", lambda n: f"{SMALL}x-a: {'9' * n}\n"),
    "digits of a result": text(
        "DIGITS", lambda n: f"{INPUT}layers: [relu: {{when: $({'9' * (n - 1)} * 10 + 9 > 0)}}]\n"
    ),
    "characters of an expression": text(
        "EXPRESSION", lambda n: f"{INPUT}layers: [dense: $({'1'.rjust(n)})]\n"
    ),
    "dollar signs of a value": text("DOLLARS", lambda n: f"{INPUT}layers: [relu: {{when: '{'$' * n}'}}]\n"),
    "depth of brackets in an expression": text(
        "EXPRESSION_NESTING", lambda n: f"{INPUT}layers: [dense: ${'(' * n}1{')' * n}]\n"
    ),
    "depth of operators in an expression": text(
        "EXPRESSION_NESTING", lambda n: f"{INPUT}layers: [relu: {{when: $({'-' * (n - 2)}1 < 9)}}]\n"
    ),
    "elements of lists in an expression": text(
        "ELEMENTS", lambda n: f"{INPUT}layers: [dense: $(len(range({n})))]\n"
    ),
    "characters of a text made by an expression": text(
        "RESULT",
        lambda n: f"{INPUT}params: {{a: {'b' * (n - 1)}}}\nlayers: [dense: $(len(a + 'b'))]\n",
    ),
    # A list is made, and then looked at: 100,000 in each of the first nine; eight letters count as one. The three
    # expressions are read once each: 14, 14 and 12 letters.
    "work of expressions": text(
        "EXPRESSION_WORK",
        lambda n: f"{INPUT}params:\n"
        + "".join(f"  p{i}: $(range(50000))\n" for i in range(9))
        + f"  p9: $(range({(n - 900_000 - 8 * (14 + 14) - n % 2 * (8 * 12 + 1)) // 2}))\n"
        + "  p10: $('12345678')\n" * (n % 2)
        + "layers: [relu]\n",
    ),
    "other files": Case("FILES", files, "too-much-reuse"),
    "characters of other files": Case("FILES_TOTAL", characters_of_files, "too-much-reuse"),
    "chain of files": Case("CHAIN", chain, "too-much-reuse"),
    "layers": text("LAYERS", layers),
    "layers that are told before": text(
        "LAYERS",
        lambda n: f"{INPUT}layers: [rleu, {{repeat: {{times: {n}, layers: [{{dense: x}}]}}}}]\n",
    ),
    # A repeat, its turns with an item each, and one layer or two.
    "items and iterations": text(
        "STEPS",
        lambda n: f"{INPUT}layers: [{{repeat: {{times: {n // 2 - 1}, layers: [relu: {{when: false}}]}}}}, relu"
        + ", relu" * (n % 2) + "]\n",
    ),
    "layers in layers": text("LAYER_NESTING", blocks),
    "axes of an input": text("AXES", lambda n: f"archspec: 1\ninput: [{'1, ' * n}]\nlayers: [relu]\n", "wrong-value"),
    "axes of a layer": text("AXES", lambda n: f"{ONE}layers: [reshape: [{'1, ' * n}]]\n"),
    "size of an input": text("SIZE", lambda n: f"archspec: 1\ninput: [{n}]\nlayers: [relu]\n", "wrong-value"),
    "size in a field": text("SIZE", lambda n: f"{INPUT}layers: [dense: {n}]\n", "wrong-value"),
    "size of what a layer makes": text(
        "SIZE", lambda n: f"archspec: 1\ninput: [{n - 1}, 1]\nlayers: [pad: [[0, 1]]]\n"
    ),
    "findings in a text": text(
        "DIAGNOSTICS", lambda n: INPUT + "layers:\n" + "  - dense: *units\n" * n, more=-1
    ),
    "faults in a network": text(
        "DIAGNOSTICS", lambda n: INPUT + "layers:\n" + "  - rleu\n" * n, more=-1
    ),
    "faults in turns": text(
        "FAULTS", lambda n: f"{INPUT}layers: [{{repeat: {{times: {n}, layers: [{{dense: x}}]}}}}]\n", more=-1
    ),
    "findings that are told": text(
        "REPORTED", lambda n: SMALL + "".join(f"key{i}: 1\n" for i in range(n)), more=1
    ),
}  # fmt: skip
"""What is at a limit, by what it is about."""


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("beyond", [-1, 0, 1])
def test_a_limit(name: str, beyond: int, tmp_path: Path) -> None:
    case = CASES[name]
    spec = tmp_path / "spec.yaml"
    spec.write_text(case.make(limits.reported()[case.limit] + case.more + beyond, tmp_path))
    found = [one.kind.name for one in archspec.check(spec).diagnostics]
    assert (case.kind in found) == (beyond > 0), found[-3:]


def test_every_limit_is_tried() -> None:
    assert {case.limit for case in CASES.values()} == limits.reported().keys()
