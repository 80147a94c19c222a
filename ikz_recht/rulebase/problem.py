"""What can be wrong with a file that a person wrote, and where."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1, 0 means the whole file."""

    path: Path
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect: where, what is wrong, and how to mend it (both German sentences)."""

    place: Place
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return visible(f"{self.place}: {_shortened(self.text)}" + (f" {_shortened(self.remedy)}" if self.remedy else ""))


class InputProblems(Exception):
    """Input that cannot be used; carries every problem found, not just the first, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(map(str, self.problems)))


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy sentence naming the closest known word, or the list of known words if it is short."""
    known = sorted(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Gemeint ist vielleicht „{close[0]}“."
    listed = ", ".join(known)
    return f"Möglich sind: {listed}." if listed and len(listed) <= 250 else ""


def visible(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return text if text.isprintable() else "".join(char if char.isprintable() else "·" for char in text)


def _shortened(text: str) -> str:
    return text if len(text) <= 1000 else text[:999] + "…"


_REASONS = {
    errno.EACCES: "keine Berechtigung",
    errno.EPERM: "keine Berechtigung",
    errno.ENOENT: "den Pfad gibt es nicht",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EISDIR: "das ist ein Ordner",
    errno.EEXIST: "unter diesem Namen gibt es schon etwas",
    errno.ENODEV: "das ist keine gewöhnliche Datei",
    errno.ENXIO: "das ist keine gewöhnliche Datei",
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "der zugeteilte Speicherplatz ist voll",
    errno.EFBIG: "die Datei würde zu groß",
    errno.EIO: "Lesen oder Schreiben ist fehlgeschlagen",
    errno.EBUSY: "die Datei ist in Gebrauch",
    errno.EMFILE: "es sind zu viele Dateien geöffnet",
    errno.ENFILE: "es sind zu viele Dateien geöffnet",
    errno.EBADF: "sie ist geschlossen",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.ELOOP: "die Verknüpfungen führen im Kreis",
}


def reason(error: OSError) -> str:
    """Why the operating system refused, in German."""
    return _REASONS.get(error.errno or 0, f"Systemfehler {error.errno}")
