"""Finds the tensors of a network that are never negative, whatever its weights and inputs."""

from archspec.graph import Graph


def never_negative(graph: Graph) -> list[bool]:
    """Returns for each node whether no value of its output can be negative; False where that is not known."""
    known: list[bool] = []
    for node in graph.nodes:
        if node.layer is None:
            known.append(node.dtype.startswith("uint"))
        else:
            known.append(node.layer.never_negative([known[index] for index in node.inputs]))
    return known
