"""Hostile expressions and params."""

from tests.hostile.corpus.case import lines, spec, text

ESCAPES = (
    "().__class__.__bases__[0].__subclasses__()", "__import__('os').system('id')", "open('/etc/passwd').read()",
    "eval('1')", "exec('1')", "globals()", "getattr(1, 'real')", "channels.__class__", "spatial.append(1)",
    "(lambda: 1)()", "[x for x in range(9)]", "{x: 1}", "{1, 2}", "f'{channels}'", "(x := 1)", "`id`", "1; 2",
    "range.__globals__", "''.join(['a'])", "'%s' % 1", "'{0.__class__}'", "*spatial", "print(1)", "__name__",
    "channels_of.__closure__", "min.__self__", "1 if 1 else __import__('os')", "yield 1", "await 1", "x.y.z", "1 .real",
    "0x10", "1j", "b'a'", "r'a'", "...", "not_a_name", "True", "None", "1 << 2", "~1", "1 @ 2", "1 is 1", "1 in [1]",
    "range(**{})", "min(*[1])", "min(key=1)", "'a' 'b'", "spatial[0:1]", "spatial[0, 1]", "$x", "$(1)", "1\u00b2",
)  # fmt: skip


def _quoted(expression: str) -> str:
    return "'$(" + expression.replace("'", "''") + ")'"


def _params(make: str, count: int, first: str) -> str:
    """Returns params, each made of the one before it."""
    made = [f"  p{i}: {make.replace('@', f'p{i - 1}')}\n" for i in range(1, count)]
    return f"params:\n  p0: {first}\n{''.join(made)}"


def _numbers() -> str:
    powers = (
        "9**9**9", "9**9**9**9", "(9**9)**9", "-9**9**9", "2**-9**9", "0**-1", "10**20", "10**19 * 10", "1e308 * 10",
        "1e-308 / 1e308", "1e308 // 1e-308", "1e308 % 1e-308", "(-8) ** 0.5", "0.1 ** 1e308", "99999999999999999999",
        "99999999999999999999 ** 66", "int(1e308)", "round(1e308)", "round_to(1e308, 5e-324)", "log2(0)",
        "log2(5e-324)", "range(10**9)", "range(-10**18, 10**18)", "range(0, 10**19, 10**18)", "len(range(10**9))",
        "range(1, 2, 0)", "sum(range(10**9))", "max([])", "spatial[10**9]", "spatial[-10**19]", "[1] * 10**9",
        "'a' * 10**9", "[1][0.5]",
    )  # fmt: skip
    return spec(lines(f"dense: {_quoted(one)}" for one in powers))


