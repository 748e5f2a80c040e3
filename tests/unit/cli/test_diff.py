import json


def test_the_same_network(archspec) -> None:
    assert archspec("diff", "good.yaml", "deep/er/good.yaml") == (0, "the same network\n", "")


def test_what_is_different(archspec) -> None:
    done = archspec("diff", "good.yaml", "good.yaml:wide")
    assert done.code == 1
    assert done.out.splitlines() == [
        "~ dense_1: units 2 → 8",
        "params 10 → 40 (+300%)",
        "MACs 8 → 32 (+300%), activations 24 B → 48 B (+100%)",
        "weights that still fit: 0 of 10 (0%)",
    ]


def test_quiet(archspec) -> None:
    assert archspec("diff", "good.yaml", "good.yaml:wide", "-q") == (1, "", "")


def test_json(archspec) -> None:
    done = archspec("diff", "good.yaml", "good.yaml:wide", "--format", "json")
    assert done.code == 1
    assert json.loads(done.out)["changes"] == [
        {"what": "changed", "before": ["dense_1"], "after": ["dense_1"], "fields": {"units": [2, 8]}}
    ]


def test_trouble(archspec) -> None:
    done = archspec("diff", "good.yaml", "bad.yaml")
    assert done.code == 2
    assert done.out.startswith("error[unknown-kind]")
    assert archspec("diff", "good.yaml", "nowhere.yaml") == (2, "", "archspec: there is no file `nowhere.yaml`\n")
    assert archspec("diff", "-", "-").code == 2
