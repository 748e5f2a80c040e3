import pytest

from archspec.passes.signs import never_negative

NEVER = [
    "- relu\n",
    "- relu: {max_value: 6, threshold: 0.5}\n",
    "- relu6\n",
    "- sigmoid\n",
    "- softmax\n",
    "- softplus\n",
    "- exponential\n",
    "- hard_sigmoid\n",
    "- sparsemax\n",
    "- threshold: {threshold: 0, default_value: 0}\n",
    "- activation: relu\n",
    "- conv: {filters: 4, size: 3, activation: relu}\n",
    "- dense: {units: 4, activation: sigmoid}\n",
    "- conv: {filters: 4, size: 3, norm: batch, activation: relu}\n",
    "- probabilistic_max_pool: 2\n",
    # what keeps the sign of what is never negative
    "- relu\n- relu: {negative_slope: 0.1}\n",
    "- relu\n- leaky_relu\n",
    "- relu\n- threshold: {threshold: -1, default_value: 0}\n",
    "- relu\n- max_pool: 2\n- avg_pool: 2\n- adaptive_pool: 2\n- global_pool\n",
    "- relu\n- dropout: 0.1\n- spatial_dropout: 0.1\n- drop_path: 0.1\n",
    "- relu\n- pad: 1\n- pad: {padding: 1, mode: edge}\n- crop: 1\n- flatten\n",
    "- relu\n- upsample: 2\n- resize: 5\n- permute: [1, 0, 2]\n- space_to_depth: 5\n",
    "- relu\n- upsample: {factor: 2, interpolation: bilinear}\n",
    "- relu\n- local_response_norm\n",
    "- relu\n- rescale: {scale: 2, offset: 1}\n",
    "- relu\n- glu\n",
    "- relu\n- add: [., .]\n- multiply: [., .]\n- average: [., .]\n- minimum: [., .]\n- concat: [., .]\n",
    "- conv: {filters: 4, size: 3, name: a}\n- relu\n- maximum: [., a]\n",
]

UNKNOWN = [
    "- conv: {filters: 4, size: 3}\n",
    "- dense: 4\n",
    "- tanh\n",
    "- leaky_relu\n",
    "- relu: {negative_slope: 0.1}\n",
    "- activation: leaky_relu\n",
    "- conv: {filters: 4, size: 3, activation: tanh}\n",
    "- threshold: {threshold: 0, default_value: -1}\n",
    "- threshold: {threshold: -1, default_value: 0}\n",
    "- max_pool: 2\n",
    "- relu\n- conv: {filters: 4, size: 3, activation: leaky_relu}\n",
    "- relu\n- batch_norm\n",
    "- relu\n- layer_norm\n",
    "- relu\n- scale\n",
    "- relu\n- relu: {negative_slope: 0.1, threshold: 1}\n",  # 0.1 * (0 - 1) where nothing arrives
    "- relu\n- rescale: -1\n",
    "- relu\n- rescale: {scale: 2, offset: [0, 0, -1, 0]}\n",
    "- relu\n- gaussian_noise: 0.1\n",
    "- relu\n- alpha_dropout: 0.1\n",
    "- relu\n- resize: {size: 5, interpolation: bicubic}\n",
    "- relu\n- upsample: {factor: 2, interpolation: lanczos3}\n",
    "- relu\n- subtract: [., .]\n",
    "- tanh\n- add: [., [relu]]\n",
    "- tanh\n- minimum: [., [relu]]\n",
    "- relu\n- log_softmax\n",
    "- relu\n- flatten\n- reshape: [16, 16]\n- position_embedding: sinusoidal\n",
    "- relu\n- flatten\n- reshape: [16, 16]\n- lstm: 3\n",
]


@pytest.mark.parametrize("items", NEVER)
def test_what_is_never_negative(items: str, graph) -> None:
    assert never_negative(graph(items))[-1]


@pytest.mark.parametrize("items", UNKNOWN)
def test_what_may_be_negative(items: str, graph) -> None:
    assert not never_negative(graph(items))[-1]


@pytest.mark.parametrize(("dtype", "wanted"), [("uint8", True), ("int32", False), ("float32", False)])
def test_an_input_says_by_its_type(dtype: str, wanted: bool, graph) -> None:
    made = graph(f"inputs: {{image: {{shape: [8, 8, 3], dtype: {dtype}}}}}\nlayers: [rescale: 0.1]\n")
    assert never_negative(made) == [wanted, wanted]


def test_a_step_is_like_the_layer(graph) -> None:
    made = graph("- conv: {filters: 2, size: 3}\n- time_distributed: [relu, conv1d: {filters: 2, size: 3}]\n")
    assert never_negative(made) == [False, False, True, False]