CASES = (
    text("powers of powers and other large numbers", _numbers),
    text("ways out of expressions", lambda: spec(lines(f"dense: {_quoted(one)}" for one in ESCAPES))),
    text("ways out, as kinds", lambda: spec(lines(_quoted(one) for one in ESCAPES))),
    text("ways out, as names", lambda: spec(lines(f"relu: {{name: {_quoted(one)}}}" for one in ESCAPES))),
    text("500 parentheses", lambda: spec(f"[dense: $({'(' * 248}1{')' * 248})]")),
    text("500 signs", lambda: spec(f"[dense: $({'-' * 498}1)]")),
    text("125 negations", lambda: spec(f"[relu: {{when: $({'not ' * 120}true)}}]")),
    text("160 powers", lambda: spec(f"[dense: $({'2**' * 160}1)]")),
    text("choices in choices", lambda: spec(f"[dense: $({'1 if true else ' * 32}1)]")),
    text("text in text in text", lambda: spec("[dense: $('$(\"$(1)\")')]")),
    text("9,000 expressions that cannot be read", lambda: spec(lines([f"dense: $({'(1+' * 20}" for _ in range(9000)]))),
    text("9,000 different expressions", lambda: spec(lines(f"relu: {{when: $(1 == {i})}}" for i in range(9_000)))),
    text(
        "2,000 different expressions in 60 parentheses",
        lambda: spec(lines(f"relu: {{when: '$({'(' * 60}1 == {i}{')' * 60})'}}" for i in range(2_000))),
    ),
    text(
        "2,000 expectations in 60 parentheses",
        lambda: (
            "archspec: 1\ninput: [H, W, 3]\nlayers: [relu]\nexpect:\n  sizes:\n"
            + "".join(f"    - '{'(' * 60}H >= {i}{')' * 60}'\n" for i in range(2_000))
        ),
    ),
    text(
        "6,000 different sums of 60 numbers",
        lambda: spec("[relu]", "params:\n" + "".join(f"  p{i}: $({'1+' * 59}{i})\n" for i in range(6_000))),
    ),
    text(
        "2,000 different lists of 200 numbers",
        lambda: spec("[relu]", "params:\n" + "".join(f"  p{i}: $([{'1,' * 199}{i}])\n" for i in range(2_000))),
    ),
    text("100 expressions in one text, often", lambda: spec(lines([f"relu: {{name: {'$(1)' * 100}}}"] * 2000))),
    text("a text with 30,000 dollar signs", lambda: spec(f"[relu: {{name: {'$$' * 30_000}}}]")),
    text("texts that double", lambda: spec("[relu]", _params("$(@ + @)", 60, "ab"))),
    text(
        "texts of 60,000 letters, 30,000 times",
        lambda: spec(
            "[relu]", f"params:\n  a: {'x' * 60_000}\n" + "".join(f"  p{i}: $(a + 'x')\n" for i in range(30_000))
        ),
    ),
    text("lists that double", lambda: spec("[relu]", _params('"$([@, @])"', 60, "[1]"))),
    text("lists that double, joined", lambda: spec("[relu]", _params("$(@ + @)", 60, "[1]"))),
    text(
        "lists of 100,000, a thousand times",
        lambda: spec("[relu]", "params:\n" + "".join(f"  p{i}: $(range(100000))\n" for i in range(1000))),
    ),
    text(
        "lists of 100,000, summed in a loop",
        lambda: spec(
            "[{repeat: {times: 100000, layers: [{relu: {when: $(sum(a) < 0)}}]}}]", "params: {a: $(range(99999))}\n"
        ),
    ),
    text(
        "lists of 100,000, searched 60 times in each of 1,500 items",
        lambda: spec(
            lines([f"relu: {{when: '$({' + '.join(['max(a)'] * 60)} < 0)'}}"] * 1500), "params: {a: $(range(99999))}\n"
        ),
    ),
    text(
        "lists of 100,000, compared in a loop",
        lambda: spec(
            "[{repeat: {times: 100000, layers: [{relu: {when: $(a == b)}}]}}]",
            "params: {a: $(range(99999)), b: $(range(99999))}\n",
        ),
    ),
    text(
        "lists of 100,000, wrong a thousand times",
        lambda: spec(lines(["dense: $a"] * 1000), "params: {a: $(range(99999))}\n"),
    ),
    text(
        "each over lists of 100,000, each in the other",
        lambda: spec(
            "[{repeat: {each: {i: $(range(99999))}, layers: [{repeat: {each: {j: $(range(99999))}, layers: [relu]}}]}}]"
        ),
    ),
    text("a param that is itself", lambda: spec("[relu]", "params: {a: $a, b: $(b + 1), c: $d, d: $c}\n")),
    text("12,000 params, each the one before it", lambda: spec("[relu]", _params("$@", 12_000, "1"))),
    text("12,000 unknown params", lambda: spec(lines(f"relu: {{when: $unknown{i}}}" for i in range(12_000)))),
    text(
        "8,000 unknown params beside 8,000 known",
        lambda: spec(
            lines(f"relu: {{when: $unknown{i}}}" for i in range(8_000)),
            "params:\n" + "".join(f"  known{i}: 1\n" for i in range(8_000)),
        ),
    ),
)
"""Each with its name."""
