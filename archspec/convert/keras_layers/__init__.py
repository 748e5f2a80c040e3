"""What Keras lacks: layers in `keras.ops`, registered for saving, on every backend.

Importing this package imports its modules, which register them. A kind of layer names the one it is built with as
`archspec>Name`.
"""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
