"""The cost game of a case: what the cost model of planning/benefit says each group of partners would pay."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from ...advice.opinion import Opinion
from ...rulebase.cost_keys import EQUAL, FIXED
from ...rulebase.problem import InputProblems, Place, Problem
from ..benefit.model import CostModel, Key, PartnerCosts, coalition_costs, remains
from ..benefit.tax import tax_of, with_tax
from .apart import with_cheapest
from .game import MAX_PARTNERS, game_of
from .given import SharesInput
from .key_law import key_law
from .read_shares import usual_mix

_CHOSEN = {Key.CASES: "faelle", Key.INHABITANTS: "einwohner", Key.EQUAL: EQUAL, Key.SHARES: FIXED}
SETTLED = "Gerechnet ist ein Jahr, in dem sich alles eingespielt hat, zu Preisen des ersten Jahres; einmalige Kosten und Förderung sind nicht enthalten."
MODELLED = (
    "Was kleinere Gruppen zahlen würden, folgt aus dem Kostenmodell: gemeinsame Kosten mit dem Teil, der sich nach den Fällen richtet."
)
APART = "Gruppen, die zusammen teurer wären als getrennt, zählen mit dem, was sie getrennt zahlen."
POOLED = "Geteilt ist hier alles, auch"
RANGES = "Spannen zählen mit ihrer Mitte."


def shares_of_case(model: CostModel, opinion: Opinion, path: Path) -> SharesInput:
    """What is to be shared in a case. Raises InputProblems (one partner, too many partners)."""
    names = model.names()
    if not 2 <= len(names) <= MAX_PARTNERS:
        raise InputProblems([_wrong_number(len(names), path)])
    taxed = with_tax(model, tax_of(model, opinion))
    costs = {group: Fraction(cost) for group, cost in coalition_costs(taxed).items()}
    stated = game_of(costs, names)
    game = with_cheapest(stated)
    sizes = _sizes(model.partners)
    chosen = _CHOSEN.get(model.key, "")
    task = opinion.case.answers.get("aufgabe", "")
    mix = usual_mix(sizes, opinion.program.rulebase)
    return SharesInput(
        game=game,
        title=opinion.case.title,
        task=str(task) if str(task) in opinion.program.rulebase.tasks else "",
        period="im Jahr",
        sizes=sizes,
        mixed=mix,
        chosen=chosen if chosen == EQUAL or chosen in sizes else "",
        remarks=(
            SETTLED,
            *_pooled(taxed),
            MODELLED,
            *((APART,) if game.costs != stated.costs else ()),
            *((RANGES,) if _has_ranges(taxed) else ()),
            *_unknown(taxed),
        ),
        law=key_law(opinion),
    )


def _wrong_number(count: int, path: Path) -> Problem:
    if count < 2:
        return Problem(Place(path), "Eine Kommune allein hat nichts zu teilen.", "Nennen Sie die Kosten von mindestens zwei.")
    text = f"{count} Kommunen sind zu viele: Geprüft wird jede Gruppe, möglich sind bis zu {MAX_PARTNERS}."
    return Problem(Place(path), text, "Fassen Sie Kommunen zusammen, etwa die eines Amts, und teilen Sie in zwei Stufen.")


def _sizes(partners: tuple[PartnerCosts, ...]) -> dict[str, tuple[Fraction, ...]]:
    found: dict[str, tuple[Fraction, ...]] = {}
    given = {
        "einwohner": [item.inhabitants for item in partners],
        "faelle": [item.cases for item in partners],
        FIXED: [item.share_percent for item in partners],
    }
    for measure, figures in given.items():
        known = [Fraction(figure) for figure in figures if figure is not None]
        if len(known) == len(partners) and any(known):
            found[measure] = tuple(known)
    return found


def _pooled(model: CostModel) -> tuple[str, ...]:
    """What is shared here though the calculation of the benefit leaves it with whoever pays it: the figures of a partner differ between the two."""
    kept = any(remains(partner) for partner in model.partners)
    taxed = model.vat_percent.high != 0
    if not kept and not taxed:
        return ()
    what = [*(["Umsatzsteuer"] if taxed else []), *(["was von den heutigen Kosten bei einzelnen bleibt"] if kept else [])]
    growth = ", und es gelten Preise des letzten Jahres" if model.staff_growth_percent or model.price_growth_percent else ""
    return (
        f"{POOLED} {' und '.join(what)}. Die Rechnung zum Nutzen lässt das bei dem, der es zahlt{growth}; "
        "die Beträge je Kommune weichen deshalb von ihr ab.",
    )


def _unknown(model: CostModel) -> tuple[str, ...]:
    """Which costs nobody knows: they count with their lower bound."""
    found = [item.label for item in model.joint if item.amount.open_ended]
    found += [f"{item.label} ({partner.name})" for partner in model.partners for item in partner.items if item.amount.open_ended]
    return (f"Unbekannt und deshalb nicht oder nur mit dem Mindestbetrag gerechnet: {'; '.join(dict.fromkeys(found))}.",) if found else ()


def _has_ranges(model: CostModel) -> bool:
    items = [*model.joint, *(item for partner in model.partners for item in partner.items)]
    return not model.vat_percent.known or any(not item.amount.known and not item.amount.open_ended for item in items)
