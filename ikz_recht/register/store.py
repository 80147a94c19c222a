"""The register as the rest of the program asks it."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..rulebase.problem import InputProblems, Place, Problem
from .boundaries import Boundary, unpacked
from .distance import great_circle_km
from .locate import APPLICATION, EXAMPLE, VERSION, register_file
from .model import Association, District, Municipality, Source
from .names import folded, ranked, without_title

_COLUMNS = (
    "ags, ars, name, kind, land, district_key, district_name, association_key, association_name, "
    "inhabitants, area_km2, postcode, longitude, latitude"
)
_AGAIN = "Laden Sie das Register neu: ikz-recht register laden DATEIEN…"


@dataclass(frozen=True, slots=True)
class Register:
    """Municipalities and what connects them, all of the day `as_of`. `example`: only the region that comes with the program.

    Every method raises InputProblems if the file turns out to be damaged. Use it in a `with` statement, or call `close`.
    """

    path: Path
    as_of: dt.date
    example: bool
    connection: sqlite3.Connection

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file free."""
        self.connection.close()

    def municipality(self, ags: str) -> Municipality | None:
        """The municipality with this eight-digit key; None if there is none."""
        return next(iter(self._municipalities("WHERE ags = ?", ags)), None)

    def municipalities(self, land: str = "") -> tuple[Municipality, ...]:
        """All of them, or those of a Land (two letters), by key."""
        return self._municipalities("WHERE land = ? ORDER BY ags", land) if land else self._municipalities("ORDER BY ags")

    def by_name(self, name: str, land: str = "") -> tuple[Municipality, ...]:
        """Those that bear exactly this name, with or without „Stadt“, „Gemeinde“ …; what is written out („Stadt Berg“) goes before the bare name."""
        fold = folded(name)
        full = self._named("folded_name", fold, land)
        return full or self._named("folded", fold, land) or self._named("folded", without_title(fold), land)

    def search(self, name: str, land: str = "", limit: int = 20) -> tuple[Municipality, ...]:
        """Those whose name is or resembles this one, the best first."""
        sql = "SELECT ags, folded, coalesce(inhabitants, 0) FROM municipality"
        rows = self._rows(f"{sql} WHERE land = ?", land) if land else self._rows(sql)
        keys = ranked(name, rows, limit)
        found = {item.ags: item for item in self._municipalities(f"WHERE ags IN ({','.join('?' * len(keys))})", *keys)}
        return tuple(found[key] for key in keys)

    def neighbours(self, ags: str, *, across: bool = False) -> tuple[Municipality, ...]:
        """Those with a common border, by key; with `across` those instead that only a gemeindefreies Gebiet lies between."""
        condition = "between_areas <> ''" if across else "between_areas = ''"
        return self._municipalities(f"WHERE ags IN (SELECT other FROM neighbour WHERE ags = ? AND {condition}) ORDER BY ags", ags)

    def pairs(self, *, land: str = "", district: str = "", across: bool = False) -> tuple[tuple[str, str], ...]:
        """Pairs of neighbours (keys, the smaller first), each once; with `land` or `district` those of which at least one lies there.

        `across` adds the pairs that only a gemeindefreies Gebiet lies between.
        """
        sql, values = "SELECT ags, other FROM neighbour WHERE ags < other", []
        if not across:
            sql += " AND between_areas = ''"
        for column, value in (("land", land), ("district_key", district)):
            if value:
                inside = f"IN (SELECT ags FROM municipality WHERE {column} = ?)"
                sql += f" AND (ags {inside} OR other {inside})"
                values += [value, value]
        return tuple((first, second) for first, second in self._rows(f"{sql} ORDER BY ags, other", *values))

    def members(self, association: str) -> tuple[Municipality, ...]:
        """The municipalities of an association (nine-digit key), by key."""
        return self._municipalities("WHERE association_key = ? ORDER BY ags", association) if association else ()

    def in_kreis(self, kreis: str) -> tuple[Municipality, ...]:
        """The municipalities of a Kreis (five-digit key), by key; of a kreisfreie Stadt, the city alone."""
        return self._municipalities("WHERE district_key = ? ORDER BY ags", kreis)

    def district(self, key: str) -> District | None:
        """The Kreis with this five-digit key; None if there is none."""
        return next((District(*row) for row in self._rows("SELECT * FROM district WHERE key = ?", key)), None)

    def association(self, key: str) -> Association | None:
        """The association with this nine-digit key; None if there is none."""
        return next((Association(*row) for row in self._rows("SELECT * FROM association WHERE key = ?", key)), None)

    def distance_km(self, first: Municipality, second: Municipality) -> float | None:
        """The great-circle distance between the coordinates of two municipalities, in kilometres; None if one has none. No travel distance."""
        return great_circle_km(first, second)

    def boundaries(self, keys: Collection[str] = ()) -> dict[str, Boundary]:
        """The boundaries of these municipalities, or of all, by key; those that no map was loaded for are missing."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name = 'boundary'"):
            return {}  # a register of before there were maps
        found, wanted = {}, set(keys)
        try:
            for ags, polygons in self._rows("SELECT ags, polygons FROM boundary ORDER BY ags"):
                if not wanted or ags in wanted:
                    found[ags] = Boundary(ags, unpacked(polygons))
        except (ValueError, TypeError, zlib.error):
            raise _damaged(self.path) from None
        return found

    def sources(self) -> tuple[Source, ...]:
        """The files it was built from."""
        rows = self._rows("SELECT * FROM source")
        return tuple(Source(name, content, _day(day), count, digest) for name, content, day, count, digest in rows)

    def _named(self, column: str, fold: str, land: str) -> tuple[Municipality, ...]:
        if not fold:
            return ()
        if land:
            return self._municipalities(f"WHERE {column} = ? AND land = ? ORDER BY ags", fold, land)
        return self._municipalities(f"WHERE {column} = ? ORDER BY ags", fold)

    def _municipalities(self, rest: str, *values: str) -> tuple[Municipality, ...]:
        rows = self._rows(f"SELECT {_COLUMNS} FROM municipality {rest}", *values)
        return tuple(Municipality(*(*row, self.as_of)) for row in rows)

    def _rows(self, sql: str, *values: str) -> list[Any]:
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            raise _damaged(self.path) from None


def open_register(path: Path | None = None) -> Register:
    """The register in this file, else the user's, else the example region. Raises InputProblems (missing, damaged, of another version)."""
    file = path or register_file()
    if path is None and not file.exists():
        return _example()
    if not file.is_file():
        raise InputProblems([Problem(Place(file), "Das Register gibt es nicht.", _AGAIN)])
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    except sqlite3.Error:
        raise InputProblems([Problem(Place(file), "Das Register lässt sich nicht öffnen.", "Prüfen Sie die Rechte.")]) from None
    try:
        return _opened(file, connection)
    except BaseException:
        connection.close()
        raise


