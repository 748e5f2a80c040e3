"""Poolings: each reduces a window of values to one."""
