"""Layers of ShuffleNet."""
