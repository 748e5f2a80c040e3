"""Parses YAML to a tree with places, and expressions in its values.

Knows YAML, characters and places. Must not know what a key means: there are no layers, params or blocks here.
"""
