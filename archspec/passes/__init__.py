"""Passes: a graph in, a graph out that means the same and is cheaper to run, or fits another layout.

A pass is one file and one test. It knows layers and how they are joined, and must never know Keras, or the text that a
network came from. Where the weights have to change too, the pass says how the layers hang together, and `convert/` does
the sums.
"""
