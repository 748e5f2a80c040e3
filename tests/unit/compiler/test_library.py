from textwrap import dedent

import archspec


def faults(text: str) -> list[str]:
    report = archspec.check("archspec: 1\n" + dedent(text))
    assert report.library is not None
    assert report.valid == (not report.diagnostics)
    return [f"{one.kind.name}: {one.message}" for one in report.diagnostics]


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
    assert sorted(faults(text)) == [
        "missing-field: block `b` needs a value for its param `n`",
        "reserved-name: a param cannot be called `channels`",
        "unknown-key: `dense` has no `unit`",
        "unknown-kind: there is no kind `konv`",
        "unknown-param: block `b` has no param `m`",
        "unknown-param: there is no param `m`",
        "wrong-value: `size` must be an integer of at least 1, or a list with one per spatial axis, not 0",
    ]


def test_a_ring_of_blocks() -> None:
    assert faults("blocks: {a: {layers: [b]}, b: {layers: [a]}}") == [
        "recursive-block: block `a` contains itself: `a` -> `b` -> `a`",
        "recursive-block: block `b` contains itself: `b` -> `a` -> `b`",
    ]


def test_keys_of_a_library() -> None:
    assert faults("name: my library\nblocks: {a: {layers: [], help: me}}")[0].startswith("wrong-value: `name` must be")
