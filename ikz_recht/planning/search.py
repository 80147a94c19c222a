"""The partner search as commands call it: from a key to the findings, with every remark a reader needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..register.model import Municipality
from ..register.participants import key_problem
from ..register.remarks import MOST_DAYS
from ..register.views import origin
from ..rulebase.fact import LANDS, show_date
from ..rulebase.model import Rulebase, Task
from ..rulebase.problem import InputProblems, Place, Problem, suggestion
from .given import Given
from .legal import Law
from .partners import DEFAULT_COUNT, DEFAULT_RADIUS_KM, Finder, Findings
from .units import Region

MAX_RADIUS_KM = 300.0
_LOOK = "Den Schlüssel findet „ikz-recht register suchen NAME“."


@dataclass(frozen=True)
class Wish:
    """What is asked: the tasks (none: all), the partners to look at (none: all), radius, number of partners per task."""

    tasks: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    radius_km: float = DEFAULT_RADIUS_KM
    count: int = DEFAULT_COUNT


@dataclass(frozen=True)
class Result:
    """The findings with what they rest on."""

    findings: Findings
    region: Region
    rulebase: Rulebase
    day: dt.date
    wish: Wish
    given: Given
    remarks: tuple[str, ...]

    @property
    def district(self) -> str:
        """The name of the own Kreis; "" for a kreisfreie Stadt."""
        own = self.findings.own
        district = None if own.independent else self.region.register.district(own.district_key)
        return district.full_name if district else ""


def own_municipality(region: Region, key: str) -> Municipality:
    """The municipality with the key. Raises InputProblems: no key, none of a municipality, unknown, nobody lives there."""
    problem = key_problem(key)
    if problem:
        raise _refused(problem, _LOOK)
    if len(key) != 8:
        raise _refused(f"„{key}“ ist der Schlüssel eines Kreises; eine Gemeinde hat acht Ziffern.", _LOOK)
    item = region.register.municipality(key)
    if item is None:
        text = f"Eine Gemeinde {key} gibt es im Register nicht; vielleicht ist sie in einer anderen aufgegangen."
        raise _refused(text, f"{_LOOK} {origin(region.register)}")
    if item.unincorporated:
        raise _refused(f"{item.short_name} ist ein gemeindefreies Gebiet, keine Gemeinde.", _LOOK)
    if region.people(item) == 0:
        raise _refused(
            f"{item.full_name} hat nach dem Register keine Einwohner.", "Geben Sie die Zahl mit --angaben an, wenn das nicht stimmt."
        )
    return item


def lands_around(region: Region, own: Municipality, wish: Wish) -> tuple[str, ...]:
    """The Länder in which partners may lie."""
    keys = {*region.near.get(own.ags, ()), *(key for key in wish.only if key in region.municipalities)}
    found = {own.land, *(region.municipalities[key].land for key in keys)}
    for item in region.municipalities.values():
        distance = None if item.land in found else region.register.distance_km(own, item)
        if distance is not None and distance <= wish.radius_km:
            found.add(item.land)
    return tuple(sorted(found))


def search(region: Region, rulebase: Rulebase, own: Municipality, wish: Wish, given: Given, day: dt.date) -> Result:
    """Look for partners. Raises InputProblems (no criteria, unknown task or partner)."""
    if not rulebase.partner.criteria:
        text = "Dem Regelwerk fehlen Kriterien für die Partnersuche."
        raise InputProblems(
            [Problem(Place(Path("rules/partner")), text, "Nehmen Sie den Ordner „partner“ der mitgelieferten Regeln dazu.")]
        )
    tasks = _tasks(rulebase, wish.tasks)
    _check_partners(region, own, wish.only)
    finder = Finder(rulebase, region, Law(rulebase, day), given, wish.radius_km, wish.count, frozenset(wish.only))
    findings = finder.find(own, tasks)
    wish = replace(wish, tasks=tuple(task.id for task in tasks) if wish.tasks else ())
    return Result(findings, region, rulebase, day, wish, given, tuple(_remarks(region, rulebase, findings, given, day)))


def _tasks(rulebase: Rulebase, names: Sequence[str]) -> list[Task]:
    unknown = [name for name in names if name not in rulebase.tasks]
    if unknown:
        problems = []
        for name in unknown:
            hint = suggestion(name, rulebase.tasks) or "Alle Aufgaben zeigt „ikz-recht fragen“ unter „aufgabe“."
            problems.append(Problem(Place(Path("--aufgaben")), f"Eine Aufgabe „{name}“ gibt es nicht.", hint))
        raise InputProblems(problems)
    return [rulebase.tasks[name] for name in dict.fromkeys(names)] if names else list(rulebase.tasks.values())


def _check_partners(region: Region, own: Municipality, keys: Sequence[str]) -> None:
    problems = []
    for key in keys:
        known = key in region.municipalities or (len(key) == 5 and region.register.district(key) is not None)
        if key == own.ags:
            problems.append(Problem(Place(Path("--mit")), f"{own.full_name} kann nicht mit sich selbst zusammenarbeiten.", ""))
        elif not known:
            problems.append(Problem(Place(Path("--mit")), f"Den Schlüssel „{key}“ gibt es im Register nicht.", _LOOK))
    if problems:
        raise InputProblems(problems)


def _remarks(region: Region, rulebase: Rulebase, findings: Findings, given: Given, day: dt.date) -> Iterator[str]:
    register, own = region.register, findings.own
    if register.example:
        yield f"Gesucht ist nur in der Beispielregion; Partner außerhalb kennt das Programm erst nach „ikz-recht register laden“. {origin(register)}"
    if abs((day - register.as_of).days) > MOST_DAYS:
        text = "Prüfen Sie Einwohnerzahlen, Kreise und Verbände."
        yield f"Das Gemeinderegister beschreibt den {show_date(register.as_of)}, der Stichtag ist der {show_date(day)}. {text}"
    if not region.near:
        yield "Das Register enthält keine Nachbarn: Die Lage ist nicht beurteilt. Laden Sie eine Datei mit Nachbarn dazu."
    if own.longitude is None:
        yield "Das Register enthält keine Koordinaten: Entfernungen sind nicht beurteilt, der Suchkreis entfällt."
    if region.people(own) is None:
        yield f"Die Einwohnerzahl von {own.full_name} ist unbekannt; Größen sind nicht beurteilt. Sie lässt sich mit --angaben nennen."
    for keys, task in given.together:
        if own.ags in keys and task:
            names = ", ".join(region.municipalities[key].full_name for key in sorted(keys - {own.ags}) if key in region.municipalities)
            yield f"Besteht schon und ist darum kein Vorschlag: {rulebase.tasks[task].name} mit {names}."
    lands = {unit.land for item in findings.suggestions for unit in (item.own, *item.partners)}
    for land in sorted(lands - rulebase.lands.keys()):
        yield f"Das Recht von {LANDS[land]} ist im Regelwerk noch nicht erfasst; Vorschläge mit diesem Land sind rechtlich nicht beurteilt."


def _refused(text: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(Place(Path("AGS")), text, remedy)])
