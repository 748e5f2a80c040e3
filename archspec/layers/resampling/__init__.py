"""Layers without weights that change the spatial resolution."""
