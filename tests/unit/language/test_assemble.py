from textwrap import dedent

import pytest

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.source import SourceFile
from archspec.language.assemble import Assembly, label_importers
from archspec.language.document import Architecture, Library
from archspec.language.finder import Finder, FoundFile, RefusedError
from archspec.language.reuse_faults import CircularReuse, TooLongAChain, TooManyFiles, TooMuchText, UnknownFile
from archspec.syntax.parse import parse
from archspec.syntax.tree import Tree, plain
from tests.like import Like


class Texts(Finder):
    """Files that are only text."""

    def __init__(self, texts: dict[str, str], identity: str = "spec") -> None:
        self.texts = texts
        self.identity = identity

    def open(self, name: str) -> FoundFile:
        if name not in self.texts:
            raise RefusedError(UnknownFile(name))
        source = SourceFile(name, "archspec: 1\n" + dedent(self.texts[name]))
        return FoundFile(name, source, [], Texts(self.texts, name))


def assembled(spec: str, **files: str) -> tuple[Architecture | Library | None, list[Diagnostic]]:
    tree, _ = parse(SourceFile("spec", "archspec: 1\n" + dedent(spec)))
    assert tree is not None
    assembly = Assembly()
    made = assembly.open(tree, Texts(files))
    return made, label_importers(assembly.found, assembly.importers)


def network(spec: str, **files: str) -> Architecture:
    made, found = assembled(spec, **files)
    assert isinstance(made, Architecture), found
    assert found == []
    return made


def said(tree: Tree | None) -> object:
    assert tree is not None
    return plain(tree)


def faults(spec: str, **files: str) -> list[Diagnostic]:
    return list(assembled(spec, **files)[1])


BASE = """
    name: base
    description: the base
    x-note: its own
    params: {width: {default: 8, min: 4, help: filters}, classes: 10, depth: }
    variants: {wide: {width: 64}, deep: {depth: 9}}
    input: [32, 32, 3]
    defaults: {conv: {norm: batch, bias: false}, dense: {bias: false}}
    blocks:
      unit: {layers: [relu]}
      other: {layers: [tanh]}
    layers: [unit]
    outputs: unit_1
    expect: {params: 0, trainable_params: 0}
    build: {precision: mixed_bfloat16}
"""


def test_what_a_spec_does_not_say_is_as_in_the_base() -> None:
    made = network("extends: base", base=BASE)
    assert (made.name, made.description) == ("base", "the base")
    assert said(made.layers) == ["unit"]
    assert made.build.precision == "mixed_bfloat16"
    assert list(made.variants) == ["wide", "deep"]
    assert made.extends is None


def test_a_param_keeps_its_range_and_gets_another_default() -> None:
    params = network("extends: base\nparams: {width: 16, classes: {help: labels}, depth: 3, new: 1}", base=BASE).params
    assert said(params["width"].default) == 16
    assert (params["width"].min, params["width"].help) == (4, "filters")
    assert (said(params["classes"].default), params["classes"].help) == (10, "labels")
    assert said(params["depth"].default) == 3
    assert said(params["new"].default) == 1


def test_a_param_may_become_one_that_must_be_given() -> None:
    param = network("extends: base\nparams: {width: }", base=BASE).params["width"]
    assert (param.default, param.min) == (None, 4)


def test_a_variant_of_the_base_gives_the_defaults() -> None:
    params = network("extends: base:wide\nparams: {classes: 2}", base=BASE).params
    assert said(params["width"].default) == 64
    assert params["width"].min == 4
    assert said(params["classes"].default) == 2


def test_variants_and_defaults_merge_key_by_key() -> None:
    made = network(
        """
        extends: base
        variants: {wide: {classes: 2}, slim: {width: 4}}
        defaults: {conv: {bias: true}, dense: {units: 3}}
        """,
        base=BASE,
    )
    assert {name: all_said(values) for name, values in made.variants.items()} == {
        "wide": {"width": 64, "classes": 2},
        "deep": {"depth": 9},
        "slim": {"width": 4},
    }
    assert {kind: all_said(fields) for kind, fields in made.defaults.items()} == {
        "conv": {"norm": "batch", "bias": True},
        "dense": {"bias": False, "units": 3},
    }


def all_said(trees: dict[str, Tree]) -> dict[str, object]:
    return {name: said(tree) for name, tree in trees.items()}


def test_inputs_layers_and_outputs_replace() -> None:
    made = network("extends: base\ninputs: {a: [4], b: [4]}\nlayers: [add: [a, b]]\noutputs: add_1", base=BASE)
    assert made.input is None
    assert list(made.inputs) == ["a", "b"]
    assert said(made.layers) == [{"add": ["a", "b"]}]


def test_what_is_expected_is_inherited_and_can_be_taken_back() -> None:
    expect = network("extends: base\nexpect: {params: null}", base=BASE).expect
    assert expect.params is None
    assert said(expect.trainable_params) == 0


