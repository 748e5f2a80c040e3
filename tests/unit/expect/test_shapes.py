import pytest

UNET = """
    input: [H, W, 1]
    layers:
      - conv: {filters: 2, size: 3, name: enc}
      - max_pool
      - upsample
      - concat: [enc, .]
    expect: EXPECTED
    """


@pytest.mark.parametrize(
    "expected",
    [
        "{params: 20}",
        '{params: "<= 20", trainable_params: ">= 0.02k"}',
        "{outputs: {concat_1: [H, W, 4]}}",
        "{sizes: [H % 2 == 0, W%2 == 0]}",
        "{sizes: [W % 2 == 0, H % 2 == 0]}",
    ],
)
def test_what_holds(shapes, expected: str) -> None:
    shapes(UNET.replace("EXPECTED", expected))


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("{params: 21}", "missed-expectation: the network has 20 params, not 21"),
        ('{trainable_params: "> 1k"}', "missed-expectation: the network has 20 trainable params, not > 1k"),
        ("{outputs: {mask: [H, W, 4]}}", "missed-expectation: the network has no output `mask`"),
        (
            "{outputs: {concat_1: [H, W, 2]}}",
            'missed-expectation: output `concat_1` is (H, W, 4), not ["H", "W", 2]',
        ),
        (
            "{sizes: [H % 4 == 0]}",
            "missed-expectation: the network works where `H % 2 == 0`, `W % 2 == 0`, "
            'not where ["H % 4 == 0"]',
        ),
        ("{sizes: all}", "wrong-value: `sizes` must be a list of conditions such as `H % 16 == 0`"),
        ("{params: few}", 'wrong-value: `params` must be a number, or a bound such as "<= 26M", not "few"'),
    ],
)  # fmt: skip
def test_what_does_not_hold(faults, expected: str, message: str) -> None:
    assert faults(UNET.replace("EXPECTED", expected)) == [message]
