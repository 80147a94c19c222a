"""Where the loaded register lies: one SQLite file in the user's folder for data."""

from __future__ import annotations

import os
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent / "beispiel"
FILE_NAME = "register.sqlite"
APPLICATION = 0x494B5A52  # „IKZR“, in the header of the file
VERSION = 1


def register_file() -> Path:
    """The file that `register laden` writes: in $IKZ_DATEN, else in the usual folder for data of this user. It needs not exist."""
    own = os.environ.get("IKZ_DATEN")
    if own:
        return Path(own) / FILE_NAME
    from platformdirs import user_data_path  # here, because only few commands need it

    return user_data_path("ikz-recht", appauthor=False) / FILE_NAME
