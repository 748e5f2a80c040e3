"""Measurements in which one thing is compared with another, in one run and turn by turn.

`processes` runs programs and measures them, `tables` keeps, prints and writes figures, `machine` says where they were
taken. `check`, `scale` and `build` are the three benchmarks; `networks` writes what is measured, and `peers` holds
programs with which others do a similar job.
"""
