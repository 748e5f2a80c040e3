"""What `--fix` does to faulty specs: each help that it may follow mends what it is about, and nothing else changes.

Every such help is followed alone: over all specs of `tests/ui` and `tests/reported`, and over shipped networks into
which faults are put. Of those it is known what was meant, so that what a fix makes of them must be the network itself.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from archspec.cli import check as command
from archspec.cli.options import analyse
from archspec.cli.specs import open_spec
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile
from archspec.files import Text
from archspec.fix import apply_fixes
from archspec.graph import Graph
from archspec.layers.base import Layer
from archspec.layers.fields import shortest
from archspec.session import Session
from archspec.sweep import Sweep, sweep
from archspec.syntax.edit import apply_edits

ROOT = Path(__file__).parents[2]
FAULTY = sorted(
    path for folder in ("ui", "reported") for path in (ROOT / "tests" / folder).rglob("*.yaml") if path.name[0] != "_"
)
SOUND = sorted((ROOT / "specs").glob("*.yaml"), key=lambda path: path.stat().st_size)[:12]
FAULTS, MORE_FAULTS = 6, 60
"""How many faults are put into each network: in every run, and with a fresh seed."""

Check = Callable[[bytes], Sweep]


def check(data: bytes) -> Sweep:
    return sweep(Session().analyse(Text(data, "net.yaml")))


def checked_as(path: Path) -> Check:
    """Returns what checks a spec as its first line wants it."""
    first, *_ = path.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
    parser = argparse.ArgumentParser()
    command.configure(parser)
    arguments = first.removeprefix("# args:").split() if first.startswith("# args:") else []
    options = parser.parse_args([str(path), *arguments])
    return lambda data: sweep(analyse(open_spec(str(path)), data, options))


def told(findings: Sweep) -> Counter[tuple[str, DiagnosticKind]]:
    return Counter((one.subject, one.data) for one in findings.diagnostics)


def fixable(findings: Sweep) -> Iterator[tuple[Diagnostic, Help]]:
    for one in findings.diagnostics:
        for advice in one.helps:
            if advice.is_certain and advice.is_editable:
                yield one, advice


def structure(graph: Graph) -> list[tuple[object, ...]]:
    return [(node.name, meaning(node.layer), node.inputs, node.shape) for node in graph.nodes]


def meaning(layer: Layer | None) -> tuple[object, ...]:
    """Returns a layer as it is compared: `[2, 2]` for two axes is `2`."""
    return () if layer is None else (type(layer), *((name, shortest(value)) for name, value in layer))


def followed(data: bytes, advice: Help) -> bytes:
    text = data.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    new, taken = apply_edits(SourceFile(advice.edits[0].span.file.name, text.removeprefix(mark)), [advice.edits])
    assert taken == [0], "the edits cannot be carried out"
    return (mark + new).encode()


def place(finding: Diagnostic) -> tuple[int, int] | None:
    return finding.span and (finding.span.line, finding.span.column)


def moved(finding: Diagnostic, advice: Help) -> tuple[int, int] | None:
    """Returns where a finding begins when a help is followed and mends nothing: what is before it on its line moves it.

    That its words are still told elsewhere is no shortfall: of a list of values the first that is wrong is told.
    """
    span = finding.span
    before = [
        edit for edit in advice.edits if span and edit.span.line == span.line and edit.span.end_column <= span.column
    ]
    longer = sum(len(edit.replacement) - (edit.span.end_column - edit.span.column) for edit in before)
    return span and (span.line, span.column + longer)


def shortfall(before: Sweep, after: Sweep, finding: Diagnostic, advice: Help) -> str | None:
    """Returns what is wrong with what came of a help; None if it mended what it is about, and nothing else arose."""
    name = (finding.subject, finding.data)
    same = [one for one in after.diagnostics if (one.subject, one.data) == name]
    if len(same) > told(before)[name] or any(place(one) == moved(finding, advice) for one in same):
        return f"{name} is told as before"
    lines = {edit.span.line for edit in advice.edits}
    for one in after.errors:
        is_new = not told(before)[one.subject, one.data]
        if is_new and (one.span is None or one.span.line in lines):
            return f"{one.kind.name} arose: {one.message}"
    was, now = before.report.graph, after.report.graph
    if was is not None:
        if now is None:
            return "it cannot be built any more"
        same = [node[2:] for node in structure(was)] == [node[2:] for node in structure(now)]
        return None if same else "the graph is another"
    return None


def test_each_help_over_faulty_specs() -> None:
    count, bad = 0, list[str]()
    for path in FAULTY:
        data, examine = path.read_bytes(), checked_as(path)
        before = examine(data)
        for finding, advice in fixable(before):
            after = examine(followed(data, advice))
            count += 1
            if wrong := shortfall(before, after, finding, advice):
                bad.append(f"{path.relative_to(ROOT)}: {advice.text}: {wrong}")
    print(f"{count} fixes of {len(FAULTY)} faulty specs")
    assert not bad, "\n".join(bad)
    assert count > 50


# ---- faults in sound networks ----------------------------------------------------------------------------------------

WORD = re.compile(r"(?<![\w$])[A-Za-z_]{3,}(?![\w(])")
OTHER_WORDS = {
    "relu": ("prelu", "lrelu", "crelu", "reglu", "rrelu", "relu1", "ReLU"),
    "gelu": ("geglu", "glu", "GELU"),
    "conv": ("dconv", "convt", "deconv", "Conv", "Conv2d", "conv2D"),
    "dense": ("Linear", "Dense", "fc"),
    "max_pool": ("MaxPool", "maxpool", "MaxPooling2D", "max_unpool"),
    "filters": ("channels", "out_channels", "filter"),
    "size": ("kernel_size", "kernel", "sizes"),
    "stride": ("strides", "step"),
    "dropout": ("Dropout", "dropout2d", "drop"),
    "tanh": ("tan", "atanh"),
    "batch": ("Batch", "batch_norm", "patch"),
    "linear": ("Linear", "bilinear"),
    "softmax": ("softmin", "Softmax"),
    "global_pool": ("GlobalPool", "GlobalAveragePooling2D"),
}


def slip(random: Random, text: str) -> tuple[int, int, str] | None:
    """A letter too many, too few or wrong, or two swapped, in one word."""
    word = random.choice(list(WORD.finditer(text)))
    at = random.randrange(word.start(), word.end() - 1)
    letter = random.choice("abcdefghs")
    a, b = text[at], text[at + 1]
    return at, at + 2, random.choice([b + a, a, b, letter + a + b, a + b + letter, a + a + b, letter + b])


def other_word(random: Random, text: str) -> tuple[int, int, str] | None:
    """A word of another tool, or of Keras, or the same in capitals."""
    found = [one for one in WORD.finditer(text) if one[0] in OTHER_WORDS]
    if not found:
        return None
    word = random.choice(found)
    return word.start(), word.end(), random.choice([*OTHER_WORDS[word[0]], word[0].title().replace("_", "")])


def other_number(random: Random, text: str) -> tuple[int, int, str] | None:
    """A number in quotes, as a percentage, with a comma or with a fraction of nothing; a list in other brackets."""
    found = list(re.finditer(r"(?<=(?:size|ride|ding|rate): )(?:\[[0-9, ]+\]|[0-9.]+)(?=[,}\n])", text))
    if not found:
        return None
    number = random.choice(found)
    written = number[0]
    if written.startswith("["):
        new = random.choice([f"({written[1:-1]})", written[1:-1], f'"{written}"', written.replace(", ", "x")[1:-1]])
    elif "." in written:
        new = random.choice([f'"{written}"', written.replace(".", ","), f"{float(written) * 100:g}%"])
    else:
        new = random.choice([f'"{written}"', f"{written}.0", f"({written}, {written})", f"{written},{written}"])
    return number.start(), number.end(), new


def other_sign(random: Random, text: str) -> tuple[int, int, str] | None:
    """A sign that is missing, or one that is too many."""
    changes = [
        (one.start(), one.end(), new)
        for pattern, new in (
            (r"\$(?=[a-z(])", ""),
            (r": (?=[\w$\[{])", ":"),
            (r"\$\(([a-z]\w*) \* ([0-9]+)\)", r"$\1*\2"),
            (r"\btrue\b", "yes"),
            (r"\bfalse\b", '"false"'),
            (r"^archspec: 1\n", ""),
            (r"^archspec: 1$", 'archspec: "1"'),
            (r"\bnull\b", "None"),
        )
        for one in re.finditer(pattern, text, re.MULTILINE)
        for new in [one.expand(new)]
    ]
    return random.choice(changes)


def faulty(path: Path, number: int, seed: int) -> tuple[str, str] | None:
    """Returns a network, and the same with one fault, which depends on the number and the seed and nothing else."""
    text = path.read_text(encoding="utf-8")
    random = Random(f"{path.name} {number} {seed}")
    change = random.choice([slip, other_word, other_number, other_sign])(random, text)
    if change is None:
        return None
    start, end, new = change
    return text, text[:start] + new + text[end:]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_faults_in_a_sound_network_are_put_right_or_left(path: Path, pytestconfig: pytest.Config) -> None:
    count, bad = 0, list[str]()
    fresh, seed = pytestconfig.option.fresh_seed, pytestconfig.option.fuzz_seed
    meant = check(path.read_bytes()).report.graph
    assert meant is not None
    for number in range(MORE_FAULTS if fresh else FAULTS):
        if (pair := faulty(path, number, seed)) is None:
            continue
        _, text = pair
        before = check(text.encode())
        for finding, advice in fixable(before):
            after = check(followed(text.encode(), advice))
            wrong = shortfall(before, after, finding, advice)
            made = after.report.graph
            if wrong is None and finding.is_error and made and structure(made) != structure(meant):
                wrong = "what it makes is another network"
            count += 1
            if wrong:
                edit = advice.edits[0]
                bad.append(f"{number}: line {edit.span.line}, {edit.span.text!r} -> {edit.replacement!r}: {wrong}")
        outcome = apply_fixes(text.encode(), "net.yaml", check)
        assert len(outcome.report.errors) <= len(before.errors) or before.spec is None
        assert outcome.done or outcome.data == text.encode()
    print(f"{count} fixes of faults in {path.stem}")
    assert not bad, "\n".join(bad)
