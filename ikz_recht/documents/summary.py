"""The result in a few sentences."""

from __future__ import annotations

from ..advice.finding import USABLE, Status
from ..advice.opinion import FormOpinion, Opinion, uncovered_text
from ..rulebase.fact import LANDS, show_number
from ..rulebase.model import RuleKind

_OTHERS = {
    Status.ADMISSIBLE: ("Ebenfalls zulässig ist", "Ebenfalls zulässig sind"),
    Status.WITH_OBLIGATIONS: ("Mit Auflagen zulässig ist", "Mit Auflagen zulässig sind"),
    Status.OPEN: ("Noch offen ist", "Noch offen sind"),
    Status.INADMISSIBLE: ("Unzulässig ist", "Unzulässig sind"),
    Status.NOT_PROVIDED: ("Nicht vorgesehen ist", "Nicht vorgesehen sind"),
}


def summary_sentences(opinion: Opinion) -> list[str]:
    """Recommendation, distance to the next form, and what happened to the others. Plain sentences without footnotes."""
    chosen = opinion.recommended()
    if not opinion.forms:
        return [_uncovered(opinion)]
    first = [_recommendation(opinion, chosen), _lead(opinion, chosen), _others(opinion, chosen)]
    return [sentence for sentence in first if sentence]


def form_title(form: FormOpinion, opinion: Opinion) -> str:
    """The form's name; with its Land where the case touches several."""
    return f"{form.form.name} – {LANDS[form.form.land]}" if len(opinion.program.lands) > 1 else form.form.name


def _uncovered(opinion: Opinion) -> str:
    if not opinion.uncovered:
        return "Solange kein Land der Beteiligten bekannt ist, lässt sich keine Form beurteilen."
    return " ".join(uncovered_text(land, opinion.program.rulebase) for land in opinion.uncovered)


def _recommendation(opinion: Opinion, chosen: FormOpinion | None) -> str:
    if chosen is None:
        best = next((form for form in opinion.forms if form.rank == 1), None)
        if best is None:
            return "Nach den gemachten Angaben ist keine Form zulässig."
        return f"Noch steht keine Form als zulässig fest; nach den bisherigen Angaben liegt vorn: {form_title(best, opinion)}."
    count = len(chosen.of(RuleKind.OBLIGATION))
    obligations = "mit einer Auflage " if count == 1 else f"mit {count} Auflagen " if count else ""
    return (
        f"Empfohlen wird: {form_title(chosen, opinion)}. "
        f"Diese Form ist nach den Angaben {obligations}zulässig; Rechtsgrundlage: {chosen.form.norm}."
    )


def _lead(opinion: Opinion, chosen: FormOpinion | None) -> str:
    share = opinion.stability(chosen) if chosen else None
    if chosen is None or share is None:
        return ""
    own = points_text(chosen.score.total(opinion.case.weights))
    second = next((form for form in opinion.forms if form.rank == 2 and form.status in USABLE), None)
    if second is None:
        return f"Sie ist die einzige Form, die als zulässig feststeht, und erreicht in der Eignungsbewertung {own}."
    next_best = points_text(second.score.total(opinion.case.weights))
    return (
        f"In der Eignungsbewertung erreicht sie {own}, die nächste Form, „{form_title(second, opinion)}“, {next_best}; "
        f"bei {share * 100:.0f} Prozent zufällig gezogener Gewichtungen der Kriterien liegt sie vorn."
    )


def points_text(points: float) -> str:
    """Points with their word, in the singular where it is due."""
    number = show_number(points)
    return f"{number} {'Punkt' if number in ('1', '−1') else 'Punkte'}"


def _others(opinion: Opinion, chosen: FormOpinion | None) -> str:
    named = chosen or next((form for form in opinion.forms if form.rank == 1), None)
    sentences = []
    for status, (one, several) in _OTHERS.items():
        names = [form_title(form, opinion) for form in opinion.forms if form.status is status and form.governing and form is not named]
        if names:
            sentences.append(f"{one if len(names) == 1 else several}: {'; '.join(names)}.")
    return " ".join(sentences)
