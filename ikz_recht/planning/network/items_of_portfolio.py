"""What a portfolio file puts on the coordinator's desk: its open projects, cooperations that end or are due for review, coming meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ...rulebase.fact import show_date
from ...rulebase.network import ProjectState
from .check_portfolio import everything
from .items import Agenda, Item
from .portfolio import Cooperation, Meeting, Portfolio, Project
from .risks import months_between
from .schedule import later
from .settings import settings_of

END_MONTHS = 18  # so long before its end a cooperation comes on the desk
REVIEWS = (12, 36)  # months after the beginning
REVIEW_DAYS = 90
AGENDA_DAYS = 70


def items_of(portfolio: Portfolio, day: dt.date) -> Iterator[Item]:
    """Every line, in the order of the file."""
    for project in portfolio.projects:
        state = portfolio.rulebase.network.state(project.state)
        if state is None or not state.over:
            yield _of_project(project, state, portfolio, day)
    for item in portfolio.cooperations:
        if item.runs_on(day):
            yield from _of_cooperation(item, portfolio, day)


def agenda_of(portfolio: Portfolio, day: dt.date) -> list[Agenda]:
    """The meetings of the next weeks with the projects that wait for the body's decision."""
    found = []
    for meeting in portfolio.meetings:
        if day <= meeting.day <= day + dt.timedelta(days=AGENDA_DAYS):
            waiting = [item for item in portfolio.projects if meeting.body in _undecided(item, portfolio)]
            titles = tuple(portfolio.task_name(item) for item in waiting)
            found.append(Agenda(meeting.day, portfolio.name(meeting.body), meeting.committee, meeting.papers, titles))
    return sorted(found, key=lambda item: (item.day, item.body))


def _undecided(item: Project, portfolio: Portfolio) -> tuple[str, ...]:
    """Whose council has still to agree; nobody as long as the project has not come to the decision."""
    state = portfolio.rulebase.network.state(item.state)
    if state is None or not state.decides:
        return ()
    members = dict.fromkeys((*item.members, *filter(None, [item.carrier])))
    return tuple(key for key in members if key not in item.decided)


def _of_project(item: Project, state: ProjectState | None, portfolio: Portfolio, day: dt.date) -> Item:
    undecided = _undecided(item, portfolio)
    deadline, what = _deadline(item, undecided, portfolio, day)
    stalled = _stalled(item, state, day)
    members = dict.fromkeys((*filter(None, [item.carrier]), *item.members))
    step = item.next_step or (state.next_step if state else "")
    all_agreed = state is not None and state.decides and bool(item.members) and not undecided
    return Item(
        kind="vorhaben",
        origin=portfolio.title,
        id=item.id,
        title=portfolio.task_name(item),
        members=tuple(portfolio.short(key) for key in members),
        state=state.name if state else item.state or "nicht angegeben",
        next_step=item.next_step or ("unterzeichnen, genehmigen lassen oder anzeigen" if all_agreed else step),
        turn=_turn(item, state, undecided, portfolio),
        deadline=deadline,
        deadline_for=what,
        notes=tuple(_notes(item, state, undecided, stalled, portfolio, day)),
        stalled=bool(stalled),
    )


def _turn(item: Project, state: ProjectState | None, undecided: Sequence[str], portfolio: Portfolio) -> tuple[str, ...]:
    if item.turn:
        return (item.turn,)
    if undecided:
        return tuple(portfolio.short(key) for key in undecided)
    if state is not None and state.turn == "Träger" and item.carrier:
        return (portfolio.short(item.carrier),)
    return (state.turn,) if state is not None and state.turn else (portfolio.coordinator or "Koordination",)


def _deadline(item: Project, undecided: Sequence[str], portfolio: Portfolio, day: dt.date) -> tuple[dt.date | None, str]:
    """The stated deadline or the next day by which papers must be in, whichever comes first; one that has passed stays."""
    papers = [(meeting.papers or meeting.day, meeting) for meeting in _next_meetings(undecided, portfolio, day)]
    nearest = min(papers, key=lambda pair: pair[0], default=None)
    if nearest is not None and (item.deadline is None or nearest[0] < item.deadline) and nearest[0] >= day:
        return nearest[0], f"Vorlage {portfolio.short(nearest[1].body)}"
    return (item.deadline, "Frist") if item.deadline else (None, "")


