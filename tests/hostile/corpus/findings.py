"""Hostile faults: very many, in very long lines, with words that a terminal or a log would obey."""

from pathlib import Path

from tests.hostile.corpus.case import Case, lines, spec, text

ESCAPES = (
    "\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\x07", "\x08\x08\x08", "\r\nfake", "\u202egnp", "\u200b", "\ufeff",
    "\u2028", "\x7f", "\u2066x\u2069", "\U000e0041", "\ud800", "e\u0301" * 30,
)  # fmt: skip


def _escaped(character: str) -> str:
    return "".join(f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}" for one in character)


def _named(folder: Path) -> None:
    (folder / "s\x1b[2J\x07\u202e\udcff\n::error::x.yaml").write_bytes(b"archspec: 1\ninput: [8]\nlayers: [rleu]\n")


CASES = (
    text("terminal escapes, as they are", lambda: spec(lines(f"relu: {{name: a{one}b}}" for one in ESCAPES))),
    *(
        text(
            f"the terminal escape {_escaped(one)[:12]}",
            lambda one=one: spec(f"[{{relu: {{name: 'a{one}b', k{one}: 1}}}}]"),
        )
        for one in ESCAPES
    ),
    text("terminal escapes, escaped", lambda: spec(lines(f'relu: {{name: "a{_escaped(one)}b"}}' for one in ESCAPES))),
    text(
        "words of a log",
        lambda: spec(
            lines(
                [
                    f"'::error file=x::{'y ' * 70}::stop-commands::z'",
                    "'##[error]x'",
                    "'##vso[task.complete]x'",
                    "'%0A::error::x'",
                ]
            )
        ),
    ),
    Case("terminal escapes in the name of the file", _named, "s\x1b[2J\x07\u202e\udcff\n::error::x.yaml"),
    text("12,000 unknown kinds", lambda: spec(lines(f"rleu{i}" for i in range(12_000)))),
    text("1,000 unknown kinds of 1,000 letters", lambda: spec(lines(f"{'relu' * 250}{i}" for i in range(1000)))),
    text("15 unknown kinds of 60,000 letters", lambda: spec(lines(f"{'relu' * 15_000}{i}" for i in range(15)))),
    text(
        "unknown kinds beside 7,000 blocks",
        lambda: spec(
            lines(f"blokc{i}x" for i in range(7_000)),
            "blocks:\n" + "".join(f"  block{i}: {{layers: [relu]}}\n" for i in range(7_000)),
        ),
    ),
    text("12,000 unknown fields", lambda: spec(f"[{{relu: {{{', '.join(f'f{i}: 1' for i in range(12_000))}}}}}]")),
    text(
        "9,000 items with an unknown field",
        lambda: spec(lines(f"dense: {{units: 1, untis{i}: 2}}" for i in range(9_000))),
    ),
    text("12,000 unknown keys", lambda: spec("[relu]") + "".join(f"key{i}: 1\n" for i in range(12_000))),
    text(
        "12,000 wrong inputs",
        lambda: "archspec: 1\ninputs:\n" + "".join(f"  i{i}: x\n" for i in range(12_000)) + "layers: [relu]\n",
    ),
    text(
        "12,000 wrong params",
        lambda: spec("[relu]", "params:\n" + "".join(f"  p{i}: {{min: x}}\n" for i in range(12_000))),
    ),
    text("12,000 wrong blocks", lambda: spec("[relu]", "blocks:\n" + "".join(f"  b{i}: 1\n" for i in range(12_000)))),
    text("12,000 unknown names", lambda: spec(lines(f"relu: {{from: rleu_{i}}}" for i in range(12_000)))),
    text(
        "9,000 unknown names beside 9,000 known",
        lambda: spec(lines(f"relu: {{name: a{i}}}\n  - relu: {{from: b{i}}}" for i in range(9_000))),
    ),
    text(
        "5,000 unknown names, asked for by functions",
        lambda: spec(
            lines(
                [
                    *(f"relu: {{name: a{i}}}" for i in range(5000)),
                    *(f"dense: $(channels_of('b{i}'))" for i in range(5000)),
                ]
            )
        ),
    ),
    text("a name of 30,000 steps", lambda: spec(f"[{{relu: {{from: {'a.' * 30_000}a}}}}]")),
    text("names of 5,000 steps", lambda: spec(lines([f"relu: {{from: {'a.' * 5000}a}}"] * 90))),
    text("12,000 layers of one name", lambda: spec(lines(["relu: {name: a}"] * 12_000))),
    text(
        "8,000 layers of the name of one layer, each with a number",
        lambda: spec(lines([*(f"relu: {{name: a-{i}}}" for i in range(4_000)), *["relu: {name: a-1}"] * 4_000])),
    ),
    text(
        "10,000 merges that do not fit",
        lambda: spec(lines(["dense: {units: 4, name: a}", "dense: {units: 5, name: b}", *["add: [a, b]"] * 10_000])),
    ),
    text(
        "3,000 merges that do not fit, of 3,000 layers",
        lambda: spec(
            lines(
                one
                for i in range(3000)
                for one in (f"dense: {{units: {i + 4}, from: input, name: a{i}}}", f"add: [a{i}, input]")
            )
        ),
    ),
    text(
        "2,000 merges of many branches that do not fit",
        lambda: spec(lines(["dense: {units: 4, name: a}", *[f"add: [{'a, ' * 20}input]"] * 2000])),
    ),
    text(
        "8,000 windows that do not fit",
        lambda: spec(lines(["conv: {filters: 1, size: 9, padding: valid, from: input}"] * 8_000), shape="[8, 8, 3]"),
    ),
    text("faults in a repeat", lambda: spec("[{repeat: {times: 150000, layers: [{dense: {units: x}}]}}]")),
    text(
        "merges that do not fit in a repeat",
        lambda: spec("[{dense: {units: 5, name: a}}, {repeat: {times: 150000, layers: [{add: [a, input]}]}}]"),
    ),
    text(
        "merges that do not fit behind a repeat",
        lambda: spec(
            "[{repeat: {times: 20000, layers: [relu]}}, {dense: {units: 5, name: a}},"
            f" {'{add: [a, input]}, ' * 1500}]"
        ),
    ),
    text("5,000 faults on one line", lambda: spec(f"[{'{relu: {x: 1}}, ' * 5000}]")),
    text(
        "10,000 pieces of advice on one line",
        lambda: spec(f"[{'{conv: {filters: 3, size: 2}}, max_pool, softmax, ' * 5000}]"),
    ),
    text("advice on 8,000 layers", lambda: spec(lines(["conv: {filters: 37, size: 4}"] * 8_000))),
    text("wide letters on a long line", lambda: spec(f"[{{relu: {{x: {'漢' * 60_000}}}}}]")),
    text(
        "faults in the formats of machines", lambda: spec(lines(f"rleu{i}" for i in range(12_000))), "--format", "sarif"
    ),
    text("faults on one line, as JSON", lambda: f"[{'!x a, ' * 170_000}]", "--format", "json"),
    text("faults on one line, as JUnit", lambda: f"[{'!x a, ' * 170_000}]", "--format", "junit"),
    text("faults on one line, for GitHub", lambda: f"[{'!x a, ' * 170_000}]", "--format", "github"),
    text("faults on one line, for GitLab", lambda: f"[{'!x a, ' * 170_000}]", "--format", "gitlab"),
)
"""Each with its name."""
