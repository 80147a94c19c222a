"""`python -m ikz_recht`."""

from .cli.main import entry

entry()
