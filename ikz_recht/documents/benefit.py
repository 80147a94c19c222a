"""The document of the benefit: what the template templates/nutzen.md gets to see, and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import jinja2

from ..planning.benefit.benefit import Benefit
from ..planning.benefit.flow import year_start
from ..planning.benefit.funding import Funding
from ..planning.benefit.levers import central
from ..planning.benefit.model import CostKind, Driver, Key, Pick
from ..planning.benefit.quality import QualityRow
from ..planning.benefit.sentences import (
    STANDING_TEXT,
    benefit_sentences,
    break_even_assumed,
    break_even_bound,
    break_even_title,
    fairness_sentence,
    funding_sentence,
    outcome_sentence,
    payback_sentence,
    pays,
    remarks,
    test_sentence,
    years_text,
)
from ..planning.benefit.span import Span, rounded
from ..rulebase.benefit import Remark
from ..rulebase.evidence import Certainty, Evidence
from ..rulebase.fact import show_date
from .benefit_inputs import inputs
from .benefit_pictures import CostRow, Point, balance_picture, costs_picture, tornado_picture
from .citations import bibliography
from .dialect import tidy
from .notes import Notes
from .pictures import Picture, picture_mark
from .templating import render

KEY_TEXT = {
    Key.CASES: "nach Fällen",
    Key.INHABITANTS: "nach Einwohnern",
    Key.EQUAL: "zu gleichen Teilen",
    Key.SHARES: "nach festen Anteilen",
}
DRIVER_TEXT = {Driver.GROUP: "im Jahr", Driver.CASE: "je Fall", Driver.PARTNER: "je Beteiligte", Driver.STEP: "je Stufe"}
MOST_COLUMNS = 5  # partners beside each other in a table


def benefit_markdown(benefit: Benefit, env: jinja2.Environment) -> tuple[str, tuple[Picture, ...]]:
    """The document as Markdown with its pictures. Raises TemplateProblem."""
    rulebase = benefit.opinion.program.rulebase
    notes = Notes(rulebase.sources)
    done = notes.finish(tidy(render(env, "nutzen.md", benefit_context(benefit, notes))))
    literature, practice = bibliography(done.sources)
    origin = {"stichtag": show_date(benefit.opinion.day), "version": rulebase.version, "fingerabdruck": rulebase.fingerprint}
    sources = render(env, "nutzen_quellen.md", {"literatur": literature, "praxis": practice, **origin}).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n", benefit_pictures(benefit)


def benefit_pictures(benefit: Benefit) -> tuple[Picture, ...]:
    """Costs, balance over the years, tornado: in the order of their marks."""
    return (
        costs_picture([_cost_row(benefit, name) for name in benefit.model.names()]),
        balance_picture(_points(benefit)),
        tornado_picture(benefit.bars, float(central(benefit.model))),
    )


def _cost_row(benefit: Benefit, name: str) -> CostRow:
    found = benefit.readings
    settled = found.by_pick[Pick.MIDDLE].of(name).settled
    low, high = (found.by_pick[pick].of(name).settled.cost_after() for pick in (Pick.HIGH, Pick.LOW))
    known = not found.unknown_after(name)
    return CostRow(
        name, float(settled.cost_before()), float(settled.cost_after()), float(low) if known else None, float(high) if known else None
    )


def _points(benefit: Benefit) -> list[Point]:
    found, model = benefit.readings, benefit.model
    sums = {pick: Decimal(0) for pick in Pick}
    points = []
    for number in range(model.years):
        for pick, flows in found.by_pick.items():
            sums[pick] += flows.total.years[number].net
        low = None if found.unknown_after() else float(sums[Pick.LOW])
        high = None if found.unknown_before() else float(sums[Pick.HIGH])
        points.append(Point(str(year_start(model, number + 1).year - 1), low, float(sums[Pick.MIDDLE]), high))
    return points


def benefit_context(benefit: Benefit, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/nutzen.md describes it."""
    model, found, rules = benefit.model, benefit.readings, benefit.opinion.program.rulebase.benefit
    sentences = benefit_sentences(benefit)
    mark = benefit.payback_mark()
    return {
        "titel": benefit.opinion.case.title or benefit.opinion.value("aufgabe"),
        "beginn": show_date(model.start),
        "jahre": years_text(model.years),
        "hinweise": list(remarks(benefit)),
        "zusammen": _row(benefit, ""),
        "barwert": found.present_value().text(),
        "zinssatz": "" if model.interest_percent is None else rounded(model.interest_percent, 2),
        "amortisation": payback_sentence(benefit.payback(), model.years),
        "amortisation_einordnung": {"text": mark.text, "unbelegt": mark.evidence.certainty is Certainty.MEMORY} if mark else None,
        "niemand_verliert": fairness_sentence(benefit),
        "beteiligte": [{**_row(benefit, name), "satz": sentences[name]} for name in model.names()],
        "schluessel": KEY_TEXT[model.key],
        "durch": model.performer,
        "bild_kosten": picture_mark(0),
        "bild_saldo": picture_mark(1),
        "bild_empfindlichkeit": picture_mark(2),
        "jahresreihe": _years(benefit),
        "nebeneinander": len(model.partners) <= MOST_COLUMNS,
        "kostenarten": _kinds(benefit),
        "empfindlichkeit": [
            {"name": bar.name, "unten": rounded(bar.down), "oben": rounded(bar.up), "bei_unten": bar.down_means, "bei_oben": bar.up_means}
            for bar in benefit.bars
        ],
        "schwellen_titel": break_even_title(pays=pays(benefit)),
        "schwellen": [
            {"name": item.name, "grenze": break_even_bound(item), "angesetzt": break_even_assumed(item)} for item in benefit.break_evens
        ],
        "szenarien": _scenarios(benefit, notes),
        "umsatzsteuer": _tax(benefit, notes),
        "foerderung": [_funding(item, benefit, notes) for item in benefit.fundings],
        "qualitaet": [_quality(row) for row in benefit.quality],
        "stellen": _positions(benefit.quality),
        "qualitaet_saetze": [_remark(item, notes) for item in rules.quality],
        "forschung": [_remark(item, notes) for item in rules.research],
        "eingaben": inputs(benefit),
    }


