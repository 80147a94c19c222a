"""Reading the file about the way: every defect with its place, all at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from ...rulebase.bodies import SITTINGS, PracticeStep, Span
from ...rulebase.fact import FactType, Kind, ValueProblem, parse_date, parse_value
from ...rulebase.fields import Fields, Report
from ...rulebase.nodes import Node, Scalar, read_nodes
from ...rulebase.problem import InputProblems, Place, suggestion
from ...rulebase.read_bodies_parts import parse_span
from .given import MAX_DATES, MAX_LEAD, BenefitFigures, Break, Given, Sittings, Votes

MAX_MEMBERS = 1000
FUNDING = "foerderantrag"  # the one stage that no step of the rules describes
MAX_BREAK = 200  # days: no council rests longer
MAX_EUROS = 1_000_000_000
_SPAN_HINT = "Schreiben Sie zum Beispiel „4–8 Wochen“ oder „1 Monat“."


def read_given(path: Path, names: Collection[str], steps: Collection[PracticeStep], day: dt.date) -> Given:
    """The file; `names` are those of the participants, `day` is today. Raises InputProblems."""
    return given_from(read_nodes(path), names, steps, day, path)


def given_from(node: Node, names: Collection[str], steps: Collection[PracticeStep], day: dt.date, path: Path | None = None) -> Given:
    """The same from the nodes of the file. Raises InputProblems."""
    report = Report()
    fields = Fields(node, report, "Angaben zum Weg")
    known = {*(step.id for step in steps), FUNDING}
    sittings: dict[tuple[str, str], Sittings] = {}
    for node in fields.items("sitzungen"):
        key, found = _sittings(node, names, day, report)
        if key in sittings:
            report.add(
                node.place, f"Die Sitzungen von {key[0]} ({SITTINGS.get(key[1], key[1])}) stehen doppelt.", "Fassen Sie sie zusammen."
            )
        sittings[key] = found
    done = fields.words("erledigt")
    for name, item in zip(done, fields.items("erledigt"), strict=False):
        _check(name, known, item.place, "Den Schritt", report)
    given = Given(
        sittings=sittings,
        done=frozenset(done),
        spans=_spans(fields, known, report),
        breaks=tuple(_break(node, report) for node in fields.items("sitzungsfrei")),
        votes={_name(name, names, place, report): _votes(node, report) for name, place, node in fields.pairs("stimmen")},
        benefit={_name(name, names, place, report): _benefit(node, report) for name, place, node in fields.pairs("nutzen")},
        path=path,
    )
    fields.done()
    if report:
        raise InputProblems(report)
    return given


def _sittings(node: Node, names: Collection[str], day: dt.date, report: Report) -> tuple[tuple[str, str], Sittings]:
    fields = Fields(node, report, "Sitzungen")
    named = fields.node("beteiligte")
    party = _name(fields.text("beteiligte"), names, named.place if named else node.place, report)
    body = fields.choice("gremium", SITTINGS, required=False, default="vertretung")
    dates = _dates(fields, report)
    every = _whole(fields, "alle_wochen", 1, 52)
    first = fields.date("ab", required=every is not None)
    lead = _whole(fields, "vorlauf_tage", 0, MAX_LEAD)
    if first is not None and first.weekday() > 4:
        report.add(node.place, f"„ab“: Der {first:%d.%m.%Y} liegt am Wochenende.", "Nennen Sie einen Werktag, an dem das Gremium tagt.")
    if not dates and every is None:
        report.add(
            node.place,
            f"Für {party or 'dieses Gremium'} steht hier keine Sitzung.",
            "Ergänzen Sie „termine: [2027-01-14]“ oder „alle_wochen“ und „ab“.",
        )
    elif every is None and all(item < day for item in dates):
        report.add(node.place, f"Alle Sitzungen liegen vor dem {day:%d.%m.%Y}.", "Tragen Sie künftige Termine ein.")
    fields.done()
    return (party, body), Sittings(tuple(sorted(set(dates))), every, first, lead)


def _dates(fields: Fields, report: Report) -> list[dt.date]:
    dates = []
    items = fields.items("termine")
    if len(items) > MAX_DATES:
        report.add(items[MAX_DATES].place, f"Mehr als {MAX_DATES} Termine sind nicht vorgesehen.", "Nutzen Sie „alle_wochen“ und „ab“.")
    for item in items[:MAX_DATES]:
        try:
            dates.append(parse_date(item.text if isinstance(item, Scalar) else ""))
        except ValueProblem as problem:
            report.add(item.place, str(problem), problem.remedy)
    return dates


def _spans(fields: Fields, known: Collection[str], report: Report) -> dict[str, Span]:
    spans = {}
    for name, place, node in fields.pairs("dauern"):
        _check(name, known, place, "Den Schritt", report)
        span = parse_span(" ".join(node.text.split())) if isinstance(node, Scalar) else None
        if span is None:
            report.add(node.place, f"„{name}“: Das ist keine Dauer.", _SPAN_HINT)
        else:
            spans[name] = span
    return spans


def _break(node: Node, report: Report) -> Break:
    fields = Fields(node, report, "Sitzungsfreie Zeit")
    start, end = fields.date("von", required=True), fields.date("bis", required=True)
    text = fields.text("text", required=False)
    if start and end and end < start:
        report.add(node.place, "Die sitzungsfreie Zeit endet, bevor sie beginnt.", "Vertauschen Sie „von“ und „bis“.")
    elif start and end and (end - start).days > MAX_BREAK:
        report.add(node.place, f"Die sitzungsfreie Zeit ist länger als {MAX_BREAK} Tage.", "Prüfen Sie die Jahre.")
    fields.done()
    return Break(start or dt.date.min, end or dt.date.min, text or "sitzungsfrei")


def _votes(node: Node, report: Report) -> Votes:
    fields = Fields(node, report, "Stimmen")
    yes, no = (_whole(fields, key, 0, MAX_MEMBERS) for key in ("ja", "nein"))
    fields.text("ja")
    fields.text("nein")
    abstaining = _whole(fields, "enthaltung", 0, MAX_MEMBERS) or 0
    members = _whole(fields, "mitglieder", 1, MAX_MEMBERS)
    votes = Votes(yes or 0, no or 0, abstaining, members)
    if members is not None and votes.yes + votes.no + abstaining > members:
        report.add(node.place, "Es sind mehr Stimmen als Mitglieder.", "Prüfen Sie „mitglieder“, „ja“, „nein“ und „enthaltung“.")
    fields.done()
    return votes


def _benefit(node: Node, report: Report) -> BenefitFigures:
    fields = Fields(node, report, "Nutzen")
    figures = BenefitFigures(
        _euros(fields, "ersparnis_jahr", -MAX_EUROS), _euros(fields, "einmalig", 0), fields.text("schluessel", required=False)
    )
    fields.done()
    return figures


def _euros(fields: Fields, key: str, low: int) -> Decimal | None:
    number = _number(fields, key, FactType(Kind.AMOUNT, (), low, MAX_EUROS))
    return None if number is None else Decimal(str(number))


def _whole(fields: Fields, key: str, low: int, high: int) -> int | None:
    number = _number(fields, key, FactType(Kind.NUMBER, (), low, high))
    if number is not None and number != int(number):
        node = fields.node(key)
        fields.report.add(node.place if node else fields.place, f"„{key}“ ist eine ganze Zahl.", "")
        return None
    return None if number is None else int(number)


def _number(fields: Fields, key: str, fact_type: FactType) -> float | None:
    text = fields.text(key, required=False)
    if not text:
        return None
    try:
        value = parse_value(text, fact_type)
    except ValueProblem as problem:
        node = fields.node(key)
        fields.report.add(node.place if node else fields.place, f"{key}: {problem}", problem.remedy)
        return None
    return value if isinstance(value, int | float) else None


def _name(text: str, names: Collection[str], place: Place, report: Report) -> str:
    """The participant with that name, or the only one whose name ends with it: „Helsa“ for „Gemeinde Helsa“."""
    if not text or text in names:
        return text
    ending = [name for name in names if name.endswith(f" {text}")]
    if len(ending) == 1:
        return ending[0]
    report.add(place, f"„{text}“ ist nicht beteiligt.", suggestion(text, names))
    return text


def _check(name: str, known: Collection[str], place: Place, what: str, report: Report) -> None:
    if name not in known:
        report.add(place, f"{what} „{name}“ gibt es nicht.", suggestion(name, known))
