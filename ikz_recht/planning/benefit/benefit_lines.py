"""The benefit as German lines."""

from __future__ import annotations

from collections.abc import Iterator

from ...rulebase.fact import show_date
from .benefit import Benefit
from .quality import QualityRow
from .sentences import (
    STANDING_TEXT,
    benefit_sentences,
    break_even_sentence,
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
from .span import Span, rounded

MOST_BARS = 6


def benefit_lines(benefit: Benefit) -> Iterator[str]:
    """Everything that was computed, the most important first."""
    model, found = benefit.model, benefit.readings
    title = benefit.opinion.case.title or benefit.opinion.value("aufgabe") or "Zusammenarbeit"
    yield f"Nutzen: {title}, {years_text(model.years)} ab {show_date(model.start)}"
    yield f"Zusammen: {_signed(found.saving())} im Jahr, sobald alles läuft{_rate(benefit, '')}; über {years_text(model.years)} {found.balance().text()}."
    yield f"Barwert: {found.present_value().text()}. {payback_sentence(benefit.payback(), model.years)}"
    yield fairness_sentence(benefit)
    yield ""
    yield from _partner_lines(benefit)
    yield ""
    yield f"Umsatzsteuer: {benefit.tax.text}"
    yield from _section(break_even_title(pays=pays(benefit)), [break_even_sentence(item) for item in benefit.break_evens])
    bars = [
        f"{bar.name}: {rounded(bar.down)} Euro ({bar.down_means}) bis {rounded(bar.up)} Euro ({bar.up_means})"
        for bar in benefit.bars[:MOST_BARS]
    ]
    yield from _section("Woran der Saldo hängt (Barwert, wenn sich nur dieser Posten ändert)", bars)
    yield from _section("Was wäre, wenn", [f"{item.name}: {outcome_sentence(item, model.years)}" for item in benefit.outcomes])
    yield from _section("Förderung", _funding_lines(benefit))
    yield from _section("Qualität", [_quality_line(row) for row in benefit.quality])
    yield from _section("Hinweise", list(remarks(benefit)))


def _partner_lines(benefit: Benefit) -> Iterator[str]:
    sentences = benefit_sentences(benefit)
    for name in benefit.model.names():
        years = benefit.losing_years(name)
        late = f" Mehrkosten in Jahr {', '.join(map(str, years))}." if years and len(years) < benefit.model.years else ""
        yield f"{name} ({STANDING_TEXT[benefit.standing(name)]}): {sentences[name]}{late}"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield f"{title}:"
        yield from (f"  {line}" for line in lines)


def _funding_lines(benefit: Benefit) -> list[str]:
    lines = []
    for item in benefit.fundings:
        lines.append(f"{item.programme.name}: {item.programme.text}")
        lines += [f"  {test.threshold.text} → {test_sentence(test)}" for test in item.tests]
        sentence = funding_sentence(item, benefit)
        lines += [f"  {sentence}"] if sentence else []
    return lines


def _quality_line(row: QualityRow) -> str:
    parts = [f"{rounded(row.positions, 2)} Stellen"] if row.positions else []
    if row.cases_per_position is not None:
        enough = {True: ", genug", False: ", zu wenige", None: ""}[row.enough_cases]
        parts.append(f"{rounded(row.cases_per_position)} Fälle je Stelle{enough}")
    parts += [f"{row.persons} Personen" if row.persons != 1 else "1 Person"] if row.persons is not None else []
    parts += [f"an {rounded(row.cover_percent)} % der Arbeitstage besetzt"] if row.cover_percent is not None else []
    return f"{row.name or 'künftig gemeinsam'}: {', '.join(parts) or 'keine Angaben'}"


def _signed(span: Span) -> str:
    return f"Ersparnis {span.text()}"


def _rate(benefit: Benefit, name: str) -> str:
    rate = benefit.rate(name)
    return f" ({rate.text('%', 1)})" if rate else ""
