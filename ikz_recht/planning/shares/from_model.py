"""The cost game of a case: what the cost model of planning/benefit says each group of partners would pay."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from ...advice.opinion import Opinion
from ...rulebase.cost_keys import EQUAL, FIXED
from ...rulebase.problem import InputProblems, Place, Problem
from ..benefit.coalitions import coalition_costs, joint_costs
from ..benefit.model import CostModel, Key, PartnerCosts
from ..benefit.tax import tax_of, with_tax
from .amounts import show_amount
from .apart import with_cheapest
from .game import MAX_PARTNERS, game_of
from .given import EURO, DividedCosts, SharesInput
from .key_law import key_law
from .read_shares import usual_mix

_CHOSEN = {Key.CASES: "faelle", Key.INHABITANTS: "einwohner", Key.EQUAL: EQUAL, Key.SHARES: FIXED}
SETTLED = (
    "Gerechnet ist wie in der Rechnung zum Nutzen ein Jahr, in dem sich alles eingespielt hat: das letzte{growth}. "
    "Einmalige Kosten und Förderung sind nicht enthalten."
)
GROWN = ", zu seinen Preisen"
MODELLED = (
    "Was kleinere Gruppen zahlen würden, folgt aus dem Kostenmodell: gemeinsame Kosten mit dem Teil, der sich nach den Fällen richtet."
)
APART = "Gruppen, die zusammen teurer wären als getrennt, zählen mit dem, was sie getrennt zahlen."
RANGES = "Spannen zählen mit ihrer Mitte{tax}; die Rechnung zum Nutzen nennt die ganze Spanne."
OPEN_TAX = ", Umsatzsteuer zur Hälfte, weil offen ist, ob sie anfällt"


def shares_of_case(model: CostModel, opinion: Opinion, path: Path) -> SharesInput:
    """What is to be shared in a case. Raises InputProblems (one partner, too many partners)."""
    names = model.names()
    if not 2 <= len(names) <= MAX_PARTNERS:
        raise InputProblems([_wrong_number(len(names), path)])
    taxed = with_tax(model, tax_of(model, opinion))
    costs = {group: Fraction(cost) for group, cost in coalition_costs(taxed).items()}
    stated = game_of(costs, names)
    game = with_cheapest(stated)
    divided = _divided(taxed)
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
            SETTLED.format(growth=GROWN if taxed.staff_growth_percent or taxed.price_growth_percent else ""),
            MODELLED,
            *((APART,) if game.costs != stated.costs else ()),
            *_unknown(taxed),
        ),
        beforehand=(*_divided_text(divided, taxed), *_ranges(taxed)),
        law=key_law(opinion),
        divided=divided,
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


def _divided(model: CostModel) -> DividedCosts:
    found, names = joint_costs(model), model.names()
    return DividedCosts(
        Fraction(found.amount),
        tuple(Fraction(found.kept[name]) for name in names),
        tuple(1 + Fraction(found.vat_percent[name]) / 100 for name in names),
    )


def _divided_text(divided: DividedCosts, model: CostModel) -> tuple[str, ...]:
    """What keys divide and what they leave with each partner; nothing where all costs are divided."""
    taxed = any(factor != 1 for factor in divided.markup)
    own = [*(["was von den heutigen Kosten bei einzelnen bleibt"] if any(divided.kept) else []), *(["Umsatzsteuer"] if taxed else [])]
    if not own:
        return ()
    whole = "was alle zusammen zahlen"
    if taxed and model.performer:  # the part of the performer bears no tax, and how great it is hangs on the key
        whole += "; die Umsatzsteuer darin ist die nach dem Schlüssel der Kostenangaben"
    return (
        f"Ein Schlüssel teilt die gemeinsamen Kosten, {show_amount(divided.joint, 0)} {EURO}; {' und '.join(own)} trägt jede Kommune selbst, "
        f"wie in der Rechnung zum Nutzen. In der Spalte „Gemeinsam“ ist es enthalten. Die Verfahren, die von der Ersparnis ausgehen, teilen, {whole}.",
    )


def _unknown(model: CostModel) -> tuple[str, ...]:
    """Which costs nobody knows: they count with their lower bound."""
    found = [item.label for item in model.joint if item.amount.open_ended]
    found += [f"{item.label} ({partner.name})" for partner in model.partners for item in partner.items if item.amount.open_ended]
    return (f"Unbekannt und deshalb nicht oder nur mit dem Mindestbetrag gerechnet: {'; '.join(dict.fromkeys(found))}.",) if found else ()


def _ranges(model: CostModel) -> tuple[str, ...]:
    """How ranges count, where there are any."""
    items = [*model.joint, *(item for partner in model.partners for item in partner.items)]
    if model.vat_percent.known and all(item.amount.known or item.amount.open_ended for item in items):
        return ()
    return (RANGES.format(tax="" if model.vat_percent.known else OPEN_TAX),)
