"""Layers that change the shape and no value: nothing is computed, only moved, cut off or surrounded."""
