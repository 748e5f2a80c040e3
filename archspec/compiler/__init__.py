"""Document in, graph out: unfolds blocks and repeats, evaluates expressions, infers every shape on the way.

Knows the language and the graph. Must never know Keras, a file format of findings or a terminal.
"""
