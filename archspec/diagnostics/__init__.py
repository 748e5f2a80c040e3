"""Diagnostics: what is wrong with a spec, where, and how it is printed.

Knows source text, places in it, and output formats. Must not know what a layer, a shape or a network is: the code that
finds an error describes it.
"""
