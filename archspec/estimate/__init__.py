"""Costs of a network: weights, operations, memory, and receptive fields.

Knows a finished graph. Must not know the text of the spec, Keras, or how anything is printed. `docs/costs.md` defines
what is counted.
"""
