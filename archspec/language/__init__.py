"""The language of specs: the typed document, and the kinds that structure a network.

Knows keys, names and the values that they take. Must not know shapes, which are the compiler's.
"""
