"""Layers for sequences, `[length, features]`: recurrent ones, attention, and positions."""
