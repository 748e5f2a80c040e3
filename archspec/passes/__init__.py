"""Passes: each rewrites a graph to an equivalent one that is cheaper to run or fits another layout.

A pass is one file and one test. Knows layers and how they are connected. Must not know Keras, or the text of a spec. If
weights change too, the pass says which layers belong together, and `convert/` computes the weights.
"""
