import archspec
from archspec import Architecture, Block, Dense
from archspec.lints.unused_block import UnusedBlock
from tests.like import Like

SPEC = """
    input: [8]
    params: {{kind: one}}
    variants: {{second: {{kind: two}}}}
    blocks:
      one: {{layers: [relu]}}
      two: {{layers: [relu]}}
      three: {{layers: [relu]}}
      four: {{layers: [relu]}}
    layers: [{0}]
    """


def test_a_block_that_nothing_names(findings) -> None:
    found = findings(SPEC.format("$kind, three"))
    assert list(found) == [Like(UnusedBlock, block="four")]
    assert (found[0].span.line, found[0].span.column) == (9, 3)


def test_every_way_to_name_one(findings) -> None:
    assert findings(SPEC.format("$kind, three, four: {}")) == []
    assert findings(SPEC.format("$kind, \"$('three' if 1 < 2 else 'four')\"")) == []
    assert findings(SPEC.format("$kind, residual: [three, add: [., [four]]]")) == []
    assert findings(SPEC.format("$kind, repeat: {each: {b: [three, four]}, layers: [$b]}")) == []


def test_a_block_in_an_unused_one_is_not_told_too(findings) -> None:
    assert findings("""
        input: [8]
        blocks: {outer: {layers: [inner]}, inner: {layers: [relu]}}
        layers: [relu]
        """) == [Like(UnusedBlock, block="outer")]


def test_a_network_written_in_python() -> None:
    layers = [Dense(units=2)]
    network = Architecture(inputs={"x": (8,)}, blocks={"spare": Block(layers=layers)}, layers=layers)
    [found] = archspec.check(network).diagnostics
    assert (found, found.span) == (Like(UnusedBlock, block="spare"), None)
