from archspec.convert.measure import ratio


def test_a_ratio_is_the_median_of_pairs() -> None:
    """2 / 1, 4 / 2 and 9 / 3: what slowed the machine down for a while slowed both of a pair down."""
    assert ratio([1.0, 2.0, 3.0], [2.0, 4.0, 9.0]) == 2.0
    assert ratio([2.0], [1.0]) == 0.5
