"""When the councils meet, as fields of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..planning.bodies.sitting_answers import FIELDS, Asked
from .form_fields import Field, Group

_LABELS = {
    "termine": ("Sitzungstage", "Zum Beispiel 14.01.2027, 18.02.2027. Leer, wenn sie noch nicht feststehen."),
    "alle_wochen": ("Oder regelmäßig: alle … Wochen", "Eine ganze Zahl, zum Beispiel 6. Das gilt nach dem letzten genannten Tag."),
    "ab": ("Erster Tag der regelmäßigen Sitzungen", "Ein Werktag, zum Beispiel 12.01.2027."),
    "vorlauf_tage": ("Vorlauf für die Vorlage in Tagen", "So viele Tage vor der Sitzung muss sie da sein; ohne Angabe 14."),
}


def sittings_form(asked: Sequence[Asked], problems: Iterable[tuple[int, str, str]] = ()) -> tuple[Group, ...]:
    """The form; each problem (council, field, text) at its field."""
    wrong: dict[tuple[int, str], list[str]] = {}
    for number, name, text in problems:
        wrong.setdefault((number, name), []).append(text)
    return tuple(
        Group(item.party, tuple(_field(number, name, getattr(item, name), wrong.get((number, name), [])) for name in FIELDS))
        for number, item in enumerate(asked)
    )


def _field(number: int, name: str, value: str, problems: Sequence[str]) -> Field:
    label, hint = _LABELS[name]
    return Field(f"{name}-{number}", label, hint, value, " ".join(problems), lines=name == "termine")


def sittings_entered(parties: Sequence[str], form: Mapping[str, Sequence[str]]) -> list[Asked]:
    """What was entered."""
    return [
        Asked(party, *(next(iter(form.get(f"{name}-{number}", ())), "").strip() for name in FIELDS)) for number, party in enumerate(parties)
    ]
