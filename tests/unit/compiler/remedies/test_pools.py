from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]


def test_a_window_for_another_input_size_pools_the_whole_map(helps: Helps, works: Works) -> None:
    text = "input: [32, 32, 3]\nlayers:\n  - max_pool: 8\n  - avg_pool: 7\n  - reshape: [3]\n"
    assert helps(text)[0] == "pool the whole map, whatever its size: `global_pool: {mode: avg, keep_dims: true}`"
    assert works(text.replace("avg_pool: 7", "global_pool: {mode: avg, keep_dims: true}"))


def test_not_where_one_axis_is_large_enough_or_a_single_position(helps: Helps) -> None:
    for shape in ("[4, 9, 3]", "[1, 1, 3]"):
        assert not any("global" in one for one in helps(f"input: {shape}\nlayers:\n  - avg_pool: 7\n"))


def test_an_unpooling_that_names_the_pool(helps: Helps, works: Works) -> None:
    text = """
        input: [9, 12, 3]
        layers:
          - conv: {filters: 4, size: 3}
          - max_pool: {size: 2, name: pool}
          - conv: {filters: 4, size: 3}
          - max_unpool: pool
    """
    assert helps(text) == ["name what `pool` took, instead of the pool itself: `of: conv_1`"]
    assert works(text.replace("max_unpool: pool", "max_unpool: {of: conv_1}"))
