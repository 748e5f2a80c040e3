from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.unconverted import Unconverted
from archspec.tensors.faults import RankMismatch, ShapeError


def test_an_error_keeps_all_that_a_rule_says() -> None:
    single = "write one number for all axes: `size: 3`"
    data = Unconverted(RankMismatch, "lists 2 values", ("a cause",), (single,))
    error = ShapeError(data, field="size", branches=(0, 2), ranks=(1, 3))
    assert str(error) == error.message == "lists 2 values"
    assert (error.kind, error.field, error.branches) == (RankMismatch, "size", (0, 2))
    assert (error.notes, error.helps, error.ranks) == (("a cause",), (Help(single),), (1, 3))


def test_an_error_may_say_no_more_than_what_is_wrong() -> None:
    error = ShapeError(Unconverted(RankMismatch, "has no axis"))
    assert error.field is None
    assert (error.branches, error.notes, error.helps, error.ranks) == ((), (), (), ())
