"""The parsed rule base, kept between runs: reading some seventy YAML files takes longer than everything else of an opinion.

An entry is found by the content of every rule file, of this package's own code and the Länder asked for, so it can never be out of date.
It is used only if its checksum is right and it holds nothing but the classes of a rule base; anything else is built anew. Entries may be
deleted at any time, also while other processes read or write them.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import platform
import sys
import tempfile
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from .. import __version__
from .collector import collector_paused
from .load import load_rulebase
from .model import Rulebase

MAX_ENTRIES = 8
_ENDING = ".regelwerk"
_OFF = ("", "aus")
_TRUSTED = ("ikz_recht.rulebase.", "datetime", "decimal", "pathlib", "builtins", "copyreg", "enum")
_BUILTINS = frozenset({"frozenset", "set", "tuple", "getattr", "object", "dict", "list"})


def cached_rulebase(root: Path, lands: Collection[str] | None = None) -> Rulebase:
    """As `load_rulebase`, from the cache where it has an entry. Raises InputProblems."""
    folder = cache_folder()
    if folder is None or not root.is_dir():
        return load_rulebase(root, lands)
    entry = folder / f"{_key(root, lands)}{_ENDING}"
    found = _read(entry)
    if found is None:
        found = load_rulebase(root, lands)
        _write(entry, found)
    return found


def cache_folder() -> Path | None:
    """Where entries lie: $IKZ_CACHE („aus“: nowhere), else the user's folder for caches."""
    own = os.environ.get("IKZ_CACHE")
    if own is not None:
        return None if own in _OFF else Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "ikz-recht" if base and os.path.isabs(base) else None


def _key(root: Path, lands: Collection[str] | None) -> str:
    """Everything that the result depends on: place and content of the rule files, this code, Python, the Länder."""
    named = "alle" if lands is None else ",".join(sorted(lands))
    digest = hashlib.sha256(f"{__version__}\0{platform.python_version()}\0{root.resolve()}\0{root}\0{named}".encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), *_rule_files(root)):
        with contextlib.suppress(OSError):
            digest.update(f"\0{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _rule_files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.y*ml") if not path.name.endswith(".faelle.yaml"))


class _Unpickler(pickle.Unpickler):
    """Knows the classes of a rule base and no others."""

    def find_class(self, module: str, name: str) -> Any:
        """The class. Raises UnpicklingError for anything that a rule base does not consist of."""
        if not module.startswith(_TRUSTED) or (module == "builtins" and name not in _BUILTINS):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _read(entry: Path) -> Rulebase | None:
    """The rule base of an entry; None if there is none or it is damaged."""
    try:
        data = entry.read_bytes()
    except OSError:
        return None
    checksum, payload = data[:32], data[32:]
    if hashlib.sha256(payload).digest() != checksum:
        return None
    try:
        with collector_paused():
            found = _Unpickler(io.BytesIO(payload)).load()
    except (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError):
        return None
    return found if isinstance(found, Rulebase) else None


def _write(entry: Path, rulebase: Rulebase) -> None:
    """Keep the rule base; where the folder cannot be written, there is just no cache."""
    payload = pickle.dumps(rulebase, pickle.HIGHEST_PROTOCOL)
    with contextlib.suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=entry.parent, suffix=".neu")
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(payload).digest() + payload)
        os.replace(temporary, entry)
        _prune(entry.parent)


def _prune(folder: Path) -> None:
    """Keep the newest entries only, and no leftovers of a run that was killed while writing."""
    entries = sorted(folder.glob(f"*{_ENDING}"), key=_age)
    leftovers = [path for path in folder.glob("*.neu") if _age(path) > 3600]
    for path in (*entries[MAX_ENTRIES:], *leftovers):
        with contextlib.suppress(OSError):
            path.unlink()


def _age(path: Path) -> float:
    """Seconds since the file was written; 0 if it has just gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
