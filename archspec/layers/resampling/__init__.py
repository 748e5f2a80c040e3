"""Layers that change how finely space is sampled, without weights."""
