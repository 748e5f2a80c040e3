"""Mutants of the shape arithmetic, and the tests that must notice them.

`mutants` makes them, `trial` runs the tests on one, and `survivors.yaml` lists those that no test can or should notice.
"""
