import pytest

import archspec
from archspec import Architecture
from archspec.lints.unused_param import UnusedParam
from tests.like import Like


def test_a_param_that_no_expression_names(findings) -> None:
    [found] = findings("""
        input: [8]
        params: {width: 4, depth: 2}
        layers: [dense: $width]
        """)
    assert found == Like(UnusedParam, param="depth")
    assert (found.span.line, found.span.column) == (3, 20)


@pytest.mark.parametrize(
    "use",
    ["layers: [dense: $p]", "layers: [dense: $(2 * p)]", "layers: [dense: {units: 2, name: d$p}]",
     "layers: [relu: {when: $(p > 3)}]", "layers: [dense: {units: 2, when: false, name: x$p}, relu]",
     "defaults: {dense: {units: $p}}\nlayers: [dense]", "layers: [dense: {units: 2, name: a4}]\noutputs: a$p",
     "layers: [repeat: {each: {p: $(range(p))}, layers: [relu]}]", "layers: [repeat: {times: $p, layers: [relu]}]",
     "layers: [relu]\nexpect: {params: $(p - 4)}", "layers: [relu]\nexpect: {outputs: {relu_1: [$(2 * p)]}}"],
)  # fmt: skip
def test_every_way_to_use_one(findings, use: str) -> None:
    assert findings(f"input: [8]\nparams: {{p: 4}}\n{use}\n") == []


def test_in_the_shape_of_an_input(findings) -> None:
    assert findings("input: [$p]\nparams: {p: 4}\nlayers: [relu]\n") == []


def test_in_the_default_of_another(findings) -> None:
    assert findings("input: [8]\nparams: {p: 4, q: $(p + 1)}\nlayers: [dense: $q]\n") == []
    assert findings("input: [8]\nparams: {p: 4, q: $(p + 1)}\nlayers: [relu]\n") == [Like(UnusedParam, param="q")]


def test_a_counter_of_the_same_name_is_no_use(findings) -> None:
    assert findings(
        "input: [8]\nparams: {p: 4}\nlayers: [repeat: {times: 2, index: p, layers: [dense: $(p + 1)]}]\n"
    ) == [Like(UnusedParam, param="p")]


def test_params_of_blocks(findings) -> None:
    found = findings("""
        input: [8]
        params: {a: 2, b: 3}
        blocks:
          one:
            params: {a: , c: 1, d: $c}
            layers: [dense: $(a + b)]
        layers: [one: {a: 2}]
        """)
    assert list(found) == [
        Like(UnusedParam, param="d", block="one"),
        Like(UnusedParam, param="a"),
    ]
    assert [(one.span.line, one.span.column) for one in found] == [(6, 25), (3, 10)]


def test_a_network_written_in_python() -> None:
    network = Architecture(inputs={"x": (8,)}, params={"width": 4, "depth": 2}, layers=[{"dense": "$width"}])
    [found] = archspec.check(network).diagnostics
    assert (found, found.span) == (Like(UnusedParam, param="depth"), None)


def test_one_that_was_meant_for_another() -> None:
    found = archspec.check("archspec: 1\nextends: resnet:18\nparams: {class: 10}\n").diagnostics
    assert [(one, [help_line.text for help_line in one.helps]) for one in found] == [
        (Like(UnusedParam, param="class", near="classes"), ["did you mean `classes`?"])
    ]
