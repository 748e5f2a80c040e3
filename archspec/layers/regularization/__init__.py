"""Regularizations: they act in training only, and otherwise return their input."""
