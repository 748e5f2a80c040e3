"""Normalizations: values are brought to a common mean and spread."""
