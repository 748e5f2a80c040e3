"""What the composer makes of YAML, and what it refuses."""

import pytest

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile
from archspec.syntax.faults import AmbiguousScalar, ForbiddenEscape, WrittenTooLarge
from archspec.syntax.parse import parse
from archspec.syntax.tree import Mapping, Sequence, plain
from archspec.syntax.yaml_faults import DuplicateKey, SplitExpression
from tests.like import Like


def read(text: str) -> object:
    """The value of a text that has no faults."""
    tree, found = parse(SourceFile("f", text))
    assert not found
    return None if tree is None else plain(tree)


def faults(text: str) -> list[tuple[str, str]]:
    """The findings of a text, by name and place."""
    return [(fault.kind.name, place(fault)) for fault in parse(SourceFile("f", text))[1]]


def only(text: str) -> Diagnostic:
    """The one finding of a text."""
    [fault] = parse(SourceFile("f", text))[1]
    return fault


def place(fault: Diagnostic) -> str:
    span = fault.span
    assert span is not None
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


# Values ---------------------------------------------------------------------------------------------------------------


def test_quoted_text_stays_text():
    assert read("['1', \"true\", '', \"a\\n\\u00e9\", '$(a, b)']") == ["1", "true", "", "a\né", "$(a, b)"]


def test_block_text_is_text():
    assert read("a: |\n  1\n\nb: >-\n  x\n  y\n") == {"a": "1\n", "b": "x y"}


def test_keys_are_text():
    assert read("50: a\ntrue: b\n~: c\n1e3: d\n010: e\nyes: f\n!!int 7: g\n") == {
        **{"50": "a", "true": "b", "~": "c", "1e3": "d"},
        **{"010": "e", "yes": "f", "7": "g"},
    }


def test_core_tags_are_obeyed():
    text = "a: !!str 5\nb: !!int '5'\nc: !!float 5\nd: !!seq [1]\ne: !!map {f: 1}\ng: !!null ''\nh: !!bool 'true'\n"
    assert read(text) == {"a": "5", "b": 5, "c": 5.0, "d": [1], "e": {"f": 1}, "g": None, "h": True}
    assert read("a: !<tag:yaml.org,2002:str> 5") == {"a": "5"}


def test_the_text_is_kept_as_written():
    tree, _ = parse(SourceFile("f", "a: 1e-3\nb: '0x10'\nc: 0x10\nd: !!str 010\n"))
    assert isinstance(tree, Mapping)
    assert [getattr(value, "text", None) for value in tree.entries.values()] == ["1e-3", "0x10", "0x10", "010"]


def test_explicit_document_marks_are_fine():
    assert read("%YAML 1.2\n---\na: 1\n...\n") == {"a": 1}
    assert read("---\n- 1\n") == [1]


# Aliases --------------------------------------------------------------------------------------------------------------


def test_an_alias_repeats_the_value_at_a_place_of_its_own():
    tree, found = parse(SourceFile("f", "a: &x {b: [1, 2]}\nc: *x\nd: &y 3\ne: *y\n"))
    assert not found
    assert isinstance(tree, Mapping)
    assert plain(tree) == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": 3, "e": 3}
    repeated = tree.entries["c"]
    assert isinstance(repeated, Mapping)
    assert repeated.span is not None
    assert repeated.span[1:] == (2, 4, 2, 6)
    inner = repeated.entries["b"]
    assert inner.span is not None
    assert inner.span[1:] == (1, 11, 1, 17)


def test_an_alias_may_be_a_key():
    assert read("a: &x units\nb: {*x : 3}\n&k c: *k\n") == {"a": "units", "b": {"units": 3}, "c": "c"}


def test_an_anchor_may_be_set_anew():
    assert read("[&a 1, *a, &a 2, *a, &a [&a 3, *a], *a]") == [1, 1, 2, 2, [3, 3], 3]


def test_an_alias_needs_an_anchor():
    assert faults("a: *x\nb: &x 1\n*y : 2\n") == [("undefined-alias", "1:4-1:6"), ("undefined-alias", "3:1-3:3")]


def test_an_alias_cannot_hold_itself():
    fault = only("a: 1\nb: &x [1, {c: *x}]\n")
    assert (fault.kind.name, place(fault)) == ("recursive-alias", "2:15-2:17")
    assert [label.span[1:3] for label in fault.labels] == [(2, 4)]
    assert faults("[&a 1, &a [*a]]") == [("recursive-alias", "1:12-1:14")]


# Keys -----------------------------------------------------------------------------------------------------------------


def test_a_duplicate_key_names_both_places_and_the_first_value_stays():
    tree, [fault] = parse(SourceFile("f", "50: 1\nb: 2\n'50': {c: 3}\n"))
    assert tree is not None
    assert plain(tree) == {"50": 1, "b": 2}
    assert (fault, place(fault)) == (
        Like(DuplicateKey, key="50"),
        "3:1-3:5",
    )
    assert [label.span[1:3] for label in fault.labels] == [(1, 1)]


