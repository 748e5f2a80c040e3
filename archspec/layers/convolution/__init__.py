"""Layers that slide a learned window over spatial axes."""
