"""Specs of the project, changed at random, and what checking them must never do.

`seeds` are the specs, `mutate` changes them, `judge` checks one as the command does, `run` goes through many.
"""