def _row(benefit: Benefit, name: str) -> dict[str, Any]:
    found, rate = benefit.readings, benefit.rate(name)
    flow = found.by_pick[Pick.MIDDLE]
    settled = (flow.of(name) if name else flow.total).settled
    years = benefit.losing_years(name) if name else []
    return {
        "name": name,
        "bisher": rounded(settled.cost_before()),
        "kuenftig": _after(benefit, name).text(""),
        "ersparnis": found.saving(name).text(""),
        "prozent": rate.text("%", 0) if rate else "–",
        "saldo": found.balance(name).text(""),
        "urteil": STANDING_TEXT[benefit.standing(name)] if name else "",
        "mehrkosten_jahre": years if len(years) < benefit.model.years else [],
        "amortisation": payback_sentence(benefit.payback(name), benefit.model.years),
    }


def _after(benefit: Benefit, name: str) -> Span:
    """Costs with the cooperation: the favourable reading has the lowest."""
    found = benefit.readings
    after = {pick: (flows.of(name) if name else flows.total).settled.cost_after() for pick, flows in found.by_pick.items()}
    return Span(after[Pick.HIGH], after[Pick.MIDDLE], None if found.unknown_after(name) else after[Pick.LOW])


def _years(benefit: Benefit) -> list[dict[str, Any]]:
    """Year by year in the middle reading."""
    model, flow = benefit.model, benefit.readings.by_pick[Pick.MIDDLE]
    total, rows = Decimal(0), []
    for number, year in enumerate(flow.total.years):
        total += year.net
        rows.append(
            {
                "ab": show_date(year_start(model, number)),
                "bisher": rounded(year.cost_before()),
                "kuenftig": rounded(year.cost_after()),
                "ersparnis": rounded(year.saving),
                "einmalig": rounded(year.one_off),
                "foerderung": rounded(year.grant),
                "saldo": rounded(total),
                "je_beteiligte": [rounded(item.years[number].net) for item in flow.partners],
            }
        )
    return rows


