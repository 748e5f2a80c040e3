"""Layers that change the shape without computing: values are only moved, removed or padded."""