def test_a_block_of_the_same_name_replaces_that_of_the_base() -> None:
    blocks = network("extends: base\nblocks: {unit: {layers: [selu]}}", base=BASE).blocks
    assert {name: said(block.layers) for name, block in blocks.items()} == {"unit": ["selu"], "other": ["tanh"]}


LIBRARY = "blocks: {unit: {layers: [inner]}, inner: {layers: [elu]}}"


def test_own_blocks_go_before_those_of_libraries_and_these_before_the_base() -> None:
    used = network("extends: base\nuse: library", base=BASE, library=LIBRARY).blocks
    assert {name: said(block.layers) for name, block in used.items()} == {
        "unit": ["inner"], "inner": ["elu"], "other": ["tanh"],
    }  # fmt: skip
    own = network("extends: base\nuse: library\nblocks: {unit: {layers: []}}", base=BASE, library=LIBRARY).blocks
    assert said(own["unit"].layers) == []
    below = network("extends: middle", middle="extends: base\nuse: library", base=BASE, library=LIBRARY).blocks
    assert said(below["unit"].layers) == ["inner"]


def test_a_library_keeps_its_own_blocks() -> None:
    files = {"library": LIBRARY, "above": "use: library\nblocks: {outer: {layers: [unit]}}"}
    blocks = network("use: above\ninput: [4]\nlayers: [outer]\nblocks: {inner: {layers: []}}", **files).blocks
    assert list(blocks) == ["outer", "inner"]
    home = blocks["outer"].home
    assert home is not None
    assert set(home) == {"unit", "inner", "outer"}
    assert blocks["inner"].home is None


def test_edits_remember_their_generation() -> None:
    files = {"base": BASE, "middle": "extends: base\nedits: [remove: a, remove: b]"}
    edits = network("extends: middle\nedits: [remove: c]", **files).edits
    assert [(said(edit.remove), edit.generation) for edit in edits] == [("a", 1), ("b", 1), ("c", 2)]
    assert network("extends: middle\nlayers: [relu]", **files).edits == []
    alone = network("extends: middle\nlayers: [relu]\nedits: [remove: c]", **files).edits
    assert [edit.generation for edit in alone] == [1]


def test_a_library_by_itself() -> None:
    made, found = assembled("use: std\nblocks: {a: {layers: [b]}}", std="blocks: {b: {layers: [relu]}}")
    assert found == []
    assert isinstance(made, Library)
    assert list(made.blocks) == ["a"]


def test_a_finding_in_another_file_names_all_files_that_lead_to_it() -> None:
    _, found = assembled("extends: middle", middle="extends: base", base="layers: [a]\nlayres: [b]")
    [finding] = found
    assert finding.span is not None
    assert finding.span.file.name == "base"
    assert [(label.span.file.name, label.text) for label in finding.labels] == [
        ("middle", "extended here"), ("spec", "extended here"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("extends: spec", Like(CircularReuse, file="spec", ring=1)),
        ("extends: a", Like(CircularReuse, file="a", ring=2)),
        ("use: library", Like(CircularReuse, file="library", ring=1)),
    ],
)
def test_rings(text: str, expected: Like) -> None:
    files = {"a": "extends: b", "b": "extends: a", "library": "use: library\nblocks: {}"}
    tree, _ = parse(SourceFile("spec", f"archspec: 1\n{text}\nlayers: []"))
    assert tree is not None
    assembly = Assembly()
    assembly.open(tree, Texts({**files, "spec": text}))
    assert assembly.found == [expected]


def test_a_chain_has_an_end() -> None:
    files = {f"f{number}": f"extends: f{number + 1}" for number in range(9)}
    assert faults("extends: f0", **files, f9=BASE) == [Like(TooLongAChain, file="f8", most=8)]
    assert network("extends: f2", **files, f9=BASE).name == "base"


def test_the_files_are_counted_and_measured() -> None:
    files = {f"f{number}": f"blocks: {{b{number}: {{layers: []}}}}" for number in range(70)}
    uses = ", ".join(list(files)[:64])
    assert network(f"use: [{uses}]\ninput: [4]\nlayers: []", **files).name is None
    assert faults(f"use: [{uses}, f64]\ninput: [4]\nlayers: []", **files) == [Like(TooManyFiles, file="f64", most=64)]
    large = {f"f{number}": f"blocks: {{}} # {'x' * 1_000_000}" for number in range(5)}
    assert faults(f"use: [{', '.join(large)}]\ninput: [4]\nlayers: []", **large) == [
        Like(TooMuchText, file="f4", most=4194304)
    ]


def test_a_library_that_is_missing_is_told_once() -> None:
    made, found = assembled("use: nowhere\ninput: [4]\nlayers: [unit, relu]")
    assert [one.kind.name for one in found] == ["unknown-file"]
    assert isinstance(made, Architecture)
    assert made.lacks_blocks


def test_a_base_that_is_missing_leaves_nothing_to_check() -> None:
    made, found = assembled("extends: nowhere\nbuild: {precision: int8}")
    assert [one.kind.name for one in found] == ["unknown-file", "wrong-value"]
    assert made is None
