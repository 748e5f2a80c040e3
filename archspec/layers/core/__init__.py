"""The layers that have no other family: dense ones, look-up tables, and factors per channel."""
