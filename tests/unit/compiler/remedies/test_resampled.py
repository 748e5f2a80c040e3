from collections.abc import Callable

Helps = Callable[[str], list[str]]
Works = Callable[[str], bool]


def test_another_factor_or_size(helps: Helps, works: Works) -> None:
    text = """
        input: [16, 16, 3]
        layers:
          - upsample: {factor: 4, name: fine}
          - resize: {size: 48, from: input}
          - add: [fine, .]
    """
    assert helps(text)[:2] == ["write `factor: 3` in `fine` (line 4)", "or write `size: 64` in `resize_1` (line 5)"]
    assert works(text.replace("factor: 4", "factor: 3"))
    assert works(text.replace("size: 48", "size: 64"))


def test_another_input_goes_before_a_factor_that_fits_by_chance(helps: Helps) -> None:
    text = """
        input: [10, 3]
        layers:
          - max_pool: {size: 8, name: coarse}
          - upsample: 8
          - add: [input, .]
    """
    assert helps(text)[0] == "give `input` (line 2) multiples of 8: `[8, 3]` or `[16, 3]`"
    assert not any("factor" in one for one in helps(text))
