"""Regularizations that act in training and let everything through otherwise."""
