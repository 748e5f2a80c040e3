"""What Keras's backends cannot compute.

Knows kinds of layers, and the results of running them on every backend. Must not know where a layer is, and must not
import Keras or a backend: `convert` runs them, and the conformance tests compare this folder with the results.
"""