def _kinds(benefit: Benefit) -> list[dict[str, str]]:
    """Cost kinds before and after in the settled year, in the middle reading."""
    year = benefit.readings.by_pick[Pick.MIDDLE].total.settled
    rules = benefit.opinion.program.rulebase.benefit
    rows = []
    for kind in CostKind:
        before, after = year.before.get(kind, Decimal(0)), year.after.get(kind, Decimal(0))
        if before or after:
            rows.append(
                {"name": rules.kind_name(kind), "bisher": rounded(before), "kuenftig": rounded(after), "ersparnis": rounded(before - after)}
            )
    if year.tax:
        rows.append({"name": "Umsatzsteuer", "bisher": "0", "kuenftig": rounded(year.tax), "ersparnis": rounded(-year.tax)})
    return rows


def _scenarios(benefit: Benefit, notes: Notes) -> list[dict[str, Any]]:
    """Scenarios with their outcomes."""
    found: dict[str, dict[str, Any]] = {}
    for item in benefit.outcomes:
        start = {
            "name": item.scenario.name,
            "hinweis": item.scenario.text,
            "fussnote": notes.mark("", item.scenario.evidence),
            "ergebnisse": [],
        }
        shown = found.setdefault(item.scenario.id, start)
        shown["ergebnisse"].append({"name": item.name, "text": outcome_sentence(item, benefit.model.years)})
    return list(found.values())


def _tax(benefit: Benefit, notes: Notes) -> dict[str, Any]:
    rule = benefit.tax.rule
    return {
        "text": benefit.tax.text,
        "fussnote": notes.mark(rule.norm, rule.evidence) if rule else "",
        "satz": benefit.tax.rate.text if benefit.tax.rate and benefit.tax.taxed != "nein" else "",
        "satz_fussnote": notes.mark("", benefit.tax.rate.evidence) if benefit.tax.rate else "",
    }


def _funding(item: Funding, benefit: Benefit, notes: Notes) -> dict[str, Any]:
    programme = item.programme
    return {
        "name": programme.name,
        "text": programme.text,
        "fussnote": notes.mark(programme.norm, programme.evidence),
        "schwellen": [
            {"text": test.threshold.text, "befund": test_sentence(test), "fussnote": notes.mark("", test.threshold.evidence)}
            for test in item.tests
        ],
        "wirkung": funding_sentence(item, benefit),
    }


def _quality(row: QualityRow) -> dict[str, str]:
    per = row.cases_per_position
    enough = {True: " (genug)", False: " (zu wenige)", None: ""}[row.enough_cases]
    return {
        "name": row.name or "künftig gemeinsam",
        "stellen": rounded(row.positions, 2) if row.positions else "–",
        "faelle_je_stelle": "–" if per is None else f"{rounded(per)}{enough}",
        "personen": "–" if row.persons is None else str(row.persons),
        "besetzt": "–" if row.cover_percent is None else f"{rounded(row.cover_percent)} %",
    }


def _positions(rows: Sequence[QualityRow]) -> dict[str, str] | None:
    """The positions of all partners today and those of the joint service; None where one of them is not said."""
    today, then = [row.positions for row in rows if row.name], [row.positions for row in rows if not row.name]
    if not then or not then[0] or not all(today):
        return None
    return {"heute": rounded(sum(today, Decimal(0)), 2), "kuenftig": rounded(then[0], 2)}


def _remark(item: Remark, notes: Notes) -> dict[str, Any]:
    evidence: Evidence = item.evidence
    return {"text": item.text, "fussnote": notes.mark("", evidence), "unbelegt": evidence.certainty is Certainty.MEMORY}
