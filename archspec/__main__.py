"""`python -m archspec`."""

from archspec.cli.main import console

console()
