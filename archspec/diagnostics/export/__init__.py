"""Machine-readable formats of diagnostics: one module for each format of a CI system, imported on demand.

Each has a function `export`, which takes the results of all files, in order, and returns the whole text without a final
line break. Lines and columns count from 1, columns in characters; ends are exclusive. Nothing here reads or writes a
file.
"""
