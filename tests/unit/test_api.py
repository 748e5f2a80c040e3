import gc
from pathlib import Path

import pytest

import archspec
from archspec import Architecture, Conv, Dense, From, Group, MaxPool, Repeat, Residual, SpecError
from archspec.files import split_variant
from archspec.language.faults import MissingLayers, NotAccepted, UnknownKey
from archspec.tensors.limit_faults import SpentEffort
from archspec.tensors.size_faults import MergedChannels
from tests.like import Like

SPEC = "archspec: 1\nparams: {units: 2}\nvariants: {wide: {units: 8}}\ninput: [4]\nlayers: [dense: $units]\n"


def last_shape(report: archspec.Report) -> tuple[object, ...]:
    assert report.graph is not None, str(report)
    return report.graph.nodes[-1].shape


def test_a_spec_from_text_a_file_and_a_variant(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(SPEC)
    assert last_shape(archspec.check(SPEC)) == (2,)
    assert last_shape(archspec.check(file)) == (2,)
    assert last_shape(archspec.check(str(file))) == (2,)
    assert last_shape(archspec.check(f"{file}:wide")) == (8,)
    assert last_shape(archspec.check(file, "wide", units=3)) == (3,)


def test_load_binds_params_and_check_binds_more() -> None:
    loaded = archspec.load(SPEC, "wide")
    assert last_shape(archspec.check(loaded)) == (8,)
    assert last_shape(archspec.check(loaded, units=5)) == (5,)
    assert last_shape(archspec.check(loaded)) == (8,)


def test_load_refuses_what_is_no_spec() -> None:
    with pytest.raises(SpecError, match="unknown-key") as error:
        archspec.load(SPEC + "layres: []\n")
    assert [one.kind.name for one in error.value.report.errors] == ["unknown-key"]


def test_a_missing_file_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        archspec.check("nowhere.yaml")


def test_the_variant_follows_a_colon(tmp_path: Path) -> None:
    assert split_variant("specs/resnet.yaml:50") == (Path("specs/resnet.yaml"), "50")
    assert split_variant("specs/resnet.yaml") == (Path("specs/resnet.yaml"), None)
    odd = tmp_path / "net:1.yaml"
    odd.write_text(SPEC)
    assert split_variant(odd) == (odd, None)


def test_faults_in_one_key_do_not_hide_those_in_others() -> None:
    report = archspec.check(SPEC.replace("$units", "$unit") + "name: 3\nexpect: {weights: 3}\n")
    assert [one.kind.name for one in report.diagnostics] == ["wrong-value", "unknown-key", "unknown-param"]
    assert not report.valid


def test_notes_of_the_author_are_left_alone() -> None:
    noted = SPEC.replace("dense: $units", "dense: {units: 3, x-why: paper}, x-todo: {}}") + "x-more: [1]\n"
    assert archspec.check(SPEC + "x-more: [1]\n").valid
    assert archspec.check(noted.replace("}, x-todo: {}}", "}")).valid


def test_several_inputs_and_outputs() -> None:
    graph = archspec.check("""
archspec: 1
inputs:
  image: [8, 8, 3]
  age: {shape: [1], dtype: float32}
layers:
  - global_pool: {mode: avg, from: image}
  - concat: [., age]
  - dense: {units: 2, name: logits}
  - dense: {units: 1, name: score, from: age}
outputs: {class: logits, rating: score}
""").graph
    assert graph is not None
    assert [graph.nodes[index].name for index in graph.inputs] == ["image", "age"]
    assert {name: graph.nodes[index].name for name, index in graph.outputs.items()} == {
        "class": "logits",
        "rating": "score",
    }
    assert graph.output_form == "mapping"


def test_a_network_written_in_python() -> None:
    network = Architecture(
        inputs={"image": (32, 32, 3)},
        layers=[
            Conv(filters=8, size=3, norm="batch", activation="relu", name="stem"),
            Repeat(times=2, layers=[Residual(layers=[Conv(filters=8, size=3)])]),
            Group(name="down", layers=[MaxPool(size=2)]),
            From(tensor="stem"),
            Conv(filters=4, size=3, stride=2),
            {"concat": [".", "down"]},
            "flatten",
            Dense(units=10, name="logits"),
        ],
        outputs="logits",
    )
    graph = archspec.check(network).graph
    assert graph is not None
    assert [node.name for node in graph.nodes] == [
        "image", "stem.conv", "stem.norm", "stem.activation", "residual_1.conv_1", "residual_1.add",
        "residual_2.conv_1", "residual_2.add", "down.max_pool_1", "conv_2", "concat_1", "flatten_1", "logits",
    ]  # fmt: skip
    assert graph.nodes[-2].shape == (16 * 16 * 12,)


def test_faults_of_a_network_written_in_python_name_the_layer() -> None:
    network = Architecture(
        inputs={"image": (32, 32, 3)},
        layers=[
            Conv(filters=8, size=3, name="stem"),
            Group(name="body", layers=[Conv(filters=16, size=3), {"add": [".", "stem"]}]),
            Residual(layers=[Conv(filters=4, size=3, groups=3)]),
        ],
    )
    report = archspec.check(network)
    assert [(one.layer, one, one.span) for one in report.diagnostics] == [
        ("body.add_1", Like(MergedChannels, "`body.add_1`", first=16, other=8), None)
    ]
    assert report.diagnostics[0].notes == ("16 channels come from `body.conv_1`", "8 channels come from `stem`")
    assert str(report).startswith(f"error[channel-mismatch]: `body.add_1` {MergedChannels(16, 8).message()}\n")


def test_a_network_written_in_python_uses_a_library() -> None:
    network = Architecture(
        use=["std/double_conv"],
        inputs={"image": (8, 8, 3)},
        params={"width": 4},
        layers=[{"double_conv": "$width"}, Conv(filters=2, size=1)],
    )
    assert last_shape(archspec.check(network)) == (8, 8, 2)
    assert archspec.check(network, width=6).graph != archspec.check(network).graph
    assert not archspec.check(network.model_copy(update={"use": ["blocks.yaml"]})).valid


def test_a_network_written_in_python_without_layers() -> None:
    assert list(archspec.check(Architecture(inputs={"image": (8, 8, 3)})).diagnostics) == [Like(MissingLayers)]


def test_load_gives_the_merged_architecture(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SPEC)
    (tmp_path / "top.yaml").write_text("archspec: 1\nextends: base.yaml:wide\nuse: std/double_conv\nname: top\n")
    network = archspec.load(tmp_path / "top.yaml")
    assert (network.name, network.extends, network.use) == ("top", None, [])
    assert list(network.blocks) == ["double_conv"]
    assert last_shape(archspec.check(network)) == (8,)
    assert last_shape(archspec.check(network, units=3)) == (3,)


def test_a_library_is_no_network() -> None:
    library = "archspec: 1\nblocks: {a: {layers: [relu]}}\n"
    assert archspec.check(library).valid
    for refuse in (archspec.load, archspec.build):
        with pytest.raises(SpecError, match="wrong-kind-of-file"):
            refuse(library)


FAULTY = """
archspec: 1
params: {width: {default: 4, min: a}}
inputs: {image: {shape: [8, 8, 3], dtype: flaot}, age: [4]}
blocks: {stem: {layres: [relu]}}
layers:
  - conv: {filters: $width, size: 3, from: image}
  - stem: 3
  - stem: {name: stemmed, depth: 2}
  - add: [stemmed, conv_1]
  - dense: {units: 0, from: age}
outputs: stemmed
"""


def test_a_faulty_param_input_or_block_hides_nothing_and_is_told_once() -> None:
    found = archspec.check(FAULTY).diagnostics
    assert list(found) == [
        Like(NotAccepted, what="`min`", accepts="a number", given='"a"'),
        Like(
            NotAccepted,
            what="`dtype`",
            accepts="`float32`, `float16`, `bfloat16`, `float64`, `int32`, `int64` or `uint8`",
            given='"flaot"',
        ),
        Like(UnknownKey, inside="`blocks.stem`", key="layres"),
        Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given="0"),
    ]


