"""What a case file puts on the coordinator's desk: how far the question of the legal form is settled, unless its coordination says more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...advice.case import Case
from ...advice.known import known_answers
from ...advice.opinion import Opinion
from ...advice.prospect import GOOD
from ...advice.turning import provisional, turns
from ...inference.program import slice_program
from ...rulebase.fact import TASK
from ...rulebase.model import Rulebase
from .desk_entry import DeskEntry, desk_entry_from
from .items import Item
from .items_of_portfolio import stalled_text

MOST_QUESTIONS = 3
_ADMINISTRATION = "Verwaltungen der Beteiligten"


@dataclass(frozen=True, slots=True)
class Source:
    """What something was read from: `key` by which it is found again, `name` as people know it.

    `file`: the name of the file for hints on commands; "" where nobody works with files.
    """

    key: str
    name: str
    file: str = ""


def item_of_case(case: Case, source: Source, rulebase: Rulebase, day: dt.date) -> Item | None:
    """The line of the case under the law of the day, computed by the evaluator alone; None if the project is over.

    Raises InputProblems if what the coordination says cannot be read.
    """
    entry = desk_entry_from(case.desk, rulebase.network)
    state = rulebase.network.state(entry.state)
    if state is not None and state.over:
        return None
    return _with_entry(_line(case, source, rulebase, day), entry, rulebase, day)


def _line(case: Case, source: Source, rulebase: Rulebase, day: dt.date) -> Item:
    task = rulebase.tasks.get(str(case.answers.get(TASK, "")))
    title = case.title or (task.name if task else source.key if source.file else source.name)
    members = tuple(item.name for item in case.participants or ())
    value = case.answers.get("beginn")
    begins = value if isinstance(value, dt.date) else None
    start = begins if begins is not None and begins >= day else None
    if task is None or len(members) < 2:
        missing = "Aufgabe und Beteiligte" if task is None and len(members) < 2 else "Aufgabe" if task is None else "Beteiligte"
        step = f"„ikz-recht beraten --fragen {source.file}“" if source.file else f"{missing} angeben"
        return _item(source, title, members, "angelegt", step, start, (f"Es fehlen noch: {missing}.",))
    program = slice_program(rulebase, case.lands(), day, task.id)
    opinion = provisional(case, program, known_answers(case, program))
    questions = [question.text for question in turns(opinion)]
    standing, (step, command) = _state(opinion, settled=not questions)
    step = f"{step} („{command}“)" if command and source.file else step
    if begins is not None and begins < day:
        standing, step = f"{standing}; der geplante Beginn liegt zurück", "klären, ob sie läuft; dann in eine Netzdatei übernehmen"
    return _item(source, title, members, standing, step, start, tuple(_notes(opinion, questions)))


def _item(
    source: Source, title: str, members: tuple[str, ...], state: str, step: str, start: dt.date | None, notes: tuple[str, ...]
) -> Item:
    turn, begins = (_ADMINISTRATION,), "geplanter Beginn" if start else ""
    return Item("fall", source.name, source.key, title, members, state, step, turn, start, begins, notes)


def _with_entry(item: Item, entry: DeskEntry, rulebase: Rulebase, day: dt.date) -> Item:
    """What the coordination says goes first; how far the legal form is stays as a note."""
    state = rulebase.network.state(entry.state)
    if entry.deadline is not None and (item.deadline is None or entry.deadline < item.deadline):
        item = replace(item, deadline=entry.deadline, deadline_for="Frist")
    item = replace(item, next_step=entry.step or item.next_step, turn=(entry.turn,) if entry.turn else item.turn)
    if not entry.state:
        return item
    stalled = stalled_text(state, entry.since, day)
    notes = (*filter(None, [stalled]), f"{item.state[0].upper()}{item.state[1:]}.", *item.notes)
    item = replace(item, state=state.name if state else entry.state, notes=notes, stalled=bool(stalled))
    if state is None:
        return item
    return replace(item, next_step=entry.step or state.next_step or item.next_step, turn=(entry.turn or state.turn or item.turn[0],))


def _state(opinion: Opinion, *, settled: bool) -> tuple[str, tuple[str, str]]:
    """The state, the next step, and the command with which it is done."""
    if opinion.uncovered:
        return "rechtlich nicht beurteilt", ("das Recht des Landes gesondert prüfen", "")
    found = opinion.recommendation
    if found is None:
        return "ohne zulässige Form", ("andere Wege prüfen", "ikz-recht beraten")
    if found.chosen.prospect not in GOOD:
        return "Rechtsform ungewiss", ("offene Fragen klären", "ikz-recht beraten --fragen")
    if not settled:
        return "Rechtsform noch offen", ("offene Fragen klären", "ikz-recht beraten --fragen")
    if found.firm:
        return "Rechtsform steht", ("Vermerk und Entwurf schreiben, Beschlüsse vorbereiten", "")
    return "Rechtsform unter Bedingungen", ("Bedingungen klären, dann Vermerk und Entwurf", "")


def _notes(opinion: Opinion, questions: Sequence[str]) -> Iterator[str]:
    found = opinion.recommendation
    if found is not None:
        yield f"Empfohlen: {found.chosen.form.name}."
    if questions:
        more = f" (und {len(questions) - MOST_QUESTIONS} weitere)" if len(questions) > MOST_QUESTIONS else ""
        yield f"Offen: {' '.join(questions[:MOST_QUESTIONS])}{more}"
