"""What the command line asks for, checked: tasks, partners, radius, weights, own statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ..register.model import Municipality
from ..register.store import Register
from ..rulebase.fact import FactType, Kind, ValueProblem, parse_value, show_number
from ..rulebase.model import Rulebase
from ..rulebase.problem import InputProblems, Place, Problem, suggestion
from .given import MAX_WEIGHT, Given, read_given
from .partners import DEFAULT_COUNT, DEFAULT_RADIUS_KM
from .search import MAX_RADIUS_KM, Wish, lands_around, own_municipality
from .units import Region

MAX_COUNT = 50


def wish_of(tasks: str, only: str, radius: str, count: str) -> Wish:
    """The wish of the options; "" where one is not given. Raises InputProblems."""
    problems: list[Problem] = []
    radius_km = _number("--radius", radius, 0, MAX_RADIUS_KM, DEFAULT_RADIUS_KM, problems)
    number = _number("--anzahl", count, 1, MAX_COUNT, DEFAULT_COUNT, problems)
    if not number.is_integer():
        problems.append(Problem(Place(Path("--anzahl")), "Die Anzahl muss eine ganze Zahl sein.", "Ändern Sie die Zahl."))
    if problems:
        raise InputProblems(problems)
    return Wish(_words(tasks), _words(only), radius_km, int(number))


def _number(option: str, text: str, low: float, high: float, default: float, problems: list[Problem]) -> float:
    if not text:
        return float(default)
    try:
        value = parse_value(text, FactType(Kind.NUMBER))
    except ValueProblem as problem:
        problems.append(Problem(Place(Path(option)), str(problem), problem.remedy))
        return float(default)
    if not isinstance(value, int | float) or not low <= value <= high:
        text = f"Die Zahl muss zwischen {show_number(low)} und {show_number(high)} liegen."
        problems.append(Problem(Place(Path(option)), text, "Ändern Sie die Zahl."))
        return float(default)
    return float(value)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def prepared(
    register: Register, ags: str, wish: Wish, weights: Sequence[str], given_path: Path | None, rules: Callable[[tuple[str, ...]], Rulebase]
) -> tuple[Region, Rulebase, Municipality, Wish, Given]:
    """Everything that `search` needs; `rules` loads the rules of the Länder around. Raises InputProblems."""
    region = Region(register)
    item = register.municipality(ags) if len(ags) == 8 else None
    own = own_municipality(region, ags) if item is None or given_path is None else item
    rulebase = rules(lands_around(region, own, wish))
    given = read_given(given_path, rulebase, region.keys()) if given_path else Given()
    given = replace(given, weights={**given.weights, **_weights(weights, rulebase)})
    region = replace(region, inhabitants=dict(given.inhabitants))
    return region, rulebase, own_municipality(region, ags), wish, given


def _weights(words: Sequence[str], rulebase: Rulebase) -> dict[str, float]:
    """The options `kriterium=zahl`."""
    found: dict[str, float] = {}
    problems: list[Problem] = []
    names = [item.id for item in rulebase.partner.criteria]
    place = Place(Path("--gewicht"))
    for word in words:
        name, _, number = word.partition("=")
        if names and name not in names:
            problems.append(Problem(place, f"Ein Kriterium „{name}“ gibt es nicht.", suggestion(name, names)))
            continue
        try:
            value = parse_value(number, FactType(Kind.NUMBER))
        except ValueProblem as problem:
            problems.append(Problem(place, f"„{word}“: {problem}", problem.remedy))
            continue
        if not isinstance(value, int | float) or not 0 <= value <= MAX_WEIGHT:
            problems.append(Problem(place, f"„{word}“: Das Gewicht muss zwischen 0 und {MAX_WEIGHT:g} liegen.", "Ändern Sie die Zahl."))
            continue
        found[name] = float(value)
    if problems:
        raise InputProblems(problems)
    return found
