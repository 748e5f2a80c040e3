import pytest

from archspec.lints.merge_of_one import MergeOfOne
from tests.like import Like

SKIP = "- dense: {units: 8, activation: relu, name: skip}\n- dense: {units: 8, activation: relu}"


@pytest.mark.parametrize("merge", ["concat: [skip]", "add: [skip]", "average: {branches: [skip]}", "maximum: [[relu]]"])
def test_one_branch(findings, merge: str) -> None:
    kind = merge.partition(":")[0]
    taken = "relu_1" if "relu" in merge else "skip"
    spec = f"input: [4]\nlayers:\n{SKIP}\n- {merge}\noutputs: [{kind}_1, dense_2]\n"
    assert findings(spec) == [Like(MergeOfOne, f"`{kind}_1`", branch=taken)]


@pytest.mark.parametrize("merge", ["concat: [skip, .]", "concat: $names", "add: {branches: $names}"])
def test_not_two_nor_what_an_expression_lists(findings, merge: str) -> None:
    spec = f"params: {{names: [skip]}}\ninput: [4]\nlayers:\n{SKIP}\n- {merge}\noutputs: [dense_2, {merge[:3]}]\n"
    kind = merge.partition(":")[0]
    assert findings(spec.replace(f", {merge[:3]}]", f", {kind}_1]")) == []


def test_in_python() -> None:
    import archspec

    network = archspec.Architecture(inputs={"x": (4,)}, layers=[archspec.Add(branches=["x"])])
    assert [one.kind.name for one in archspec.check(network).diagnostics] == ["merge-of-one"]
