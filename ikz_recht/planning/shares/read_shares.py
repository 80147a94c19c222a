"""The file of `nutzen teilen`; docs/teilen.md describes it.

aufgabe: standesamt
koalitionen: {A: 120000, B: 90000, A+B: 170000}
groessen:
  einwohner: {A: 8000, B: 5000}
  faelle: {A: 300, B: 150}
gemischt: {sockel: 30, sockel_nach: gleich, rest_nach: faelle}
schluessel: gemischt
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from fractions import Fraction
from pathlib import Path

from ...rulebase.cost_keys import EQUAL, FIXED, METHODS, MIXED, SIZES
from ...rulebase.fact import show_number
from ...rulebase.fields import Fields, Report
from ...rulebase.model import Rulebase
from ...rulebase.nodes import Mapping, Node, Scalar, parse_nodes
from ...rulebase.problem import InputProblems, suggestion
from ...rulebase.reading import read_text
from .amounts import decimal_points, show_amount
from .apart import MOST_CHECKED, apart_groups
from .game import CostGame
from .given import EURO, MixedKey, SharesInput
from .read_game import read_amount, read_game

MAX_BYTES = 20_000_000  # sixteen partners with long names form 65,535 groups
_REST = ("faelle", "stunden", "einwohner", "nutzen", "steuerkraft")  # what the rest of a mixed key goes by, the first that is known
_FOREIGN = ("leistungen",)  # for `nutzen tausch`, which may stand in the same file


def is_case(path: Path) -> bool:
    """Whether the file is a case, whose groups follow from its cost model. Raises InputProblems if it cannot be read."""
    node = parse_nodes(read_text(path, MAX_BYTES), path)
    keys = node.entries.keys() if isinstance(node, Mapping) else ()
    return "koalitionen" not in keys and bool({"fall", "beteiligte", "kosten"} & set(keys))


def read_shares(path: Path, rulebase: Rulebase) -> SharesInput:
    """The file. Raises InputProblems with every defect."""
    return shares_from(parse_nodes(read_text(path, MAX_BYTES), path), rulebase)


def shares_from(node: Node, rulebase: Rulebase) -> SharesInput:
    """The same from the nodes of the file. Raises InputProblems."""
    report = Report()
    fields = Fields(node, report, "Teilung")
    for key in _FOREIGN:
        fields.node(key)
    game = read_game(fields, report)
    if fields.node("koalitionen", required=True) is not None and game is None and not report:
        report.add(fields.place, "„koalitionen“ lässt sich nicht lesen.", "")
    title, unit = fields.text("titel", required=False), fields.text("einheit", required=False) or EURO
    period = fields.text("zeitraum", required=False)
    task = read_task(fields, rulebase)
    names = game.names if game else ()
    sizes = _sizes(fields, names, report)
    mixed = _mixed(fields, sizes, rulebase, report)
    chosen = _chosen(fields, sizes, mixed, report)
    fields.done()
    if report or game is None:
        raise InputProblems(report)
    return SharesInput(game, title, task, unit, period, sizes, mixed, chosen, tuple(_remarks(game)))


def _remarks(game: CostGame) -> Iterator[str]:
    """What looks odd, though it may be right."""
    dearer = apart_groups(game) if len(game.names) <= MOST_CHECKED else []
    if dearer:
        example = "+".join(game.members(dearer[0]))
        number = "Eine Gruppe ist" if len(dearer) == 1 else f"{show_number(len(dearer))} Gruppen sind"
        yield f"{number} nach den Angaben zusammen teurer als getrennt, zum Beispiel {example}. Gerechnet ist wie angegeben; prüfen Sie die Zahlen."


def read_task(fields: Fields, rulebase: Rulebase) -> str:
    """The key `aufgabe`: a task of the catalogue, or "" if missing."""
    task = fields.text("aufgabe", required=False)
    node = fields.node("aufgabe")
    if task and node is not None and task not in rulebase.tasks:
        hint = suggestion(task, rulebase.tasks) or "Die Aufgaben zeigt „ikz-recht fragen“ unter „aufgabe“."
        fields.report.add(node.place, f"Eine Aufgabe „{task}“ gibt es nicht.", hint)
    return task


def _sizes(fields: Fields, names: tuple[str, ...], report: Report) -> dict[str, tuple[Fraction, ...]]:
    found = {}
    for measure, place, node in fields.pairs("groessen"):
        if measure not in SIZES:
            report.add(place, f"Eine Größe „{measure}“ gibt es nicht.", suggestion(measure, SIZES))
        elif names and (figures := _figures(node, measure, names, report)):
            found[measure] = figures
    return found


def _figures(node: Node, measure: str, names: tuple[str, ...], report: Report) -> tuple[Fraction, ...]:
    """One figure for each partner; () with what is wrong in the report."""
    before = len(report)
    fields = Fields(node, report, f"Größe „{measure}“")
    nodes = {name: fields.node(name, required=True) for name in names}
    points = decimal_points([item.text for item in nodes.values() if isinstance(item, Scalar)])
    figures = [read_amount(item, f"„{name}“", report, points=points) for name, item in nodes.items() if item is not None]
    fields.done()
    values = tuple(figure for figure in figures if figure is not None)
    if len(report) == before and not any(values):
        report.add(node.place, f"Alle Zahlen unter „{measure}“ sind null.", "Danach lässt sich nichts teilen.")
    if len(report) == before and measure == FIXED and sum(values) != 100:
        report.add(
            node.place,
            f"Die Anteile ergeben zusammen {show_amount(sum(values, Fraction(0)), 2)} statt 100 Prozent.",
            "Prüfen Sie die Anteile.",
        )
    return values if len(report) == before else ()


def _mixed(fields: Fields, sizes: MappingType[str, tuple[Fraction, ...]], rulebase: Rulebase, report: Report) -> MixedKey | None:
    """The mixed key: as given, else the middle of the usual base in equal parts and the rest by what is known."""
    known = [measure for measure in _REST if measure in sizes]
    node = fields.node("gemischt")
    if node is None:
        return usual_mix(sizes, rulebase)
    inner = Fields(node, report, "Gemischter Schlüssel")
    base_node = inner.node("sockel", required=True)
    base = read_amount(base_node, "„sockel“", report) if base_node else None
    if base is not None and base_node is not None and base > 100:
        report.add(base_node.place, "Der Sockel ist größer als 100 Prozent.", "Nennen Sie Prozent von 0 bis 100.")
    base_by = inner.choice("sockel_nach", (EQUAL, "einwohner"), required=False, default=EQUAL)
    rest_by = inner.choice("rest_nach", _REST, required=not known, default=known[0] if known else "")
    for measure in (base_by, rest_by):
        if measure in SIZES and measure not in sizes:
            report.add(node.place, f"Für „gemischt“ fehlen die Zahlen unter „groessen: {measure}“.", "Ergänzen Sie sie.")
    inner.done()
    return MixedKey(base if base is not None else Fraction(0), base_by, rest_by)


def usual_mix(sizes: MappingType[str, tuple[Fraction, ...]], rulebase: Rulebase) -> MixedKey | None:
    """The mixed key that is taken where nobody names one; None where no figures are known for the rest."""
    known = [measure for measure in _REST if measure in sizes]
    usual = rulebase.cost_keys.base
    return MixedKey(Fraction(usual.middle).limit_denominator(10**6), EQUAL, known[0], assumed=True) if known and usual else None


def _chosen(fields: Fields, sizes: MappingType[str, tuple[Fraction, ...]], mixed: MixedKey | None, report: Report) -> str:
    chosen = fields.choice("schluessel", METHODS, required=False)
    node = fields.node("schluessel")
    lacking = (chosen in SIZES and chosen not in sizes) or (chosen == MIXED and mixed is None)
    if node is not None and lacking:
        wanted = chosen if chosen in SIZES else "faelle"
        report.add(node.place, f"Für den Schlüssel „{chosen}“ fehlen Zahlen.", f"Ergänzen Sie „groessen: {{{wanted}: …}}“.")
    return chosen
