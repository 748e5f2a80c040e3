from archspec.estimate.memory import TrainingMemory
from archspec.views.training import Training

MEMORY = TrainingMemory(1024, 2048, 0, 512, {})


def test_parts_are_listed() -> None:
    (line,) = Training("on 2 samples", MEMORY).lines()
    parts = "1 KiB of weights, 2 KiB of gradients, 0 B of optimizer state, 512 B of activations"
    assert line == f"training on 2 samples: about 3.5 KiB: {parts}"


def test_the_largest_batch() -> None:
    assert list(Training("", MEMORY, 24 * 2**30, 1277).lines())[1] == "largest batch in 24 GiB: about 1,277"
    assert list(Training("", MEMORY, 1024, 0).lines())[1] == "largest batch in 1 KiB: none fits"
