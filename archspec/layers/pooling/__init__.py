"""Poolings: a window of many values becomes one."""
