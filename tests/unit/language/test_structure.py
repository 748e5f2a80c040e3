from archspec.language.structure import STRUCTURES, From, Group, Repeat, Residual
from archspec.syntax.tree import plain


def test_the_kinds() -> None:
    assert sorted(STRUCTURES) == ["from", "group", "repeat", "residual", "time_distributed"]
    assert {kind: structure.principal for kind, structure in STRUCTURES.items()} == {
        "from": "tensor",
        "group": "layers",
        "repeat": "layers",
        "residual": "layers",
        "time_distributed": "layers",
    }


def test_they_are_written_in_python() -> None:
    assert plain(Group(name="g", layers=["relu"]).layers) == ["relu"]
    assert Repeat(times=3, index="i", layers=["relu"]).index == "i"
    assert plain(From(tensor="stem").tensor) == "stem"
    residual = Residual(layers=[], shortcut=[{"conv": {"filters": 4, "size": 1}}])
    assert residual.shortcut is not None
    assert plain(residual.shortcut) == [{"conv": {"filters": 4, "size": 1}}]
