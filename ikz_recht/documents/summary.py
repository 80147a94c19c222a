"""The result in three sentences."""

from __future__ import annotations

from ..advice.opinion import STATUS_TEXT, FormOpinion, Opinion, Status, uncovered_text
from ..rulebase.fact import show_number
from ..rulebase.model import RuleKind


def summary_sentences(opinion: Opinion) -> list[str]:
    """Recommendation, distance to the next form, and what happened to the others. Plain sentences without footnotes."""
    chosen = opinion.recommended()
    if not opinion.forms:
        return [_uncovered(opinion)]
    first = [_recommendation(opinion, chosen), _lead(opinion, chosen), _others(opinion, chosen)]
    return [sentence for sentence in first if sentence]


def _uncovered(opinion: Opinion) -> str:
    if not opinion.uncovered:
        return "Solange kein Land der Beteiligten bekannt ist, lässt sich keine Form beurteilen."
    return " ".join(uncovered_text(land, opinion.program.rulebase) for land in opinion.uncovered)


def _recommendation(opinion: Opinion, chosen: FormOpinion | None) -> str:
    if chosen is None:
        best = next((form for form in opinion.forms if form.rank == 1), None)
        if best is None:
            return "Nach den gemachten Angaben ist keine Form zulässig."
        return f"Noch steht keine Form als zulässig fest; nach den bisherigen Angaben liegt vorn: {best.form.name}."
    obligations = len(chosen.of(RuleKind.OBLIGATION))
    conditions = f"zulässig mit Auflagen (Anzahl: {obligations})" if obligations else "zulässig"
    return f"Empfohlen wird: {chosen.form.name} ({chosen.form.norm}); diese Form ist {conditions}."


def _lead(opinion: Opinion, chosen: FormOpinion | None) -> str:
    if chosen is None or chosen.stability is None:
        return ""
    weights = opinion.case.weights
    own = show_number(chosen.score.total(weights))
    second = next((form for form in opinion.forms if form.rank == 2 and form.status in (Status.ADMISSIBLE, Status.WITH_OBLIGATIONS)), None)
    if second is None:
        return f"Sie ist die einzige Form, die als zulässig feststeht, und erreicht in der Eignungsbewertung {own} Punkte."
    share = f"{chosen.stability * 100:.0f} Prozent"
    behind = show_number(second.score.total(weights))
    return (
        f"In der Eignungsbewertung erreicht sie {own} Punkte, die nächste Form ({second.form.name}) {behind} Punkte; "
        f"bei {share} aller gleichmäßig gezogenen Gewichtungen der Kriterien liegt sie vorn."
    )


def _others(opinion: Opinion, chosen: FormOpinion | None) -> str:
    groups = []
    named = chosen or next((form for form in opinion.forms if form.rank == 1), None)
    for status in (Status.OPEN, Status.INADMISSIBLE, Status.NOT_PROVIDED):
        names = [form.form.name for form in opinion.forms if form.status is status and form.governing and form is not named]
        if names:
            groups.append(f"{STATUS_TEXT[status]}: {'; '.join(names)}")
    return f"Von den übrigen Formen sind {' – '.join(groups)}." if groups else ""