def test_merge_keys_are_refused_and_quoted_ones_are_keys():
    tree, [fault] = parse(SourceFile("f", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n"))
    assert tree is not None
    assert plain(tree) == {"a": {"b": 1}, "c": {"d": 2}}
    assert (fault.kind.name, place(fault)) == ("merge-key", "3:3-3:5")
    assert read("'<<': 1") == {"<<": 1}


def test_compound_keys_are_refused():
    text = "? [a, b]\n: 1\nc: 2\n? {d: 3}\n: 4\n&x e: 5\n"
    assert faults(text) == [("compound-key", "1:3-1:9"), ("compound-key", "4:3-4:9")]
    assert plain(parse(SourceFile("f", text))[0] or Sequence([])) == {"c": 2, "e": 5}
    assert faults("a: &x [1]\n*x : 2\n") == [("compound-key", "2:1-2:3")]


# Tags -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    ["!x", "!", "!!python/object/apply:os.system", "!!binary", "!!timestamp", "!!set", "!!omap", "!<!x>", "!!merge"],
)
def test_other_tags_are_refused(tag: str):
    assert faults(f"a: {tag} b\n") == [("unknown-tag", f"1:4-1:{len(tag) + 6}")]
    assert [name for name, _ in faults(f"a: {tag} [b]\n{tag} c: 1\n")] == ["unknown-tag", "unknown-tag"]


@pytest.mark.parametrize(
    "text", ["!!int two", "!!bool yes", "!!seq {a: 1}", "!!map [1]", "!!seq 1", "!!int [1]", "!!null 0", "!!float true"]
)
def test_tags_must_be_true(text: str):
    assert [name for name, _ in faults(f"a: {text}\n")] == ["tag-mismatch"]


# YAML 1.1 -------------------------------------------------------------------------------------------------------------


def test_words_that_yaml_1_1_reads_otherwise():
    fault = only("a: yes\n")
    assert fault.severity == "warning"
    assert fault == Like(AmbiguousScalar, text="yes", value="yes", other="true")
    assert [advice.text for advice in fault.helps] == [
        "write `true` if that is meant",
        'put it in quotes if text is meant: `"yes"`',
    ]
    assert only("010") == Like(AmbiguousScalar, text="010", value=10, other="8")
    assert only("2020-01-01") == Like(AmbiguousScalar, text="2020-01-01", value="2020-01-01", other="a date")


def test_only_plain_values_are_ambiguous():
    text = "yes: ['yes', \"010\", !!str no]\non: |-\n  1:30\n"
    assert read(text) == {"yes": ["yes", "010", "no"], "on": "1:30"}


def test_every_ambiguous_value_is_told():
    assert faults("[yes, yes, 1_0]") == [
        ("ambiguous-scalar", "1:2-1:5"),
        ("ambiguous-scalar", "1:7-1:10"),
        ("ambiguous-scalar", "1:12-1:15"),
    ]


def test_quantities_under_expect_may_have_underscores():
    assert read("expect: {params: 25_557_032, at: {H: 1_024}}") == {
        "expect": {"params": "25_557_032", "at": {"H": "1_024"}}
    }
    assert [name for name, _ in faults("expect: {params: yes}")] == ["ambiguous-scalar"]
    assert [name for name, _ in faults("a: {expect: 1_000}\nexpect: 1_000\nb: 1_000\n")] == ["ambiguous-scalar"] * 2


# Expressions that YAML cuts in two ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "where"),
    [
        ("a: {b: $(min(c, d)), e: 1}\n", {"a": {"b": "$(min(c, d))", "e": 1}}, "1:8-1:20"),
        ("a: {b: $(min(c, d))}\n", {"a": {"b": "$(min(c, d))"}}, "1:8-1:20"),
        ("[$(max(1, 2, 3)) , 4]", ["$(max(1, 2, 3))", 4], "1:2-1:17"),
        ("[enc$(min(1, 2))]", ["enc$(min(1, 2))"], "1:2-1:17"),
        ("a: {b: $(c[i])}", {"a": None}, "1:8-1:15"),
        ("[a)$(min(1, 2))]", ["a)$(min(1, 2))"], "1:2-1:16"),
        ("[$(g(')', 2))]", ["$(g(')', 2))"], "1:2-1:14"),
    ],
)
def test_a_cut_expression_is_put_together_again(text: str, value: object, where: str):
    tree, [fault] = parse(SourceFile("f", text))
    assert tree is not None
    assert plain(tree) == value
    assert (fault.kind.name, place(fault)) == ("split-expression", where)


def test_the_cure_of_a_cut_expression():
    fault = only("a: {b: $(min(c, d))}\n")
    assert fault == Like(SplitExpression, sign=",", value="$(min(c")
    [advice] = fault.helps
    assert advice.text == "put the value in quotes: `'$(min(c, d))'`"
    [edit] = advice.edits
    assert (edit.span[1:], edit.replacement) == ((1, 8, 1, 20), "'$(min(c, d))'")


