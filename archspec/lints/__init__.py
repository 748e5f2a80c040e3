"""Lints: each finds one kind of likely mistake in valid networks.

A lint is in the file of its name; `advice.py` finds it there. Lints see only graphs without errors. They know the
graph, where its nodes are written, and the spec. They must not change the graph, and must not know a framework or a
terminal. `base.py` defines what a lint is, `subject.py` what all of them ask about a network.
"""
