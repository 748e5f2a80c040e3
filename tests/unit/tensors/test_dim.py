import pytest

from archspec import budget
from archspec.tensors.dim import (
    Dim,
    Size,
    always_equal,
    ceil_div,
    difference,
    domain_of,
    everywhere,
    fixed,
    known,
    quotient,
    require_at_least,
    require_multiple,
    restrict,
    unify,
)
from archspec.tensors.domain import Domain
from archspec.tensors.faults import NoCommonSize, NoValidSize, ShapeError

H, W = Dim.symbol("H"), Dim.symbol("W")


def conditions(size: Size | None, name: str = "H") -> tuple[str, ...]:
    assert isinstance(size, Dim)
    return size.domain.conditions(name)


def test_arithmetic_on_either_side() -> None:
    assert (3 + H, 2 * H, 7 - H) == (H + 3, H * 2, -1 * H + 7)
    assert H - H == 0
    assert known(H + 2 - H) == 2
    assert known(H) is None


def test_a_dim_is_a_key() -> None:
    assert len({H, Dim.symbol("H"), H + 0, W}) == 2


def test_the_domain_is_part_of_the_value() -> None:
    even = require_multiple(H, 2)
    assert even != H
    assert always_equal(even or 0, H)


def test_evaluate() -> None:
    padded = require_at_least(ceil_div(H, 2) - 2, 1)
    assert isinstance(padded, Dim)
    assert padded.evaluate({"H": 7}) == 2
    assert padded.symbols == ("H",)
    with pytest.raises(ValueError, match=r"^⌊\(H - 3\)/2⌋ does not exist for H = 4$"):
        padded.evaluate({"H": 4})
    with pytest.raises(KeyError):
        padded.evaluate({"W": 4})


def test_opaque_sizes() -> None:
    values = H * W * 64
    assert isinstance(values, Dim)
    assert values == 64 * W * H
    assert values.evaluate({"H": 2, "W": 3}) == 384


def test_unify_numbers() -> None:
    assert unify(3, 3) == 3
    assert unify(3, 4) is None


def test_unify_takes_the_simpler_form() -> None:
    restored = H // 2 // 2 // 2 // 2 * 16
    common = unify(restored, H)
    assert str(common) == "H"
    assert conditions(common) == ("H % 16 == 0",)


def test_unify_takes_the_same_form_in_either_order() -> None:
    depth = Dim.symbol("D")
    assert str(unify(H, W)) == str(unify(W, H)) == "H"
    assert unify(H * depth, W * depth) == unify(W * depth, H * depth)
    # A function of one size is simpler than a product, however long its table.
    assert str(unify(W * depth, ceil_div(H, 16))) == str(unify(ceil_div(H, 16), W * depth)) == "⌈H/16⌉"


def test_unify_an_open_size_with_a_number() -> None:
    twelve = unify(2 * H, 12)
    assert isinstance(twelve, Dim)
    assert known(twelve) == 12
    assert conditions(twelve) == ("H == 6",)
    assert unify(2 * H, 13) is None


def test_a_size_that_is_pinned_is_known() -> None:
    pinned = restrict(H * 3, Domain.equal(H.term, 4))
    assert pinned is not None
    assert known(pinned) == 12


def test_unify_two_open_sizes() -> None:
    assert conditions(unify(H, W)) == ("H == W",)
    assert unify(H, H + 1) is None


def test_requirements() -> None:
    assert require_at_least(5, 5) == 5
    assert require_at_least(4, 5) is None
    assert conditions(require_at_least(H - 4, 1)) == ("H >= 5",)
    assert require_multiple(6, 3) == 6
    assert require_multiple(7, 3) is None
    assert conditions(require_multiple(H + 1, 3)) == ("H % 3 == 2",)
    assert require_multiple(2 * H + 1, 2) is None
    assert restrict(H, Domain.equal(3, 4)) is None


def test_conditions_travel_along() -> None:
    even, large = require_multiple(H, 2), require_at_least(H, 9)
    assert isinstance(even, Dim)
    assert isinstance(large, Dim)
    assert conditions(even + large) == ("H >= 10", "H % 2 == 0")
    assert conditions(3 * even - 1) == ("H % 2 == 0",)


def test_sizes_that_never_exist_together() -> None:
    even, odd = require_multiple(H, 2), require_multiple(H + 1, 2)
    odd = restrict(odd or 0, Domain.at_least(W.term, 3))
    assert isinstance(even, Dim)
    assert isinstance(odd, Dim)
    with pytest.raises(ShapeError) as error:
        even.__add__(odd)
    assert error.value.kind is NoValidSize
    assert error.value.data == NoCommonSize(even, odd, (("H % 2 == 0", "H % 2 == 1"),))
    assert error.value.notes == ("one asks for H % 2 == 0, the other for H % 2 == 1",)


def test_quotients() -> None:
    assert quotient(192, 12) == 16
    assert quotient(192, 0) is None
    assert quotient(H, 1) == H
    assert conditions(quotient(H, 4)) == ("H % 4 == 0",)
    assert quotient(H * W * 64, 16 * W) == 4 * H
    assert quotient(H, W) is None


def test_always_equal_and_difference() -> None:
    assert always_equal(3, 3)
    assert not always_equal(3, 4)
    assert always_equal(unify(2 * H, 12) or 0, 12)
    assert always_equal(12, unify(2 * H, 12) or 0)
    up, down = 2 * ceil_div(H, 2), 2 * (H // 2)
    assert not always_equal(up, H)
    assert difference(up, H) == {"H": 1}
    even = Domain.multiple(H.term, 2)
    assert always_equal(restrict(up, even) or 0, restrict(down, even) or 0)
    assert difference(restrict(up, even) or 0, down) is None
    assert difference(H, H + 1) == {"H": 1}
    assert difference(H * W, H * H) == {"H": 1, "W": 2}
    assert difference(2 * H, 2 * W + 1) == {"H": 1, "W": 1}
    assert difference(restrict(up, Domain.at_least(H.term, 4)) or 0, H) == {"H": 5}


def test_functions_of_products_are_told_apart_by_examples() -> None:
    n = (H * W + 1) // 6
    with budget.start_check():
        for m in ((H * W + 1) // 18 + 2, Dim.symbol("D") // 500 + 2, 3):
            assert not any(always_equal(ceil_div(n, stride), m) for stride in range(1, 65))
            assert not any(always_equal(m, ceil_div(n, stride)) for stride in range(1, 65))
        assert not budget.current().sizes.is_spent
    assert always_equal(H * W, W * H)
    assert not always_equal(H * W, H * W * W)  # as 1 is, but nothing larger
    assert always_equal(unify(H * W, 12) or 0, 12)


def test_a_number_exists_everywhere() -> None:
    assert domain_of(3) is Domain.everything()


def test_a_size_for_all_sizes() -> None:
    even = require_multiple(H, 2)
    assert even is not None
    assert everywhere(even) == H
    assert everywhere(even // 2 + 3) == H // 2 + 3
    assert everywhere(7) == 7


def test_numbers_in_place_of_open_sizes() -> None:
    even = require_multiple(H, 2)
    assert even is not None
    assert fixed(even // 2, {"H": 10}) == 5
    assert fixed(even // 2, {"W": 10}) == even // 2
    assert fixed(H + W, {"H": 10}) == W + 10
    assert domain_of(fixed(even, {"H": 3})).is_empty
    tied = unify(H, W)
    assert tied is not None
    assert fixed(tied, {"H": 4, "W": 4}) == 4
