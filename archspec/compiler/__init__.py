"""Elaborates a document to a graph: unfolds blocks and repeats, evaluates expressions, infers every shape on the way.

Knows the language and the graph. Must not know Keras, an output format or a terminal.
"""
