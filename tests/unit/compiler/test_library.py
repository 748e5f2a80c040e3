from textwrap import dedent

import archspec
from archspec.compiler.faults import MissingParam
from archspec.compiler.item_faults import RecursiveBlock
from archspec.compiler.name_faults import ReservedParam, UndeclaredParam, UnknownKind
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.faults import NotAccepted, UnknownKey, UnknownParam
from tests.like import Like


def faults(text: str) -> list[Diagnostic]:
    report = archspec.check("archspec: 1\n" + dedent(text))
    assert report.library is not None
    assert report.valid == (not report.diagnostics)
    return list(report.diagnostics)


def test_what_depends_on_the_call_is_not_a_fault() -> None:
    text = """
        blocks:
          gate:
            params: {ratio: 16, from_where: , deep: , unit: gate2}
            layers:
              - add: [., skip]
              - $unit: 3
              - conv: {filters: $(channels // ratio), size: $from_where, when: $deep}
              - dense: "$(channels_of('skip'))"
              - repeat: {times: $deep, index: i, layers: [relu: {name: r$i}]}
          gate2: {params: {n: }, layers: [dense: $n, add: [., skip]]}
    """
    assert faults(text) == []


def test_kinds_fields_and_params_are_checked() -> None:
    text = """
        blocks:
          a: {params: {n: 3, channels: 2}, layers: [konv: 3, dense: {unit: 4}, b: {m: 1}]}
          b: {params: {n: }, layers: [dense: $m, max_pool: 0]}
    """
    assert faults(text) == [
        Like(ReservedParam, word="channels"),
        Like(UnknownKind, word="konv"),
        Like(UnknownKey, inside="`dense`", key="unit"),
        Like(UnknownParam, param="m", owner="block `b`"),
        Like(MissingParam, field="n", inside="block `b`"),
        Like(UndeclaredParam, param="m"),
        Like(
            NotAccepted,
            what="`size`",
            accepts="an integer of at least 1, or a list with one per spatial axis",
            given="0",
        ),
    ]


def test_a_ring_of_blocks() -> None:
    assert faults("blocks: {a: {layers: [b]}, b: {layers: [a]}}") == [
        Like(RecursiveBlock, block="a", chain=("a", "b", "a")),
        Like(RecursiveBlock, block="b", chain=("b", "a", "b")),
    ]


def test_keys_of_a_library() -> None:
    [found, *_] = faults("name: my library\nblocks: {a: {layers: [], help: me}}")
    assert found == Like(NotAccepted, what="`name`", given='"my library"', why="it has another character, or too many")
