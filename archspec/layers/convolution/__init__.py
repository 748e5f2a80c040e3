"""Layers that slide a learned window over space."""
