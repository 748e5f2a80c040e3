"""Text in, located tree out; and the expressions that may be where a value is.

Knows YAML, characters and places. Must never know what a key means: there are no layers, params or blocks here.
"""
