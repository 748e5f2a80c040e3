"""Diagnostics for machines: a module for each format that a CI system reads, imported when it is asked for.

Each has a function `export`, which takes what was found in each file, in order, and returns the whole text without a
line break at its end. Lines and columns count from 1, columns in characters; ends are exclusive. Nothing here reads or
writes a file.
"""
