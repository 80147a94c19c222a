"""Reading the costs of every group: `koalitionen: {A: 12.0, B: 10.0, A+B: 20.5}`."""

from __future__ import annotations

from fractions import Fraction

from ...rulebase.fact import ValueProblem
from ...rulebase.fields import Fields, Report
from ...rulebase.nodes import Node, Scalar
from ...rulebase.problem import Place
from .amounts import decimal_points, parse_amount
from .game import MAX_PARTNERS, CostGame, game_of

MAX_NAME = 200
_NAMED = 8  # missing groups that a message lists


def read_game(fields: Fields, report: Report) -> CostGame | None:
    """The game of the key `koalitionen`; None with what is wrong in the report."""
    before = len(report)
    entries = list(fields.pairs("koalitionen"))
    texts = [node.text for _, _, node in entries if isinstance(node, Scalar)]
    points = decimal_points(texts)
    costs: dict[frozenset[str], Fraction] = {}
    first: dict[frozenset[str], Place] = {}
    names: dict[str, None] = {}
    for key, place, node in entries:
        members = _members(key, place, report)
        if not members:
            continue
        group = frozenset(members)
        names.update(dict.fromkeys(members))
        if group in first:
            report.add(
                place, f"Die Gruppe „{key}“ steht doppelt (zuerst in Zeile {first[group].line}).", "Die Reihenfolge der Namen ist gleich."
            )
            continue
        first[group] = place
        amount = read_amount(node, f"„{key}“", report, points=points)
        if amount is not None:
            costs[group] = amount
    whole = fields.node("koalitionen")
    place = whole.place if whole else fields.place
    if not entries:
        if whole is not None and len(report) == before:
            report.add(place, "„koalitionen“ ist leer.", "Nennen Sie für jede Gruppe von Kommunen, was sie ohne die anderen zahlt.")
        return None
    alone = [name for name in names if frozenset([name]) in first]
    ordered = [*alone, *(name for name in names if name not in alone)]
    _check(ordered, alone, first, place, report)
    return None if len(report) > before else game_of(costs, ordered)


def _members(key: str, place: Place, report: Report) -> list[str]:
    members = [" ".join(part.split()) for part in key.split("+")]
    if "" in members:
        report.add(place, f"In „{key}“ fehlt ein Name.", "Verbinden Sie Namen mit „+“, zum Beispiel „A+B“.")
    elif len(set(members)) < len(members):
        report.add(place, f"In „{key}“ steht ein Name doppelt.", "Nennen Sie jede Kommune einmal.")
    elif any(len(name) > MAX_NAME for name in members):
        report.add(place, f"Ein Name ist länger als {MAX_NAME} Zeichen.", "Kürzen Sie ihn.")
    else:
        return members
    return []


def _check(names: list[str], alone: list[str], given: dict[frozenset[str], Place], place: Place, report: Report) -> None:
    """Enough partners, not too many, each alone, and every group."""
    if len(names) < 2:
        report.add(place, "Eine Kommune allein hat nichts zu teilen.", "Nennen Sie mindestens zwei.")
    elif len(names) > MAX_PARTNERS:
        groups = f"{(1 << len(names)) - 1:,}".replace(",", ".")
        report.add(
            place,
            f"{len(names)} Kommunen sind zu viele: Sie bilden {groups} Gruppen. Möglich sind bis zu {MAX_PARTNERS}.",
            "Fassen Sie Kommunen zusammen, etwa die eines Amts, und teilen Sie in zwei Stufen: erst zwischen diesen Gruppen, dann in jeder.",
        )
    else:
        unknown = [name for name in names if name not in alone]
        for name in unknown:
            at = next(at for group, at in given.items() if name in group)
            hint = report.suggestion(name, alone) or f"Ergänzen Sie „{name}: …“."
            report.add(at, f"Für „{name}“ fehlt, was die Kommune allein zahlt.", hint)
        if not unknown:
            _missing(names, given, place, report)


def _missing(names: list[str], given: dict[frozenset[str], Place], place: Place, report: Report) -> None:
    masks = sorted(range(1, 1 << len(names)), key=lambda mask: (mask.bit_count(), mask))
    groups = ([name for number, name in enumerate(names) if mask >> number & 1] for mask in masks)
    missing = ["+".join(group) for group in groups if frozenset(group) not in given]
    if missing:
        more = f" und {len(missing) - _NAMED} weitere" if len(missing) > _NAMED else ""
        number = "Es fehlt eine Gruppe" if len(missing) == 1 else f"Es fehlen {len(missing)} Gruppen"
        report.add(
            place,
            f"{number}: {', '.join(missing[:_NAMED])}{more}.",
            "Tragen Sie für jede ein, was sie ohne die anderen Kommunen zahlen würde.",
        )


def read_amount(node: Node, what: str, report: Report, *, points: bool = False) -> Fraction | None:
    """One amount; None with what is wrong in the report."""
    if not isinstance(node, Scalar):
        report.add(node.place, f"{what}: Hier steht kein einzelner Betrag.", "Schreiben Sie zum Beispiel 12500 oder 12500,50.")
        return None
    try:
        return parse_amount(node.text, points=points)
    except ValueProblem as problem:
        report.add(node.place, f"{what}: {problem}", problem.remedy)
        return None
