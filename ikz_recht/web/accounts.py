"""Accounts and copies from the command line."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ..advice.files import not_written
from ..rulebase.problem import InputProblems, Place, Problem
from .store.database import FILE, back_up, open_database
from .store.people import Role, change_user, create_user, list_users
from .store.second_factor import remove_second_factor


def set_account(data: Path, database: str, name: str, role: str, password: str) -> str:
    """Make the account, or change its password and role; what was done, in a sentence. Raises InputProblems."""
    if not name.strip() or len(name) > 100:
        raise InputProblems([Problem(Place(Path(name or "konto")), "Der Name braucht 1 bis 100 Zeichen.", "Wählen Sie einen anderen.")])
    try:
        engine = open_database(data, database)
        for user in list_users(engine):
            if user.name.lower() == name.strip().lower():
                change_user(engine, user.id, role=Role(role), disabled=False, password=password)
                remove_second_factor(engine, user.id)
                return f"Konto „{user.name}“ geändert; laufende Anmeldungen sind beendet, ein zweiter Faktor ist entfernt."
        create_user(engine, name.strip(), password, Role(role))
    except ValueError as problem:
        raise InputProblems([Problem(Place(data), str(problem), "Wählen Sie ein anderes.")]) from None
    except (SQLAlchemyError, OSError) as error:
        raise unusable(data, error) from None
    return f"Konto „{name.strip()}“ angelegt ({role})."


def save_copy(data: Path, target: Path) -> None:
    """A copy of the SQLite database. Raises InputProblems."""
    import sqlite3

    if not (data / FILE).is_file():
        raise InputProblems([Problem(Place(data / FILE), "Die Datenbank gibt es nicht.", "Prüfen Sie --daten.")])
    try:
        back_up(open_database(data), target)
    except OSError as error:
        raise not_written(target, error) from None
    except ValueError as problem:
        raise InputProblems([Problem(Place(target), str(problem), "Nennen Sie eine andere Datei.")]) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise unusable(data, error) from None


def unusable(data: Path, error: Exception) -> InputProblems:
    """The database cannot be used."""
    reason = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
    return InputProblems(
        [Problem(Place(data), f"Die Datenbank lässt sich nicht nutzen ({reason}).", "Prüfen Sie Ordner, Rechte und Adresse.")]
    )
