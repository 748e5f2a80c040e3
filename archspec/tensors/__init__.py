"""Sizes, shapes and their arithmetic: pure functions over integers and open sizes.

Knows how a window, a stride or a padding changes a size, and how to report what does not fit. Must not know a layer, a
file or a framework.
"""