@pytest.mark.parametrize(
    "text", ["[$(a), $(b + (c))]", "a: $(min(b, c))", "{a: '$(min(b, c))'}", "[$(a, b]", "[a$(, b)]"]
)
def test_other_expressions_are_left_alone(text: str):
    assert faults(text) == []


def test_whole_expressions_do_not_keep_a_cut_one_from_being_found():
    whole = "$(a), " * (limits.REPAIRS // 6 + 1)
    assert [kind for kind, _ in faults(f"[{whole}$(min(b, c))]")] == ["split-expression"]


# Limits ---------------------------------------------------------------------------------------------------------------


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_nesting():
    assert faults(nested(limits.NESTING)) == []
    assert faults(nested(limits.NESTING + 1)) == [("nesting-too-deep", "1:65-1:66")]
    # Some versions of libyaml look far ahead, and give up at a depth of their own.
    assert [kind for kind, _ in faults("[" * 100_000)] == ["nesting-too-deep"]
    assert [name for name, _ in faults("- " * 1000)] == ["nesting-too-deep"]
    assert [name for name, _ in faults("{a: " * 1000)] == ["nesting-too-deep"]
    assert [name for name, _ in faults("? " * 1000)] == ["nesting-too-deep"]


def test_nesting_through_aliases():
    text = f"[&a {nested(40)}, &b {'[' * 23}*a{']' * 23}, [{{}}], "
    assert faults(text + "*b]") == []
    assert faults(text + "[*b]]") == [("nesting-too-deep", "1:147-1:149")]


def test_nodes():
    assert faults("[" + "a," * (limits.NODES - 1) + "]") == []
    assert [name for name, _ in faults("[" + "a," * limits.NODES + "]")] == ["too-many-nodes"]
    assert [name for name, _ in faults("{" + ",".join(f"{n}: a" for n in range(limits.NODES // 2)) + "}")] == [
        "too-many-nodes"
    ]


def test_nodes_repeated_by_aliases():
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    # The lists have 10, 91, 820, 7,381 and 66,430 nodes, together 74,732: the first alias of the sixth goes over.
    assert faults("\n".join(lines)) == [("too-many-nodes", "6:8-6:11")]


def test_anchors():
    assert faults("[" + ", ".join(f"&a{n} 1" for n in range(limits.ANCHORS)) + "]") == []
    assert [name for name, _ in faults("[" + ", ".join("&a 1" for _ in range(limits.ANCHORS + 1)) + "]")] == [
        "too-many-anchors"
    ]


def test_length_of_a_value():
    assert faults("a: " + "b" * limits.SCALAR) == []
    assert [name for name, _ in faults("a: " + "b" * (limits.SCALAR + 1))] == ["scalar-too-long"]
    assert [name for name, _ in faults("? " + "b" * (limits.SCALAR + 1))] == ["scalar-too-long"]


def test_size_of_numbers():
    fault = only("a: 1" + "0" * 50)
    assert fault == (
        Like(WrittenTooLarge, number="100000000000000000000000000000000000000000000000000", most_digits=20)
    )
    assert faults("[1e999, !!int 999999999999999999999, 0xFFFFFFFFFFFFFFFFFF]") == [
        ("number-too-large", "1:2-1:7"),
        ("number-too-large", "1:9-1:36"),
        ("number-too-large", "1:38-1:58"),
    ]


def test_number_of_findings():
    found = faults("[" + "yes, " * 2000 + "]")
    assert len(found) == limits.DIAGNOSTICS + 1
    assert found[-1][0] == "too-many-diagnostics"
    assert len(faults("[" + "*a, " * 5000 + "]")) == limits.DIAGNOSTICS + 1


def test_a_limit_ends_the_reading():
    tree, [_] = parse(SourceFile("f", "a: 1\nb: [2, " + "[" * 64 + "3"))
    assert tree is None


# Files ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " \n\n", "# comment\n", "---\n", "--- # comment\n"])
def test_empty_files(text: str):
    tree, [fault] = parse(SourceFile("f", text))
    assert tree is None
    assert (fault.kind.name, place(fault)) == ("empty-file", "1:1-1:1")


def test_null_is_not_empty():
    assert faults("~") == []
    assert faults('""') == []


def test_several_documents():
    assert faults("a: 1\n---\nb: 2\n---\n[") == [("several-documents", "2:1-2:4")]


def test_escapes_bring_in_no_control_characters():
    fault = only('a: "x\\e[31m"\nb: "\\u2028"\n')
    assert (fault.kind.name, place(fault)) == ("forbidden-character", "1:4-1:13")
    assert fault == Like(ForbiddenEscape, character="\x1b")
    assert [name for name, _ in faults('"\\0": 1')] == ["forbidden-character"]


def test_findings_come_in_the_order_of_the_text():
    text = "a: yes\na: 1\nb: !x 2\nc: *d\ne: [1\n"
    assert [name for name, _ in faults(text)] == [
        "ambiguous-scalar",
        "duplicate-key",
        "unknown-tag",
        "undefined-alias",
        "invalid-yaml",
    ]
