"""Advice: what is allowed and still likely to be a mistake, each in a file of its own.

A lint is in the file of its name; `advice.py` finds it there. Lints see only a graph without errors. They know the
graph, where its nodes are written and the spec's own words. They must never change the graph, and never know a
framework or a terminal. `base.py` tells what a lint is, `subject.py` what all of them ask of a network.
"""
