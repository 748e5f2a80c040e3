"""Layers that Keras lacks, written with `keras.ops` and registered for saving, for every backend.

Importing this package imports its modules, which register the layers. A kind refers to its layer as `archspec>Name`.
"""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
