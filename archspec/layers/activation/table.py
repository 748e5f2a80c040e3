"""The activations without fields, as a table: one row each, from which the class is made on first use."""

from functools import cache
from types import new_class
from typing import Any, NamedTuple, final

from archspec.layers.activation.base import FunctionLayer, GradientNeeds
from archspec.layers.base import Sign, Trait, kind_of


class Function(NamedTuple):
    """A function of `keras.activations`.

    Attributes:
        title: What it computes, in a sentence.
        source: Where it comes from.
        sign: What the sign of its output can be.
        text: What else there is to say.
        gradient_needs: What its gradient is computed from.
        results: How many results TensorFlow saves of it.
        traits: What holds of it.
        filters: The number of channels that its example has.
    """

    title: str
    source: str
    sign: Sign
    text: str = "The shape stays."
    gradient_needs: GradientNeeds = "input"
    results: int = 1
    traits: tuple[Trait, ...] = ("in_place",)
    filters: int = 16


FUNCTIONS = {
    "exponential": Function(
        "Takes the exponential of every value: `exp(x)`.",
        "`keras.activations.exponential`; Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.4.",
        "never_negative",
        gradient_needs="output",
        filters=1,
    ),
    "hard_sigmoid": Function(
        "Approximates the sigmoid by straight lines: `min(max(x / 6 + 0.5, 0), 1)`.",
        "Howard and others. Searching for MobileNetV3. ICCV 2019. arXiv:1905.02244, section 5.2.",
        "never_negative",
    ),
    "hard_silu": Function(
        "Approximates `silu` without an exponential: `x * min(max(x / 6 + 0.5, 0), 1)`, also called hard swish.",
        "Howard and others. Searching for MobileNetV3. ICCV 2019. arXiv:1905.02244, section 5.2.",
        "kept",
        results=3,
    ),
    "hard_tanh": Function(
        "Cuts off what is below -1 and above 1: `min(max(x, -1), 1)`.",
        "Collobert. Large scale machine learning. PhD thesis, 2004.",
        "kept",
    ),
    "linear": Function(
        "Returns every value as it is: `x`. A name for no activation, as in Keras.",
        "`keras.activations.linear`.",
        "kept",
        gradient_needs="nothing",
        traits=("identity", "view", "in_place", "linear", "keeps_constants"),
    ),
    "log_sigmoid": Function(
        "Takes the logarithm of the sigmoid: `-log(1 + exp(-x))`.",
        "Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.2.",
        "any",
        filters=1,
    ),
    "mish": Function(
        "Weights a value by the tanh of its softplus: `x * tanh(log(1 + exp(x)))`.",
        "Misra. Mish: a self regularized non-monotonic activation function. BMVC 2020. arXiv:1908.08681, equation 1.",
        "kept",
        results=2,
    ),
    "relu6": Function(
        "Cuts off what is below 0 and above 6: `min(max(x, 0), 6)`.",
        "Howard and others. MobileNets. 2017. arXiv:1704.04861; Krizhevsky. Convolutional deep belief networks on "
        "CIFAR-10. 2010.",
        "never_negative",
        gradient_needs="output",
        traits=("in_place", "cuts"),
    ),
    "selu": Function(
        "Scales the exponential linear unit so that mean 0 and variance 1 are kept.",
        "Klambauer, Unterthiner, Mayr, Hochreiter. Self-normalizing neural networks. NeurIPS 2017. arXiv:1706.02515, "
        "equation 2.",
        "kept",
        "`1.0507 * x` if `x > 0`, else `1.0507 * 1.6733 * (exp(x) - 1)`. The shape stays. Goes with "
        "`kernel_initializer: lecun_normal` and `alpha_dropout`.",
        gradient_needs="output",
        traits=("in_place", "normalizes"),
    ),
    "sigmoid": Function(
        "Maps every value to between 0 and 1: `1 / (1 + exp(-x))`.",
        "Goodfellow, Bengio, Courville. Deep Learning. 2016, section 6.2.2.2.",
        "never_negative",
        gradient_needs="output",
        filters=1,
    ),
    "silu": Function(
        "Weights a value by its sigmoid: `x * sigmoid(x)`, also called swish.",
        "Ramachandran, Zoph, Le. Searching for activation functions. 2017. arXiv:1710.05941, section 4.",
        "kept",
    ),
    "softplus": Function(
        "Rounds off the rectified linear unit: `log(1 + exp(x))`.",
        "Dugas, Bengio, Bélisle, Nadeau, Garcia. Incorporating second-order functional knowledge for better option "
        "pricing. NeurIPS 2000.",
        "never_negative",
    ),
    "softsign": Function(
        "Maps every value to between -1 and 1, slower than `tanh`: `x / (1 + |x|)`.",
        "Glorot, Bengio. Understanding the difficulty of training deep feedforward neural networks. AISTATS 2010.",
        "kept",
    ),
    "sparse_plus": Function(
        "Rounds off the rectified linear unit, with exact zeros: 0 up to -1, `(x + 1)**2 / 4` up to 1, then `x`.",
        "Blondel, Martins, Niculae. Learning classifiers with Fenchel-Young losses. AISTATS 2019. arXiv:1805.09717; "
        "`keras.activations.sparse_plus`.",
        "never_negative",
    ),
    "sparse_sigmoid": Function(
        "Maps every value to 0 to 1 with one straight line: `min(max((x + 1) / 2, 0), 1)`.",
        "Blondel, Martins, Niculae. Learning with Fenchel-Young losses. JMLR 2020. arXiv:1901.02324.",
        "never_negative",
        filters=1,
    ),
    "tanh": Function(
        "Maps every value to between -1 and 1: `(exp(x) - exp(-x)) / (exp(x) + exp(-x))`.",
        "LeCun, Bottou, Orr, Müller. Efficient backprop. 1998, section 4.4.",
        "kept",
        gradient_needs="output",
    ),
    "tanh_shrink": Function(
        "Takes away the hyperbolic tangent: `x - tanh(x)`.",
        "`keras.activations.tanh_shrink`.",
        "any",
    ),
}
"""The rows, by kind."""

_DOCSTRING = """{row.title}

    {row.text} Source: {row.source}

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {{filters: {row.filters}, size: 3}}
          - {kind}
        ```
    """


@cache
def __getattr__(name: str) -> Any:
    """Returns the class of a row by its name."""
    kind = kind_of(name)
    row = FUNCTIONS.get(kind)
    if row is None:
        raise AttributeError(f"there is no activation `{name}`")
    namespace: dict[str, Any] = {
        "__module__": __name__,
        "__qualname__": name,
        "__doc__": _DOCSTRING.format(row=row, kind=kind),
        "sign": row.sign,
        "traits": frozenset(row.traits),
        "gradient_needs": row.gradient_needs,
        "results": row.results,
    }
    return final(new_class(name, (FunctionLayer,), exec_body=lambda body: body.update(namespace)))
