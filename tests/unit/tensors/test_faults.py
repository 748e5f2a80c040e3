from archspec.tensors.faults import RankMismatch, ShapeError, WindowTooLarge
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import MergedRanks


def test_an_error_keeps_all_that_a_rule_says() -> None:
    data = WindowTooLarge(5, 1, 4)
    error = ShapeError(data, field="size", branches=(0, 2), ranks=(1, 3))
    assert str(error) == error.message == data.message()
    assert (error.kind, error.field, error.branches, error.ranks) == (WindowTooLarge, "size", (0, 2), (1, 3))
    assert (error.notes, error.helps) == ((), data.helps())


def test_an_error_may_say_no_more_than_what_is_wrong() -> None:
    error = ShapeError(MergedRanks(Shape((4, 3)), Shape((3,))))
    assert error.kind is RankMismatch
    assert error.field is None
    assert (error.branches, error.notes, error.helps, error.ranks) == ((), (), (), ())
