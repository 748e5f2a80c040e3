from archspec.estimate.memory import TrainingMemory
from archspec.views.training import Training

MEMORY = TrainingMemory(1536, 1024, 2048, 0, 0, 512, 512, 256, 256, {})


def test_both_ends_and_the_parts_of_the_upper_one() -> None:
    assert list(Training("on 2 samples", MEMORY).lines()) == [
        "training on 2 samples: about 1.5 KiB to 4.5 KiB",
        "at most 1 KiB of weights, 2 KiB of gradients, 512 B of activations, 512 B of workspace, 256 B of free blocks, "
        "256 B of traced graph",
    ]


def test_the_largest_batch() -> None:
    *_, largest = Training("", MEMORY, 24 * 2**30, 1277).lines()
    assert largest == "largest batch in 24 GiB: about 1,277, by the most that it takes"
    assert list(Training("", MEMORY, 1024, 0).lines())[-1] == "largest batch in 1 KiB: none fits"
