"""Compares a network with what its spec expects.

Knows the language's `expect`, graphs, and their costs. Must not know how anything is printed, or Keras.
"""
