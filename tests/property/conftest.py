"""Settings of every property test."""

from hypothesis import settings

# A busy machine is not a fault of the code.
settings.register_profile("archspec", deadline=None)
settings.load_profile("archspec")
