"""The result in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..advice.finding import STATUS_TEXT, Status
from ..advice.opinion import FormOpinion, Opinion, Recommendation, uncovered_text
from ..advice.prospect import GOOD, Prospect
from ..advice.sentences import set_sentence
from ..rulebase.fact import LANDS, show_number
from ..rulebase.model import RuleKind
from .remedies import clauses_in_words, nearest

_PROSPECT_WORDS = {
    Prospect.BY_CHOICE: "zulässig, wenn so gestaltet",
    Prospect.NORMALLY: "im Regelfall zulässig",
    Prospect.UNCERTAIN: "ungewiss",
}
_MAX_WAYS = 3
_OTHERS = ("Daneben kommen in Betracht", "Ungewiss sind", "Ausgeschlossen sind", "Nicht vorgesehen sind")


def summary_sentences(opinion: Opinion) -> list[str]:
    """Recommendation, how clear it is, and what happened to the others. Plain sentences without footnotes."""
    if not opinion.forms:
        return [_uncovered(opinion)]
    found = opinion.recommendation
    sentences = [recommendation_sentence(opinion), *(found.remarks if found else ()), _lead(opinion, found), _others(opinion, found)]
    return [sentence for sentence in sentences if sentence]


def form_title(form: FormOpinion, opinion: Opinion) -> str:
    """The form's name; with its Land where the case touches several."""
    several = len(opinion.program.lands) > 1 and form.form.land in LANDS
    return f"{form.form.name} – {LANDS[form.form.land]}" if several else form.form.name


def standing_text(form: FormOpinion) -> str:
    """Where a form stands, in words: its status, or where that is open, its prospect."""
    if form.prospect is Prospect.EXCLUDED and form.status is Status.OPEN:
        return "ausgeschlossen"
    return _PROSPECT_WORDS.get(form.prospect, STATUS_TEXT[form.status])


def recommendation_sentence(opinion: Opinion) -> str:
    """What is recommended, and on what footing."""
    found = opinion.recommendation
    if found is None and not any(form.governing for form in opinion.forms):
        return (
            "Maßgeblich ist das Recht des Landes, in dem der Sitz liegen soll; es ist nicht erfasst, deshalb ist keine Empfehlung möglich. "
            "Die aufgeführten Formen kommen nur in Betracht, wenn der Sitz in ihrem Land liegt."
        )
    if found is None:
        return " ".join(_nothing(opinion))
    name, norm = form_title(found.chosen, opinion), found.chosen.form.norm
    if found.chosen.prospect is Prospect.UNCERTAIN:
        return f"Am nächsten liegt: {name} ({norm}). Ob das zulässig ist, ist noch ungewiss."
    start = (
        f"Empfohlen wird ein Weg neben den allgemeinen Formen: {name} ({norm})."
        if found.chosen.form.way
        else f"Empfohlen wird: {name} ({norm})."
    )
    return f"{start} {_footing(found)}"


def _nothing(opinion: Opinion) -> Iterator[str]:
    """Where nothing is admissible: the smallest change that opens a form, and what is uncertain."""
    ways = [form_title(way, opinion) for way in opinion.ways if way.governing and way.prospect is Prospect.UNCERTAIN]
    yield f"Nach den gemachten Angaben ist keine Form{'' if ways else ' und keiner der erfassten Wege'} zulässig."
    closest = nearest(opinion)
    if closest is not None:
        form, remedy = closest
        own = " Das können die Beteiligten selbst so gestalten." if remedy.own_doing() else ""
        yield f"Am nächsten liegt: {form_title(form, opinion)} ({form.form.norm}), wenn {clauses_in_words(remedy.changes, opinion)}.{own}"
    if ways:
        yield f"Ungewiss {'sind diese Wege' if len(ways) > 1 else 'ist dieser Weg'}: {_some(ways)}."
    yield "Der Vermerk nennt, was sich ändern müsste und was ohne eine Form der Zusammenarbeit bleibt."


def _some(names: list[str]) -> str:
    more = len(names) - _MAX_WAYS
    return "; ".join(names) if more <= 1 else f"{'; '.join(names[:_MAX_WAYS])} und {more} weitere"


def _footing(found: Recommendation) -> str:
    thing = "Dieser Weg" if found.chosen.form.way else "Diese Form"
    count = len(found.chosen.of(RuleKind.OBLIGATION))
    obligations = "" if not count else " mit einer Auflage" if count == 1 else f" mit {count} Auflagen"
    if found.firm:
        return f"{thing} ist nach den Angaben{obligations} zulässig."
    if found.chosen.prospect is Prospect.BY_CHOICE:
        return f"{thing} ist{obligations} zulässig, wenn die Beteiligten die Zusammenarbeit entsprechend gestalten."
    return f"{thing} ist im Regelfall{obligations} zulässig; die Bedingungen sind zu klären und in der Akte zu begründen."


def points_text(points: float) -> str:
    """Points with their word, in the singular where it is due."""
    number = show_number(points)
    return f"{number} {'Punkt' if number in ('1', '−1') else 'Punkte'}"


def _uncovered(opinion: Opinion) -> str:
    if not opinion.uncovered:
        return "Solange kein Land der Beteiligten bekannt ist, lässt sich keine Form beurteilen."
    return " ".join(uncovered_text(land, opinion.program.rulebase) for land in opinion.uncovered)


def _lead(opinion: Opinion, found: Recommendation | None) -> str:
    share = opinion.stability(found.chosen) if found else None
    if found is None or share is None or found.chosen.form.way is not None:
        return ""
    chosen = found.chosen
    own = points_text(chosen.score.total(opinion.case.weights))
    second = next((form for form in opinion.forms if form.rank == 2 and (form.prospect in GOOD) == (chosen.prospect in GOOD)), None)
    if second is None:
        return f"Sie erreicht in der Eignungsbewertung {own}; eine andere Form mit gleicher Aussicht gibt es nicht."
    next_best = points_text(second.score.total(opinion.case.weights))
    return (
        f"In der Eignungsbewertung erreicht sie {own}, die nächste Form, „{form_title(second, opinion)}“, {next_best}; "
        f"bei {share * 100:.0f} Prozent zufällig gezogener Gewichtungen der Kriterien liegt sie vorn."
    )


def _others(opinion: Opinion, found: Recommendation | None) -> str:
    groups: dict[str, list[str]] = {word: [] for word in _OTHERS}
    for form in opinion.forms:
        if form.governing and (found is None or form is not found.chosen):
            groups[_group(form)].append(form_title(form, opinion))
    return " ".join(f"{_counted(word, names)}: {'; '.join(names)}." for word, names in groups.items() if names)


def _counted(word: str, names: list[str]) -> str:
    return word if len(names) > 1 else word.replace(" sind", " ist").replace("kommen", "kommt")


def _group(form: FormOpinion) -> str:
    if form.status is Status.NOT_PROVIDED:
        return _OTHERS[3]
    if form.prospect in GOOD:
        return _OTHERS[0]
    return _OTHERS[1] if form.prospect is Prospect.UNCERTAIN else _OTHERS[2]


def settled_lines(opinion: Opinion) -> Iterator[str]:
    """The recommendation, its conditions, and how it could still turn out otherwise."""
    found = opinion.recommendation
    if found is None:
        yield recommendation_sentence(opinion)
        return
    yield f"Damit steht die Empfehlung: {form_title(found.chosen, opinion)}. Keine weitere Antwort, die zu erwarten ist, ändert sie."
    if found.chosen.outlook.sets:
        yield set_sentence(found.chosen.outlook.sets[0], opinion.program)
    yield from found.remarks
