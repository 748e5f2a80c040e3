import pytest

from archspec.language.quantities import parse_bound


@pytest.mark.parametrize(
    ("written", "admitted", "refused"),
    [
        (25_557_032, [25_557_032], [25_557_031, 25_557_033]),
        ("25_557_032", [25_557_032], [25_557_031]),
        ("26M", [26_000_000], [25_999_999]),
        ("<= 26M", [0, 26_000_000], [26_000_001]),
        (">=1k", [1000, 10**9], [999]),
        ("< 4.2G", [4_199_999_999], [4_200_000_000]),
        ("> 0.5 k", [501], [500]),
        ("== 12 GiB", [12 * 2**30], [12 * 10**9]),
        ("<= 1.5 KiB", [1536], [1537]),
        ("200 MB", [200_000_000], [200 * 2**20]),
    ],
)
def test_numbers_and_bounds(written: object, admitted: list[int], refused: list[int]) -> None:
    bound = parse_bound(written)
    assert bound is not None
    assert all(bound.admits(number) for number in admitted)
    assert not any(bound.admits(number) for number in refused)


@pytest.mark.parametrize("written", [True, None, 1.5, "many", "", "<=", "-3", "26 m", "=> 3", "3 <= 4", "1e3", [3]])
def test_what_is_none(written: object) -> None:
    assert parse_bound(written) is None


def test_a_bound_is_shown_as_it_was_meant() -> None:
    assert [str(parse_bound(written)) for written in ("26M", 1234567, "<=  4.2G", "0.3")] == [
        "26,000,000",
        "1,234,567",
        "<=  4.2G",
        "0.3",
    ]