def test_an_only_input_that_is_faulty_is_silent_too() -> None:
    found = archspec.check("archspec: 1\ninput: 5\nlayers:\n  - dense: 4\n  - dense: -4\n").diagnostics
    assert len(found) == 2
    assert found[1] == Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given="-4")


UNET = """archspec: 1
input: [H, W, 1]
layers:
  - conv: {filters: 2, size: 3, name: enc}
  - max_pool: 2
  - upsample: 2
  - concat: [enc, .]
"""


def test_a_report_at_sizes_that_will_do() -> None:
    report = archspec.check(UNET).at(H=6, W=8)
    assert report.valid
    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (6, 8, 4)


def test_a_report_at_sizes_that_will_not() -> None:
    report = archspec.check(UNET).at(H=7)
    assert not report.valid
    assert [one.kind.name for one in report.errors] == ["invalid-size"]
    assert report.errors[0].layer == "concat_1"


def test_a_report_at_sizes_that_there_are_not() -> None:
    with pytest.raises(ValueError, match="the network has no open size `D`"):
        archspec.check(UNET).at(D=7)


def test_a_faulty_network_has_no_sizes() -> None:
    report = archspec.check(UNET.replace("enc, .", "encoder, ."))
    assert report.at(H=7) is report


@pytest.mark.parametrize("text", [SPEC, SPEC + "a: [", SPEC + "layres: []\n"])
def test_the_garbage_collector_is_left_as_it_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "disable", lambda: pytest.fail("it is paused"))
    archspec.check(text)
    assert gc.isenabled()


def test_open_sizes_that_cost_too_much_are_told_of_the_structure_that_compares_them() -> None:
    """The sizes after a stride of 2,000, in a residual that compares them, take longer to follow than they may."""
    wide = "max_pool: {size: 3, stride: 2000, padding: 1, name: pool1}"
    edit = f"edits:\n  - replace: pool1\n    with: [{wide}]\n"
    report = archspec.check("archspec: 1\nextends: deeplab_v3plus\n" + edit)
    assert [one.kind.name for one in report.errors] == ["size-too-large"]
    expected = Like(SpentEffort, "`conv3_1.residual_1`")
    assert report.errors[0] == expected
    assert report.graph is None