def _next_meetings(keys: Sequence[str], portfolio: Portfolio, day: dt.date) -> list[Meeting]:
    """The next meeting of each body for which papers can still be handed in."""
    found = []
    for key in keys:
        coming = [item for item in portfolio.meetings if item.body == key and (item.papers or item.day) >= day]
        found += [min(coming, key=lambda item: item.day)] if coming else []
    return found


def _stalled(item: Project, state: ProjectState | None, day: dt.date) -> str:
    if state is None or state.months is None or item.state_since is None:
        return ""
    months = months_between(item.state_since, day)
    if months <= state.months[1]:
        return ""
    return f"Seit {months} Monaten im Stand „{state.name}“; üblich sind höchstens {state.months[1]} (Einschätzung)."


def _notes(
    item: Project, state: ProjectState | None, undecided: Sequence[str], stalled: str, portfolio: Portfolio, day: dt.date
) -> Iterator[str]:
    if stalled:
        yield stalled
    for key in undecided:
        yield _meeting_note(key, item, portfolio, day)
    if state is not None and state.decides and item.members and not undecided:
        yield "Alle Beteiligten haben beschlossen; der Stand lässt sich fortschreiben."
    losing = [portfolio.short(key) for key, amount in item.benefit.items() if amount < 0]
    if losing:
        yield f"Mit einem Nachteil rechnen: {', '.join(losing)}."
    names = {entry.id: portfolio.task_name(entry) for entry in everything(portfolio)}
    on = {entry.id for entry in portfolio.cooperations if entry.runs_on(day)}
    waiting = [names[need] for need in item.needs if need not in on]
    if waiting:
        yield f"Wartet auf: {'; '.join(waiting)}."
    if not item.state:
        yield "Kein Stand angegeben."


def _meeting_note(key: str, item: Project, portfolio: Portfolio, day: dt.date) -> str:
    name = portfolio.short(key)
    coming = _next_meetings([key], portfolio, day)
    if not coming:
        return f"{name} hat noch nicht beschlossen; keine Sitzung bekannt, für die eine Vorlage noch rechtzeitig käme."
    meeting = coming[0]
    papers = f", Vorlage bis {show_date(meeting.papers)}" if meeting.papers else ""
    late = "; das ist nach der Frist" if item.deadline and meeting.day > item.deadline else ""
    return f"{name} hat noch nicht beschlossen; nächste Sitzung {show_date(meeting.day)} ({meeting.committee}{papers}){late}."


def _of_cooperation(item: Cooperation, portfolio: Portfolio, day: dt.date) -> Iterator[Item]:
    name = portfolio.task_name(item)
    members = tuple(portfolio.short(key) for key in item.members)
    carrier = portfolio.short(item.carrier)
    if item.until is not None and months_between(day, item.until) <= END_MONTHS:
        decide = later(item.until, -settings_of(portfolio).lead)
        note = f"Endet am {show_date(item.until)}; ein neuer Beschluss braucht Vorlauf (Einschätzung)."
        yield Item(
            "zusammenarbeit", portfolio.title, item.id, name, members, "läuft aus", "über die Verlängerung entscheiden", members, decide,
            "Entscheidung", (note,),
        )  # fmt: skip
    for months in REVIEWS if item.since else ():
        assert item.since is not None
        due = later(item.since, months)
        if 0 <= (due - day).days <= REVIEW_DAYS:
            note = f"Läuft dann {months} Monate."
            yield Item(
                "zusammenarbeit", portfolio.title, item.id, name, members, "Betrieb", "Verlauf und Kosten prüfen, Bericht an die Räte", (carrier,),
                due, "Prüfung", (note,),
            )  # fmt: skip
