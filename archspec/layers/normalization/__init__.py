"""Normalizations: they bring values to a common mean and variance."""
