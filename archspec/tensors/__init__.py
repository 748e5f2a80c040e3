"""Sizes, shapes and the arithmetic on them: pure functions over integers and open sizes.

Knows how a window, a stride or a padding turns one size into another, and how to name what does not fit. Must never
know a layer, a file or a framework.
"""
