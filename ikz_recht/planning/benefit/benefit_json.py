"""The benefit as one JSON object; docs/nutzen.schema.json describes it. Amounts are numbers in Euro, to the cent. Names are stable."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .amounts import cents
from .benefit import Benefit, Payback
from .coalitions import coalition_costs
from .flow import Flow, Year, year_start
from .funding import Funding, Test
from .levers import Bar, BreakEven
from .model import Pick
from .quality import QualityRow
from .scenarios import Outcome
from .sentences import benefit_sentences, fairness_sentence, remarks
from .span import Span

JSON_VERSION = 1
MOST_SHARED = 10  # partners up to which every group is listed


def benefit_document(benefit: Benefit) -> dict[str, Any]:
    """Everything that was computed."""
    model, found, rulebase = benefit.model, benefit.readings, benefit.opinion.program.rulebase
    sentences = benefit_sentences(benefit)
    return {
        "json": JSON_VERSION,
        "regelwerk": {"version": rulebase.version, "fingerabdruck": rulebase.fingerprint, "abgeschaltet": list(rulebase.disabled)},
        "stichtag": benefit.opinion.day.isoformat(),
        "titel": benefit.opinion.case.title,
        "beginn": model.start.isoformat(),
        "jahre": model.years,
        "schluessel": str(model.key),
        "durch": model.performer or None,
        "zinssatz_prozent": _number(model.interest_percent),
        "umsatzsteuer": {
            "steuerbar": benefit.tax.taxed,
            "text": benefit.tax.text,
            "prozent": _range(model.vat_percent.low, model.vat_percent.high),
        },
        "zusammen": _figures(benefit, "", found.by_pick[Pick.MIDDLE].total),
        "niemand_verliert": fairness_sentence(benefit),
        "beteiligte": [
            {
                "name": name,
                "urteil": str(benefit.standing(name)),
                "satz": sentences[name],
                **_figures(benefit, name, found.by_pick[Pick.MIDDLE].of(name)),
            }
            for name in model.names()
        ],
        "schwellen": [_break_even(item) for item in benefit.break_evens],
        "empfindlichkeit": [_bar(item) for item in benefit.bars],
        "szenarien": [_outcome(item) for item in benefit.outcomes],
        "foerderung": [_funding(item) for item in benefit.fundings],
        "qualitaet": [_quality(item) for item in benefit.quality],
        "koalitionen": _coalitions(benefit),
        "hinweise": list(remarks(benefit)),
    }


def _figures(benefit: Benefit, name: str, flow: Flow) -> dict[str, Any]:
    found, rate = benefit.readings, benefit.rate(name)
    return {
        "ersparnis_im_jahr": _span(found.saving(name)),
        "ersparnis_prozent": _span(rate) if rate else None,
        "saldo": _span(found.balance(name)),
        "barwert": _span(found.present_value(name)),
        "amortisation_jahre": _payback(benefit.payback(name)),
        "jahre": [_year(benefit, number, year) for number, year in enumerate(flow.years)],
    }


def _year(benefit: Benefit, number: int, year: Year) -> dict[str, Any]:
    """A year in the middle reading."""
    return {
        "jahr": number + 1,
        "ab": year_start(benefit.model, number).isoformat(),
        "bisher": {str(kind): _number(amount) for kind, amount in year.before.items()},
        "kuenftig": {str(kind): _number(amount) for kind, amount in year.after.items()},
        "umsatzsteuer": _number(year.tax),
        "einmalig": _number(year.one_off),
        "foerderung": _number(year.grant),
        "ersparnis": _number(year.saving),
        "saldo": _number(year.net),
    }


def _coalitions(benefit: Benefit) -> dict[str, float | None] | None:
    """What each group would pay in a year, as `nutzen teilen` reads it; None with too many partners."""
    if len(benefit.model.partners) > MOST_SHARED:
        return None
    order = benefit.model.names()
    costs = coalition_costs(benefit.model)
    named = {"+".join(sorted(group, key=order.index)): cost for group, cost in costs.items()}
    return {name: _number(cost) for name, cost in named.items()}


def _span(span: Span) -> dict[str, float | None]:
    return {"von": _number(span.low), "mitte": _number(span.middle), "bis": _number(span.high)}


def _range(low: Decimal, high: Decimal | None) -> dict[str, float | None]:
    return {"von": _number(low), "bis": _number(high)}


def _payback(found: Payback) -> dict[str, float | None]:
    return {"von": _number(found.best) if found.best_known else None, "mitte": _number(found.middle), "bis": _number(found.worst)}


def _number(value: Decimal | None) -> float | None:
    """Cents; whole numbers stay whole."""
    return None if value is None else float(cents(value))


def _break_even(item: BreakEven) -> dict[str, Any]:
    return {
        "name": item.name,
        "grenze": _number(item.bound),
        "lohnt_sich": "bis" if item.at_most else "ab",
        "angesetzt": _number(item.assumed),
        "einheit": item.unit,
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {"name": bar.name, "von": bar.down_means, "saldo_von": _number(bar.down), "bis": bar.up_means, "saldo_bis": _number(bar.up)}


def _outcome(item: Outcome) -> dict[str, Any]:
    return {
        "szenario": item.scenario.id,
        "name": item.name,
        "ersparnis_im_jahr": _span(item.saving) if item.saving else None,
        "saldo": _span(item.balance) if item.balance else None,
        "verliert": list(item.losers),
        "offen": list(item.doubtful),
        "grund": item.impossible,
    }


def _funding(item: Funding) -> dict[str, Any]:
    return {
        "programm": item.programme.id,
        "land": item.programme.land,
        "name": item.programme.name,
        "text": item.programme.text,
        "norm": item.programme.norm,
        "sicherheit": str(item.programme.evidence.certainty),
        "hoechstens": _number(item.most),
        "amortisation_damit_jahre": _number(item.payback_years),
        "schwellen": [_test(test) for test in item.tests],
    }


def _test(test: Test) -> dict[str, Any]:
    return {
        "art": test.threshold.kind,
        "mindestens": _number(test.threshold.at_least),
        "text": test.threshold.text,
        "urteil": test.standing,
        "wert": _span(test.value) if test.value else None,
        "ab_jahr": test.first_year,
    }


def _quality(row: QualityRow) -> dict[str, Any]:
    return {
        "name": row.name or None,
        "stellen": _number(row.positions),
        "faelle": _number(row.cases),
        "faelle_je_stelle": _number(row.cases_per_position),
        "genug_faelle": row.enough_cases,
        "personen": row.persons,
        "besetzt_prozent": _number(row.cover_percent),
    }
