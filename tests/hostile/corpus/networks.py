"""Hostile networks: repeats that multiply, blocks that call themselves, names and lists without end."""

from collections.abc import Callable

from tests.hostile.corpus.case import lines, spec, text


def _nested(depth: int, times: str, inner: str) -> str:
    for _ in range(depth):
        inner = f"{{repeat: {{times: {times}, layers: [{inner}]}}}}"
    return spec(f"[{inner}]")


def _chain(count: int, call: Callable[[int], str], first: str, params: str = "", start: str = "") -> str:
    """Returns blocks, each of which calls the one before it, and a network that calls the last."""
    blocks = f"blocks:\n  b0: {{{params}layers: [{first}]}}\n"
    blocks += "".join(f"  b{i}: {{{params}layers: [{call(i - 1)}]}}\n" for i in range(1, count))
    return spec(f"[{start}{f'b{count - 1}'}]", blocks)


def _twice(i: int) -> str:
    return f"b{i}, b{i}"


def _nested_lists(opening: str, closing: str, depth: int) -> str:
    return spec(f"[{opening * depth}relu{closing * depth}]")


CASES = (
    text("repeat 10^9 times", lambda: spec("[{repeat: {times: 1000000000, layers: [relu]}}]")),
    text("repeat 10^18 times, nothing", lambda: spec("[{repeat: {times: 1000000000000000000, layers: []}}]")),
    text(
        "repeat 10^9 times what is left out",
        lambda: spec("[{repeat: {times: 1000000000, layers: [{relu: {when: $(false)}}]}}]"),
    ),
    text("repeat 10^9 times, less than nothing", lambda: spec("[{repeat: {times: -1000000000, layers: [relu]}}]")),
    text("repeats that multiply", lambda: _nested(15, "100", "relu")),
    text("repeats that multiply, computed", lambda: _nested(15, "$(10 ** 2)", "relu")),
    text("repeats that multiply, of nothing", lambda: _nested(15, "100", "{group: []}")),
    text(
        "repeats that multiply, in groups",
        lambda: spec("[{repeat: {times: 900, layers: [{group: [{repeat: {times: 900, layers: [relu]}}]}]}}]"),
    ),
    text(
        "repeats in blocks that multiply",
        lambda: _chain(12, lambda i: f"{{repeat: {{times: 9, layers: [b{i}]}}}}", "relu"),
    ),
    text(
        "repeats in blocks that multiply, of nothing",
        lambda: _chain(12, lambda i: f"{{repeat: {{times: 9, layers: [b{i}]}}}}", ""),
    ),
    text("a million layers of one name", lambda: spec("[{repeat: {times: 199000, layers: [{relu: {name: a}}]}}]")),
    text("a block that calls itself", lambda: spec("[b]", "blocks: {b: {layers: [b]}}\n")),
    text(
        "a block that calls itself through its param",
        lambda: spec("[b: b]", "blocks: {b: {params: {k: }, layers: [$k: $k]}}\n"),
    ),
    text(
        "blocks that call each other",
        lambda: spec("[a]", "blocks: {a: {layers: [b]}, b: {layers: [c]}, c: {layers: [{group: [a]}]}}\n"),
    ),
    text("2,000 blocks, each in the next", lambda: _chain(2000, lambda i: f"b{i}", "relu")),
    text(
        "2,000 blocks, each in groups in the next",
        lambda: _chain(2000, lambda i: f"{{group: [{{group: [b{i}]}}]}}", "relu"),
    ),
    text("blocks that double", lambda: _chain(60, _twice, "relu")),
    text("blocks that double, of nothing", lambda: _chain(60, _twice, "")),
    text("blocks that double, of what is left out", lambda: _chain(60, _twice, "{relu: {when: $(false)}}")),
    text("blocks that double, behind a fault", lambda: _chain(60, _twice, "relu", start="{dense: x}, ")),
    text("blocks that double, with a fault", lambda: _chain(60, _twice, "{dense: x}")),
    text(
        "blocks that double, each with other params",
        lambda: _chain(60, lambda i: f"{{b{i}: $(p + 1)}}, {{b{i}: $(p * 2)}}", "relu", "params: {p: 1}, "),
    ),
    text("blocks that double, in branches", lambda: _chain(60, lambda i: f"{{add: [[b{i}], [b{i}]]}}", "relu")),
    text(
        "blocks that double, in residuals",
        lambda: _chain(60, lambda i: f"{{residual: [b{i}]}}, {{residual: [b{i}]}}", "relu"),
    ),
    text(
        "blocks that double, from outside",
        lambda: _chain(60, lambda i: f"{{b{i}: {{from: input}}}}, {{b{i}: {{from: input}}}}", "{relu: {from: input}}"),
    ),
    text(
        "blocks that double, with a list that doubles",
        lambda: _chain(60, lambda i: f'{{b{i}: "$([p, p])"}}, b{i}', "relu", "params: {p: [1]}, "),
    ),
    text(
        "a large block, called often",
        lambda: spec("[{repeat: {times: 1000, layers: [b]}}]", f"blocks: {{b: {{layers: [{'relu, ' * 12_000}]}}}}\n"),
    ),
    text("groups in groups", lambda: _nested_lists("{group: [", "]}", 28)),
    text("residuals in residuals", lambda: _nested_lists("{residual: [", "]}", 28)),
    text("branches in branches", lambda: _nested_lists("{add: [[", "], .]}", 18)),
    text("time_distributed in time_distributed", lambda: _nested_lists("{time_distributed: [", "]}", 28)),
    text(
        "names of 64 letters, in blocks in blocks",
        lambda: _chain(60, lambda i: f"{{b{i}: {{name: {'n' * 64}}}}}", "{repeat: {times: 150000, layers: [relu]}}"),
    ),
    text(
        "1,100 variants, each too large",
        lambda: spec(
            "[{repeat: {times: $n, layers: [relu]}}]",
            "params: {n: 1}\nvariants:\n" + "".join(f"  v{i}: {{n: 1000000000}}\n" for i in range(1100)),
        ),
    ),
    text(
        "1,000 variants, each with long lists",
        lambda: spec(
            "[dense: $n]",
            "params: {n: 1}\nvariants:\n" + "".join(f"  v{i}: {{n: $(sum(range(90000)))}}\n" for i in range(1000)),
        ),
    ),
    text("20,000 layers written out", lambda: spec(lines(["relu"] * 20_000))),
    text("80,000 branches", lambda: spec(f"[{{concat: [{'., ' * 80_000}]}}]")),
    text("12,000 branches of layers", lambda: spec(f"[{{add: [{'[relu], ' * 12_000}]}}]")),
    text("concat of itself, over and over", lambda: spec("[{repeat: {times: 100, layers: [concat: [., .]]}}]")),
    text(
        "12,000 inputs",
        lambda: (
            "archspec: 1\ninputs:\n"
            + "".join(f"  i{i}: [H{i}, 3]\n" for i in range(12_000))
            + "layers: [{relu: {from: i1}}]\n"
        ),
    ),
    text("12,000 outputs", lambda: spec("[{relu: {name: a}}]") + f"outputs: [{'a, ' * 12_000}]\n"),
    text(
        "12,000 outputs by name",
        lambda: spec("[{relu: {name: a}}]") + "outputs:\n" + "".join(f"  o{i}: a\n" for i in range(12_000)),
    ),
    text(
        "12,000 variants",
        lambda: spec(
            "[dense: $a]", "params: {a: 1}\nvariants:\n" + "".join(f"  v{i}: {{a: {i}}}\n" for i in range(12_000))
        ),
    ),
    text(
        "12,000 unused blocks",
        lambda: spec("[relu]", "blocks:\n" + "".join(f"  b{i}: {{layers: [relu]}}\n" for i in range(12_000))),
    ),
    text(
        "12,000 unused params", lambda: spec("[relu]", "params:\n" + "".join(f"  p{i}: {i}\n" for i in range(12_000)))
    ),
    text("8,000 unused layers", lambda: spec(lines(["relu: {from: input}"] * 8_000))),
    text(
        "edits, 9,000, of calls, 9,000",
        lambda: (
            spec(lines(["b"] * 9_000), "blocks: {b: {layers: [relu]}}\n")
            + "edits:\n"
            + lines(f"remove: b_{i}.relu_1" for i in range(1, 9_001))
        ),
    ),
    text(
        "edits, 9,000, around one layer",
        lambda: (
            spec("[relu]") + "edits:\n" + lines(["{after: relu_1, insert: [relu]}"] * 9_000 + ["remove: relu_1"] * 99)
        ),
    ),
    text(
        "edits, 3,000, of layers that 20,000 others are not",
        lambda: (
            spec("[{repeat: {times: 20000, layers: [relu]}}]")
            + "edits:\n"
            + lines(f"remove: all.{i}.rilu_1" for i in range(3_000))
        ),
    ),
    text(
        "edits with hostile paths",
        lambda: (
            spec("[relu]")
            + "edits:\n"
            + lines(
                [
                    "remove: ../../etc/passwd",
                    "remove: /dev/zero",
                    "remove: input",
                    "remove: ''",
                    "remove: .",
                    "remove: ..",
                    f"remove: {'a.' * 30_000}",
                    f"remove: {'a' * 60_000}",
                    "remove: [a]",
                    "remove: $(1)",
                    "remove: relu_1.",
                    "{replace: relu_1, with: [{group: [relu]}]}",
                    "{after: relu_1, insert: [$x]}",
                    "{before: relu_1}",
                ]
            )
        ),
    ),
    text(
        "an edit of every turn, each of which repeats without end",
        lambda: (
            spec("[{repeat: {times: 5000, layers: [relu]}}]")
            + "edits:\n"
            + lines(
                f"{{replace: relu_{i}, with: [{{repeat: {{times: 1000000, layers: [relu]}}}}]}}" for i in range(1, 5000)
            )
        ),
    ),
    text(
        "defaults of everything",
        lambda: spec(
            "[{conv: {filters: 4, size: 3, norm: group}}]",
            "defaults:\n  conv: {norm: group, activation: $(channels), padding: $padding}\n"
            "  group_norm: {groups: $(channels * 9)}\n"
            "  residual: {shortcut: [{residual: [relu]}]}\n  x: {y: 1}\n",
        ),
    ),
    text(
        "a residual whose default shortcut holds a residual",
        lambda: spec("[{residual: [relu]}]", "defaults: {residual: {shortcut: [{residual: [relu]}]}}\n"),
    ),
    text(
        "a repeat whose default layers hold a repeat",
        lambda: spec("[{repeat: {}}]", "defaults: {repeat: {times: 9, layers: [{repeat: {}}]}}\n"),
    ),
    text(
        "a group whose default layers hold two groups",
        lambda: spec("[{group: {}}]", "defaults: {group: {layers: [{group: {}}, {group: {}}]}}\n"),
    ),
)
"""Each with its name."""
