"""Sentences that council paper, slides and fact sheet share."""

from __future__ import annotations

from collections.abc import Mapping

from ..planning.bodies.path import DecisionPath
from .views import clause

_FEW = 5
RESPONSIBLE: Mapping[str, str] = {
    "zustaendigkeit": "Die Zuständigkeit geht über; wer übernimmt, entscheidet im eigenen Namen und ist verantwortlich.",
    "durchfuehrung": "Die Zuständigkeit und die Verantwortung bleiben bei jeder beteiligten Körperschaft; übertragen wird nur die Durchführung.",
    "gemeinsam": "Die Zuständigkeit bleibt bei allen; die Aufgabe wird gemeinschaftlich durchgeführt.",
    "abstimmung": "Die Zuständigkeit bleibt bei jeder beteiligten Körperschaft; es wird beraten und abgestimmt.",
}
PLAIN: Mapping[str, str] = {
    "zustaendigkeit": "Eine Stelle übernimmt die Aufgabe ganz. Sie entscheidet und ist verantwortlich.",
    "durchfuehrung": "Ihre Gemeinde bleibt zuständig. Die Arbeit macht eine andere Stelle für sie.",
    "gemeinsam": "Alle bleiben zuständig. Die Arbeit machen sie gemeinsam.",
    "abstimmung": "Alle bleiben zuständig. Sie stimmen sich ab.",
}

INSIDE = "Die Aufgabe liegt in der inneren Verwaltung; Publikum ist kaum betroffen."


def names(path: DecisionPath) -> str:
    """The participants, the first ones by name where they are many."""
    found = [council.decider.party.name for council in path.councils]
    if len(found) <= _FEW:
        return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} und {found[-1]}"
    return f"{', '.join(found[:_FEW])} und {len(found) - _FEW} weitere"


def conditions(path: DecisionPath) -> list[str]:
    """Under what the form is admissible, each completing „zulässig, wenn …“."""
    best = path.form.outlook.sets[0] if path.form.outlook.sets else None
    return [clause(item, path.opinion) for item in best.conditions] if best else []


def majorities(path: DecisionPath) -> list[str]:
    """The majorities that are needed, each once, with its norm or that it is not evidenced."""
    found = [council.majority for council in path.councils if council.majority]
    return list(dict.fromkeys(f"{item.words} ({'Einschätzung' if item.unproven else item.norm})" for item in found))


def is_inside(path: DecisionPath) -> bool:
    """Whether the task is done within the administration, without the public."""
    return path.opinion.evaluation.value("aufgabenart") == "innere_verwaltung"


def margin(path: DecisionPath) -> tuple[str, ...]:
    """How clear the recommendation is, where the planned form is the recommended one."""
    found = path.opinion.recommendation
    return found.remarks if found is not None and found.chosen.key == path.form.key else ()
