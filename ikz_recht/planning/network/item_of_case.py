"""What a case file puts on the coordinator's desk: how far the question of the legal form is settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...advice.case import Case
from ...advice.known import known_answers
from ...advice.opinion import Opinion
from ...advice.prospect import GOOD
from ...advice.turning import provisional, turns
from ...inference.program import slice_program
from ...rulebase.fact import TASK
from ...rulebase.model import Rulebase
from .items import Item

MOST_QUESTIONS = 3
_ADMINISTRATION = "Verwaltungen der Beteiligten"


def item_of_case(case: Case, path: Path, rulebase: Rulebase, day: dt.date) -> Item:
    """The line of the case under the law of the day, computed by the evaluator alone."""
    task = rulebase.tasks.get(str(case.answers.get(TASK, "")))
    title = case.title or (task.name if task else path.stem)
    members = tuple(item.name for item in case.participants or ())
    value = case.answers.get("beginn")
    begins = value if isinstance(value, dt.date) else None
    start = begins if begins is not None and begins >= day else None
    if task is None or len(members) < 2:
        missing = "Aufgabe und Beteiligte" if task is None and len(members) < 2 else "Aufgabe" if task is None else "Beteiligte"
        notes = (f"Es fehlen noch: {missing}.",)
        return _item(path, title, members, "angelegt", f"„ikz-recht beraten --fragen {path.name}“", start, notes)
    program = slice_program(rulebase, case.lands(), day, task.id)
    opinion = provisional(case, program, known_answers(case, program))
    questions = [question.text for question in turns(opinion)]
    state, step = _state(opinion, settled=not questions)
    if begins is not None and begins < day:
        state, step = f"{state}; der geplante Beginn liegt zurück", "klären, ob sie läuft; dann in eine Netzdatei übernehmen"
    return _item(path, title, members, state, step, start, tuple(_notes(opinion, questions)))


def _item(path: Path, title: str, members: tuple[str, ...], state: str, step: str, start: dt.date | None, notes: tuple[str, ...]) -> Item:
    return Item(
        "fall", path.name, path.stem, title, members, state, step, (_ADMINISTRATION,), start, "geplanter Beginn" if start else "", notes
    )


def _state(opinion: Opinion, *, settled: bool) -> tuple[str, str]:
    if opinion.uncovered:
        return "rechtlich nicht beurteilt", "das Recht des Landes gesondert prüfen"
    found = opinion.recommendation
    if found is None:
        return "ohne zulässige Form", "andere Wege prüfen („ikz-recht beraten“)"
    if found.chosen.prospect not in GOOD:
        return "Rechtsform ungewiss", "offene Fragen klären („ikz-recht beraten --fragen“)"
    if not settled:
        return "Rechtsform noch offen", "offene Fragen klären („ikz-recht beraten --fragen“)"
    if found.firm:
        return "Rechtsform steht", "Vermerk und Entwurf schreiben, Beschlüsse vorbereiten"
    return "Rechtsform unter Bedingungen", "Bedingungen klären, dann Vermerk und Entwurf"


def _notes(opinion: Opinion, questions: Sequence[str]) -> Iterator[str]:
    found = opinion.recommendation
    if found is not None:
        yield f"Empfohlen: {found.chosen.form.name}."
    if questions:
        more = f" (und {len(questions) - MOST_QUESTIONS} weitere)" if len(questions) > MOST_QUESTIONS else ""
        yield f"Offen: {' '.join(questions[:MOST_QUESTIONS])}{more}"
