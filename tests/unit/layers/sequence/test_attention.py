import pytest

from archspec.layers.base import Weight
from archspec.layers.sequence.attention import Attention
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape

X, V = Shape((5, 4)), Shape((7, 6))


def test_the_shape_is_that_of_the_queries():
    assert Attention(heads=2, key_dim=3).output(X) == X
    assert Attention(heads=2, key_dim=3, value="memory").output((X, V)) == X
    assert Attention.references == ("value",)


def test_there_are_four_projections():
    assert Attention(heads=2, key_dim=3).weights(X) == (
        Weight("query/kernel", (4, 2, 3)),
        Weight("query/bias", (2, 3)),
        Weight("key/kernel", (4, 2, 3)),
        Weight("key/bias", (2, 3)),
        Weight("value/kernel", (4, 2, 3)),
        Weight("value/bias", (2, 3)),
        Weight("attention_output/kernel", (2, 3, 4)),
        Weight("attention_output/bias", (4,)),
    )


def test_keys_and_values_are_made_from_the_other_sequence():
    weights = Attention(heads=2, key_dim=3, value_dim=8, value="memory", bias=False).weights((X, V))
    assert [weight.shape for weight in weights] == [(4, 2, 3), (6, 2, 3), (6, 2, 8), (2, 8, 4)]


def test_projections_and_products_cost():
    # queries 5*4*2*3, keys 7*6*2*3, values 7*6*2*8, Q K^T 5*7*2*3, times V 5*7*2*8, back 5*2*8*4
    layer = Attention(heads=2, key_dim=3, value_dim=8, value="memory")
    assert layer.macs((X, V), X) == 120 + 252 + 672 + 210 + 560 + 320


@pytest.mark.parametrize("shapes", [(Shape((5,)), V), (X, Shape((7, 7, 6)))])
def test_both_must_be_sequences(shapes: tuple[Shape, Shape]):
    with pytest.raises(ShapeError) as fault:
        Attention(heads=2, key_dim=3, value="memory").output(shapes)
    assert fault.value.kind is RankMismatch
