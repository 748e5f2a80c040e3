from archspec.layers.base import Weight
from archspec.layers.core.embedding import Embedding
from archspec.tensors.shape import Shape


def test_every_number_becomes_a_vector():
    layer = Embedding(input_dim=100, output_dim=8)
    assert layer.output(Shape((12,))) == (12, 8)
    assert layer.output(Shape((12, 5))) == (12, 5, 8)
    assert layer.weights(Shape((12,))) == (Weight("embeddings", (100, 8)),)
    assert layer.macs(Shape((12,)), Shape((12, 8))) == 0
    assert layer.integers == "cast"
