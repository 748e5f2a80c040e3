"""Regularizations that act while training and let everything through otherwise."""
