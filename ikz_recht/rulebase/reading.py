"""Reading a file that a person named: never more than a limit, never a folder, and every failure a German sentence."""

from __future__ import annotations

import os
from pathlib import Path

from .problem import InputProblems, Place, Problem, reason

# A pipe that nobody writes to must not stop the program while it is opened; Windows has no such flag and needs the other one.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_limited(path: Path, limit: int, shown: Path | None = None) -> bytes:
    """All bytes of the file. Raises InputProblems (missing, folder, no rights, more than `limit` bytes); `shown` is named in messages."""
    here = Place(shown or path)
    try:
        data = _read(path, limit + 1)
    except FileNotFoundError:
        raise InputProblems([Problem(here, "Die Datei gibt es nicht.", "Prüfen Sie Pfad und Schreibweise.")]) from None
    except IsADirectoryError:
        raise InputProblems([Problem(here, "Das ist ein Ordner, keine Datei.", "Geben Sie eine Datei an.")]) from None
    except OSError as error:
        raise InputProblems([Problem(here, f"Die Datei lässt sich nicht lesen ({reason(error)}).", "Prüfen Sie die Rechte.")]) from None
    if len(data) > limit:
        size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1_000} kB"
        raise InputProblems([Problem(here, f"Die Datei ist größer als {size}.", "So groß ist keine gültige Datei.")])
    return data


def read_text(path: Path, limit: int, shown: Path | None = None) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises InputProblems, as `read_limited` and for other encodings."""
    return decoded(read_limited(path, limit, shown), shown or path)


def decoded(data: bytes, shown: Path) -> str:
    """The bytes of a file as text. Raises InputProblems if they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(shown, data.count(b"\n", 0, error.start) + 1, 1)
        raise InputProblems([Problem(place, "Die Datei ist nicht in UTF-8 gespeichert.", "Speichern Sie sie als UTF-8.")]) from None


def _read(path: Path, size: int) -> bytes:
    if path.is_dir():  # opening a folder fails differently on every system
        raise IsADirectoryError
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as stream:
        os.set_blocking(handle, True)
        return stream.read(size)