def shared_register() -> Register:
    """As `open_register`, opened once for as long as the file stays the same; nobody closes it. Raises InputProblems."""
    file = register_file()
    try:
        stat = file.stat()
    except OSError:
        return _shared(file, 0, 0)
    return _shared(file, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _shared(file: Path, changed: int, size: int) -> Register:
    return open_register()


def _opened(file: Path, connection: sqlite3.Connection) -> Register:
    try:
        (application,), (version,) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version"))
        if application != APPLICATION:
            raise _damaged(file)
        if version != VERSION:
            raise InputProblems([Problem(Place(file), "Das Register gehört zu einer anderen Version des Programms.", _AGAIN)])
        as_of, example = connection.execute("SELECT as_of, example FROM meta").fetchone()
        return Register(file, dt.date.fromisoformat(as_of), bool(example), connection)
    except (sqlite3.DatabaseError, TypeError, ValueError):
        raise _damaged(file) from None


def _damaged(file: Path) -> InputProblems:
    return InputProblems([Problem(Place(file), "Das ist kein Register, oder es ist beschädigt.", _AGAIN)])


def _example() -> Register:
    from .build import collect, store  # here, because with a loaded register nothing is built

    found = collect(sorted(EXAMPLE.glob("*.csv")))
    assert found.as_of is not None
    return Register(EXAMPLE, found.as_of, True, store(found, example=True))


def _day(text: str | None) -> dt.date | None:
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat(text) if text else None
    return None
