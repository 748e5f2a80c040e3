"""Text in, located tree out; and the expressions that may stand where a value stands.

Knows YAML, characters and places. Must never know what a key means: there are no layers, params or blocks here.
"""
