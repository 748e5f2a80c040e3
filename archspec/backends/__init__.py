"""What Keras's backends cannot compute of what the language can say.

Knows kinds of layers, and what was found by trying them on every backend. Must never know where a layer is, and
never import Keras or a backend: `convert` runs them, and the conformance tests hold this folder to what they do.
"""
