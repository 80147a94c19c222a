"""How much of the long tests is run: every fourth case; with IKZ_ANTEIL=1 all of them, which takes about ten minutes more."""

from __future__ import annotations

import os

SHARE = int(os.environ.get("IKZ_ANTEIL", "4"))
