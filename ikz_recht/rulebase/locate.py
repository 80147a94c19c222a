"""Where rules and templates lie: an office's own folder, the wheel, or the checkout."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def rules_folder(own: Path | None = None) -> Path:
    """The folder of the rule base: `own`, else $IKZ_REGELN, else the one shipped with the program."""
    return _folder("rules", own, "IKZ_REGELN")


def templates_folder(own: Path | None = None) -> Path:
    """The folder of the templates shipped with the program (an office's own folder is laid over it, see `own_templates`)."""
    return _folder("templates", own, "")


def own_templates(own: Path | None = None) -> Path | None:
    """An office's own template folder: `own`, else $IKZ_VORLAGEN, else None."""
    variable = os.environ.get("IKZ_VORLAGEN")
    return own or (Path(variable) if variable else None)


def _folder(name: str, own: Path | None, variable: str) -> Path:
    if own is not None:
        return own
    if variable and os.environ.get(variable):
        return Path(os.environ[variable])
    shipped = _PACKAGE / "_daten" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name
