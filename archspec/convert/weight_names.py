"""The names of the weights of a Keras model: the path of the layer, and the role of the weight in it.

They are the names of the graph, `encoder.conv_1/kernel` or `lstm_1/forward/bias`, however Keras nests its layers. So
they are the same in every process, on every backend and in every layout.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from archspec.convert.backend import layer_path
from archspec.convert.errors import WeightsError

ROLES = {
    "attention": "",  # what a layer of archspec's own wraps
    "cell": "",  # of a recurrent layer
    "layer": "",  # on each step of a `TimeDistributed`
    "forward_layer": "forward",
    "backward_layer": "backward",
    "query_dense": "query",
    "key_dense": "key",
    "value_dense": "value",
    "output_dense": "attention_output",
}
"""What an inner layer is called, by the attribute that holds it, where not as the attribute."""


class NamedWeight(NamedTuple):
    """A weight of a model.

    Attributes:
        name: Its name.
        place: Where Keras's own files hold it: the path of its layer, and the way from there.
        variable: The Keras variable.
    """

    name: str
    place: str
    variable: Any


def named_weights(model: Any) -> list[NamedWeight]:
    """Returns the weights of a model, each under a name of its own.

    Raises:
        WeightsError: If two have one name, or one cannot be reached by the attributes of its layer, as may be
            with kinds of other packages.
    """
    found: dict[str, NamedWeight] = {}
    for layer in model.layers:
        path = layer_path(layer.name)
        reached: set[int] = set()
        wanted = {id(weight) for weight in layer.weights}
        for one in _inside(layer, path, path, reached, set(dir(_plain_layer()))):
            if id(one.variable) not in wanted:
                continue  # the state of a random generator is no weight
            if one.name in found:
                raise WeightsError(f"two weights are called `{one.name}`")
            found[one.name] = one
        if wanted - reached:
            raise WeightsError(f"`{path}` holds weights in other ways than by attributes that are layers")
    return list(found.values())


def _plain_layer() -> Any:
    return import_module("keras").layers.Layer()


def _inside(layer: Any, name: str, place: str, seen: set[int], common: set[str]) -> Iterator[NamedWeight]:
    """Yields the variables of a layer and of the layers in it, as `keras.saving` walks them."""
    keras: Any = import_module("keras")
    seen.add(id(layer))
    own: dict[str, Any] = {}
    layer.save_own_variables(own)
    for key, variable in own.items():
        seen.add(id(variable))
        yield NamedWeight(f"{name}/{variable.name}", f"{place}/vars/{key}", variable)
    for attribute in sorted(set(dir(layer)) - common, key=_public_first):
        inner = _value(layer, attribute)
        if isinstance(inner, keras.layers.Layer) and id(inner) not in seen:
            role = ROLES.get(attribute, attribute)
            yield from _inside(inner, f"{name}/{role}" if role else name, f"{place}/{attribute}", seen, common)


def _public_first(attribute: str) -> tuple[bool, str]:
    return attribute.startswith("_"), attribute


def _value(layer: Any, attribute: str) -> Any:
    try:
        return getattr(layer, attribute)
    except Exception:  # a property that cannot be read yet holds no layer
        return None
