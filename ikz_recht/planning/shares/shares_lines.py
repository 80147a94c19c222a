"""What `nutzen teilen` prints: a table of the divisions, who would do better alone, and the recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...rulebase.fact import show_number
from .amounts import show_amount
from .divide import Division, SharesResult
from .given import Ground
from .recommend import Recommendation, listed, places_of, recommend, verdict_sentences
from .rounding import rounded

_MEMORY = "erinnerung"
MOST_COLUMNS = 6  # partners as columns of a table; more become rows


def shares_lines(result: SharesResult) -> Iterator[str]:
    """The result in plain lines."""
    found = recommend(result)
    yield f"{result.given.title or 'Teilung der Kosten'}: {listed(result.game.names)}"
    yield from core_sentences(result)
    yield from result.given.all_remarks
    yield ""
    yield from _table(result)
    yield ""
    yield from _recommendation(result, found)
    chosen = result.of(result.given.chosen)
    if chosen is not None and chosen is not found.division:
        yield ""
        yield f"In den Angaben gewählt: {method_name(result, chosen)}."
        yield from (f"  {text}" for text in verdict_sentences(result, chosen))
        yield from (f"  {text}" for text in repair_sentences(result, chosen))
    yield ""
    yield from (f"{name}: {text}" for name, text in benefit_sentences(result, chosen or found.division))


def core_sentences(result: SharesResult) -> Iterator[str]:
    """What all save together, and whether some division satisfies every group."""
    places, unit = places_of(result), result.given.unit
    total, alone = show_amount(result.game.total, places), show_amount(sum(result.game.alone(), Fraction(0)), places)
    if result.saving < 0:
        more = show_amount(-result.saving, places)
        yield f"Zusammen kostet es {total} {unit}, allein {alone} {unit}: Gemeinsam ist es um {more} {unit} teurer. Kein Schlüssel kann alle besser stellen."
    else:
        saved = show_amount(result.saving, places)
        yield f"Zusammen kostet es {total} {unit}, allein {alone} {unit}; gespart werden {saved} {unit}."
    least = show_amount(abs(result.least_core), places)
    if result.core_empty and result.saving >= 0:
        yield f"Keine Teilung hält alle Gruppen zusammen: Mindestens eine käme ohne die anderen um {least} {unit} oder mehr günstiger weg."
    elif not result.core_empty:
        spare = f" Dabei kann jede Gruppe mindestens {least} {unit} Vorteil haben." if result.least_core < 0 else ""
        yield f"Es gibt Teilungen, bei denen keine Kommune und keine Gruppe ohne die anderen günstiger wegkäme.{spare}"


def method_name(result: SharesResult, division: Division) -> str:
    """How the method is called."""
    method = result.rulebase.cost_keys.method(division.method)
    return method.name if method else division.method


def shown_shares(result: SharesResult, division: Division) -> list[str]:
    """The shares as they are shown: rounded so that they add up."""
    places = places_of(result)
    return [show_amount(share, places) for share in rounded(division.shares, Fraction(1, 10**places))]


def fair_text(division: Division) -> str:
    """Who would do better alone, in few words."""
    if division.fair:
        return "niemand"
    singles = len(division.losers)
    groups = len(division.better) - singles
    parts = [f"{singles} Kommune{'n' if singles > 1 else ''}"] if singles else []
    parts += [f"{show_number(groups)} Gruppe{'n' if groups > 1 else ''}"] if groups else []
    return ", ".join(parts)


def _table(result: SharesResult) -> Iterator[str]:
    """A row for each division; with many partners a row for each of them instead."""
    places = places_of(result)
    rows = [["Verfahren", *result.game.names, "besser allein"]]
    rows.append(["allein", *(show_amount(cost, places) for cost in result.game.alone()), ""])
    rows += [[method_name(result, item), *shown_shares(result, item), fair_text(item)] for item in result.divisions]
    if len(result.game.names) > MOST_COLUMNS:
        rows = [list(row) for row in zip(*rows, strict=True)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True)]
        if len(result.game.names) <= MOST_COLUMNS:
            cells[-1] = row[-1]
        yield "  ".join([row[0].ljust(widths[0]), *cells]).rstrip()


def _recommendation(result: SharesResult, found: Recommendation) -> Iterator[str]:
    name = found.key.name if found.key else method_name(result, found.division)
    yield f"Empfohlen: {name}."
    yield from (f"  {ground_text(item)}" for item in found.grounds)
    yield from (f"  {text}" for text in repair_sentences(result, found.division))
    yield from (f"  {text} Tragen Sie sie unter „groessen“ ein." for text in lacking_sentences(found))


def ground_text(item: Ground) -> str:
    """A sentence with what it is."""
    lead = {"vorteil": "Dafür: ", "nachteil": "Dagegen: ", "praxis": "Einzelfall: ", "recht": "Zu beachten: "}.get(item.kind, "")
    memory = item.evidence is not None and str(item.evidence.certainty) == _MEMORY
    norm = f" ({item.norm})" if item.norm else ""
    return f"{lead}{item.text}{norm}{' (Einschätzung)' if memory else ''}"


def lacking_sentences(found: Recommendation) -> Iterator[str]:
    """Which keys usual for the task cannot be computed yet."""
    names = [f"„{key.name}“" for key in found.lacking]
    if names:
        yield f"Für die Aufgabe auch geeignet, aber ohne Zahlen: {listed(names)}."


def repair_sentences(result: SharesResult, division: Division) -> Iterator[str]:
    """The smallest compensation, and the fair division nearest to this one."""
    places, unit = places_of(result), result.given.unit
    if division.compensation:
        paid = "; ".join(
            f"{item.payer} an {item.payee} {show_amount(item.amount, max(places, 2))} {unit}" for item in division.compensation
        )
        yield f"Kleinster Ausgleich, mit dem keine Kommune verliert: {paid}."
    if division.nearest is not None:
        shares = rounded(division.nearest, Fraction(1, 10**places))
        told = "; ".join(f"{name} {show_amount(share, places)}" for name, share in zip(result.game.names, shares, strict=True))
        least = f"{show_amount(result.least_core, places)} {unit}"
        lead = f"Nächste Teilung, bei der keine Gruppe mehr als {least} verliert" if result.core_empty else "Nächste faire Teilung"
        yield f"{lead}: {told} {unit}."


def benefit_sentences(result: SharesResult, division: Division) -> Iterator[tuple[str, str]]:
    """For every partner the sentence that a mayor can tell the council."""
    places, unit = places_of(result), result.given.unit
    period = f" {result.given.period}" if result.given.period else ""
    quantum = Fraction(1, 10**places)
    for name, cost, share in zip(result.game.names, result.game.alone(), rounded(division.shares, quantum), strict=True):
        gain = rounded([cost], quantum)[0] - share
        paid, alone, by = (show_amount(value, places) for value in (share, cost, abs(gain)))
        rate = f" ({show_amount(abs(gain) * 100 / cost, 1)} %)" if cost else ""
        if gain > 0:
            text = f"Das bringt Ihnen {by} {unit}{period}{rate}: Sie zahlen {paid} statt {alone} {unit}."
        elif gain == 0:
            text = f"Das kostet Sie nicht mehr als bisher: {paid} {unit}."
        else:
            text = f"Das kostet Sie {by} {unit}{period} mehr als allein{rate}: {paid} statt {alone} {unit}."
        yield name, text
