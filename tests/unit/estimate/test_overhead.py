"""What training takes beside its tensors: by hand."""

from archspec.estimate.overhead import free_blocks, traced_graph


def test_a_block_is_given_back_at_once_beyond_32_mib() -> None:
    assert free_blocks([300, 30 * 2**20]) == 300 + 30 * 2**20
    assert free_blocks([33 * 2**20]) == free_blocks([999 * 2**20]) == 32 * 2**20


def test_the_graph_grows_with_layers_and_what_is_trained() -> None:
    assert traced_graph(20, 10, "sgd") == 10 * 734_003
    assert traced_graph(20, 10, "momentum") == 10 * 734_003 + 20 * 681_574
    assert traced_graph(20, 10, "adam") == 10 * 734_003 + 20 * 1_468_006
