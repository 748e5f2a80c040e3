"""Layers that merge several tensors into one."""
