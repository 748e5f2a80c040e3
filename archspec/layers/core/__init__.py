"""Layers of no other family: dense layers, look-up tables, and factors per channel."""
