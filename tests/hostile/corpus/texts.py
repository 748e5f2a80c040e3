"""Hostile bytes and YAML."""

from tests.hostile.corpus.case import lines, spec, text

TAGS = (
    "!!python/object/apply:os.system [id]", "!!python/name:os.system", "!!python/module:os", "!!binary aGk=",
    "!!set {a, b}", "!!omap [a: 1]", "!!pairs [a: 1]", "!!timestamp 2001-01-01", "!!merge <<", "!!value =", "!!yaml !",
    "!<tag:yaml.org,2002:int> x", "!<tag:yaml.org,2002:python/object:os.system> x", "!local x", "! x", "!!int [1]",
    "!!seq 1", "!!map 1", "!!str [a]", "!!float {a: 1}", "!!bool maybe", "!!null 1", f"!{'x' * 4000} 1",
)  # fmt: skip


def _alias_bomb() -> str:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    return "archspec: 1\n" + "\n".join(levels) + "\n"


def _merge_bomb() -> str:
    levels = ["a0: &a0 {k: 1}"] + [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 60)]
    return "archspec: 1\n" + "\n".join(levels) + "\n"


def _indented() -> str:
    deep = "".join(f"{' ' * depth}a:\n" for depth in range(1400))
    return f"archspec: 1\nlayers:\n{deep}"


CASES = (
    text("alias bomb", _alias_bomb),
    text("merge bomb", _merge_bomb),
    text("alias of a large list, often", lambda: f"a: &a [{'x, ' * 9000}]\nb: [{'*a, ' * 90000}]"),
    text("anchor that contains itself", lambda: "archspec: 1\nlayers: &a [*a, {group: &b {layers: [*b]}}]\n"),
    text("a million open brackets", lambda: "[" * 10**6),
    text("a million open braces", lambda: "{" * 10**6),
    text("a million open pairs", lambda: "[{" * 5 * 10**5),
    text("half a million dashes", lambda: "- " * 5 * 10**5),
    text("half a million question marks", lambda: "? " * 5 * 10**5),
    text("mapping in mapping, 1,400 deep", _indented),
    text("a key of a list of keys", lambda: "? " + "[" * 60 + "]" * 60 + "\n: 1\n" * 2),
    text("integer of a million digits", lambda: spec(f"[dense: {'9' * 10**6}]")),
    text("integer of 60,000 digits", lambda: spec(f"[dense: {'9' * 60_000}]")),
    text("hexadecimal of 60,000 digits", lambda: spec(f"[dense: 0x{'f' * 60_000}]")),
    text("integers of 60,000 digits, 15 times", lambda: spec(lines([f"dense: {'9' * 60_000}"] * 15))),
    text("fraction of 60,000 digits", lambda: spec(f"[dropout: 0.{'9' * 60_000}]")),
    text("exponent of 60,000 digits", lambda: spec(f"[dropout: 1e{'9' * 60_000}]")),
    text("number in base sixty, long", lambda: spec(f"[dense: {'1:' * 30_000}1]")),
    text("underscores in a number, long", lambda: spec(f"[dense: 1{'_' * 60_000}]")),
    text("line of a megabyte", lambda: spec(f"[relu]  # {'x' * 10**6}")),
    text("value of a megabyte", lambda: spec(f"[conv: {{filters: {'x' * 10**6}}}]")),
    text("key of a megabyte", lambda: "x" * 10**6 + ": 1\n"),
    text("anchor of a megabyte", lambda: f"&{'x' * 10**6} a\n"),
    text("alias of a megabyte", lambda: f"a: *{'x' * 10**6}\n"),
    text("tag of a megabyte", lambda: f"a: !{'x' * 10**6} b\n"),
    text("quoted escapes, a megabyte", lambda: 'a: "' + "\\x41" * 250_000 + '"\n'),
    text("200,000 faults on one line", lambda: f"[{'!x a, ' * 170_000}]"),
    text("200,000 words of YAML 1.1", lambda: f"archspec: 1\nx-a: [{'yes, ' * 200_000}]\nlayers: [relu]"),
    text(
        "2,000 faults with two places on a line of a megabyte",
        lambda: "{" + ", ".join(f"k{i % 900}: {'v' * 500}" for i in range(2000)) + "}",
    ),
    text("null characters", lambda: b"archspec: 1\0\nlayers: [relu]\n" + b"\0" * 10**6),
    text("lone surrogates", lambda: b"archspec: 1\nname: \xed\xa0\x80\xed\xbf\xbf\nlayers: [relu]\n"),
    text("lone surrogates, escaped", lambda: 'archspec: 1\nname: "\\ud800 \\udfff"\nlayers: ["\\ud800"]\n'),
    text("overlong encodings", lambda: b"archspec: 1\nname: \xc0\x80\xe0\x80\xaf\xf8\x88\x80\x80\x80\n"),
    text("bytes that are no text, a megabyte", lambda: bytes(range(256)) * 4096),
    text("a byte that is no text, at the end of a megabyte", lambda: b"#\n" * 500_000 + b"\xff"),
    text("UTF-16, little end first", lambda: "\ufeffarchspec: 1\n".encode("utf-16-le")),
    text("UTF-16, big end first", lambda: "\ufeffarchspec: 1\n".encode("utf-16-be")),
    text("UTF-32, little end first", lambda: "\ufeffarchspec: 1\n".encode("utf-32-le")),
    text("UTF-32, big end first", lambda: "\ufeffarchspec: 1\n".encode("utf-32-be")),
    text("byte-order marks, many", lambda: "\ufeff" * 300_000),
    text("every tag", lambda: "archspec: 1\nlayers:\n" + lines(TAGS)),
    text("20,000 declarations of tags", lambda: "".join(f"%TAG !t{i}! tag:x,{i}:\n" for i in range(20_000)) + "--- 1"),
    text("20,000 directives", lambda: "%X y\n" * 20_000 + "--- 1"),
    text("200,000 documents", lambda: "---\n" * 200_000),
    text("10,000 anchors", lambda: "\n".join(f"- &a{i} x" for i in range(10_000))),
    text("100,000 keys", lambda: "".join(f"k{i}: 1\n" for i in range(90_000))),
    text("the same key, 100,000 times", lambda: "k: 1\n" * 100_000),
    text("a million empty lines", lambda: "\n" * 10**6 + "layers: [relu]"),
    text("a million carriage returns", lambda: "\r" * 10**6 + "layers: [relu]"),
    text("a million blanks", lambda: " " * 10**6),
    text("a million tabs", lambda: "a:\n" + "\t" * 10**6 + "b"),
    text("text over half a million lines", lambda: "a: " + "b\n " * 300_000),
    text("block text over half a million lines", lambda: "a: |\n" + " b\n" * 300_000),
    text("comments that allow, 20,000", lambda: spec(lines(["relu  # archspec: allow relu-output"] * 20_000))),
    text("a comment that allows 100,000 names", lambda: spec(f"[relu]  # archspec: allow {'a b, ' * 100_000}")),
    text("a comment that nearly allows", lambda: spec("[relu]") + "# archspec: " * 80_000),
    text("hashes and blanks", lambda: spec("[relu]") + ("# " + " " * 1000) * 900),
    text("quotes that do not end", lambda: "a: '" + "''" * 400_000),
    text("brackets that close nothing", lambda: "]" * 10**6),
    text("only ampersands", lambda: "&" * 10**6),
    text("expressions cut by commas", lambda: spec(f"[{'dense: $(min(1, 2)), ' * 40_000}]")),
    text("expressions that do not end", lambda: spec(f"[{'dense: $((((1, ' * 40_000}]")),
)
"""Each with its name."""
