"""What must fit together in a portfolio: ids, carriers and takers, days, dependencies, no cooperation twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...rulebase.fact import show_date
from ...rulebase.fields import Report
from ...rulebase.problem import Place
from .portfolio import OTHER_TASK, Cooperation, Portfolio, Project

MOST_SHOWN = 8  # members of a circle
MOST_CIRCLES = 20


def check(portfolio: Portfolio, report: Report) -> None:
    """Report everything that does not fit together."""
    _check_ids(portfolio, report)
    for item in portfolio.cooperations:
        _check_cooperation(item, portfolio, report)
    for project in portfolio.projects:
        _check_project(project, portfolio, report)
    _check_doubles(portfolio.cooperations, portfolio, report)
    _check_same_task(portfolio, report)
    _check_needs(portfolio, report)


def everything(portfolio: Portfolio) -> list[Cooperation | Project]:
    """Cooperations and projects, in the order of the file."""
    return [*portfolio.cooperations, *portfolio.projects]


def _check_ids(portfolio: Portfolio, report: Report) -> None:
    seen: dict[str, Place] = {}
    for item in everything(portfolio):
        if item.id in seen and item.id:
            report.add(item.place, f"Die id „{item.id}“ gibt es schon (Zeile {seen[item.id].line}).", "Vergeben Sie eine andere id.")
        seen.setdefault(item.id, item.place)


def _check_cooperation(item: Cooperation, portfolio: Portfolio, report: Report) -> None:
    if item.carrier and item.carrier in item.takers:
        name = portfolio.name(item.carrier)
        report.add(
            item.place,
            f"„{item.id}“: {name} steht als Träger auch unter „fuer“.",
            "Unter „fuer“ stehen nur die, für die der Träger arbeitet.",
        )
    if item.since and item.until and item.until < item.since:
        text = f"„{item.id}“ endet am {show_date(item.until)}, vor dem Beginn am {show_date(item.since)}."
        report.add(item.place, text, "Vertauschen Sie „seit“ und „bis“.")
    for key in item.payments:
        if key not in item.takers:
            report.add(
                item.place,
                f"„{item.id}“: {portfolio.name(key)} zahlt, steht aber nicht unter „fuer“.",
                "Berichtigen Sie „zahlungen“ oder „fuer“.",
            )


def _check_project(item: Project, portfolio: Portfolio, report: Report) -> None:
    members = {*item.members, item.carrier} - {""}
    if len(item.members) == 1 and members <= set(item.members):
        report.add(item.place, f"„{item.id}“ hat nur einen Beteiligten.", "Nennen Sie einen zweiten, oder lassen Sie „beteiligte“ weg.")
    for what, keys in (("beschlossen", item.decided), ("nutzen", item.benefit)):
        for key in keys:
            if item.members and key not in members:
                report.add(item.place, f"„{item.id}“: {portfolio.name(key)} steht unter „{what}“, aber nicht unter „beteiligte“.", "")


def _check_doubles(items: Sequence[Cooperation], portfolio: Portfolio, report: Report) -> None:
    """Nobody hands the same task over twice at the same time."""
    seen: dict[tuple[str, str], list[Cooperation]] = {}
    for item in items:
        if item.task == OTHER_TASK:
            continue
        for taker in item.takers:
            for other in seen.get((item.task, taker), ()):
                if _overlap(item, other):
                    where = f"in „{other.id}“ (Zeile {other.place.line}) und in „{item.id}“"
                    text = f"{portfolio.name(taker)} gibt „{portfolio.task_name(item)}“ zweimal ab: {where}."
                    report.add(item.place, text, "Streichen Sie eine, oder nennen Sie mit „seit“ und „bis“ verschiedene Zeiten.")
                    break
            seen.setdefault((item.task, taker), []).append(item)


def _check_same_task(portfolio: Portfolio, report: Report) -> None:
    """Two open projects in one task must say who takes part, and nobody in both: else the same task would be handed over twice."""
    seen: dict[str, list[Project]] = {}
    for item in portfolio.projects:
        state = portfolio.rulebase.network.state(item.state)
        if item.task == OTHER_TASK or (state is not None and state.over):
            continue
        own = {*item.members, item.carrier} - {""}
        for other in seen.get(item.task, ()):
            if not item.members or not other.members or own & {*other.members, other.carrier}:
                text = f"„{item.id}“ und „{other.id}“ (Zeile {other.place.line}) sind dieselbe Aufgabe: {portfolio.task_name(item)}."
                report.add(item.place, text, "Streichen Sie eines, oder nennen Sie bei beiden verschiedene „beteiligte“.")
                break
        seen.setdefault(item.task, []).append(item)


def _overlap(first: Cooperation, second: Cooperation) -> bool:
    before = first.until and second.since and first.until < second.since
    after = second.until and first.since and second.until < first.since
    return not before and not after


def _check_needs(portfolio: Portfolio, report: Report) -> None:
    """What something builds on exists, and nothing builds on itself in a circle."""
    items = {item.id: item for item in everything(portfolio)}
    needs: dict[str, tuple[str, ...]] = {}
    for item in items.values():
        for name in item.needs:
            if name not in items:
                hint = report.suggestion(name, items) or "Nennen Sie die id einer Zusammenarbeit oder eines Vorhabens."
                report.add(item.place, f"„{item.id}“ braucht „{name}“; das gibt es hier nicht.", hint)
        needs[item.id] = tuple(name for name in item.needs if name in items)
    for circle in circles(needs):
        shown = " → ".join(
            [*circle, circle[0]] if len(circle) <= MOST_SHOWN else [*circle[:MOST_SHOWN], f"… ({len(circle)} insgesamt)", circle[0]]
        )
        report.add(items[circle[0]].place, f"Die Abhängigkeiten laufen im Kreis: {shown}.", "Streichen Sie unter „braucht“ eine davon.")


def circles(needs: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """A circle for every dependency that closes one, up to MOST_CIRCLES, each beginning with the id that stands first.

    Iterative, because chains may be long.
    """
    found: list[list[str]] = []
    state: dict[str, int] = {}  # 1 on the path, 2 done
    for start in needs:
        if start in state:
            continue
        path = [start]
        waiting = [iter(needs[start])]
        state[start] = 1
        while waiting:
            name = next(waiting[-1], None)
            if name is None:
                state[path.pop()] = 2
                waiting.pop()
            elif state.get(name) == 1:
                if len(found) < MOST_CIRCLES:
                    found.append(path[path.index(name) :])
            elif name not in state:
                state[name] = 1
                path.append(name)
                waiting.append(iter(needs.get(name, ())))
    order = {name: number for number, name in enumerate(needs)}
    return [_turned(circle, order) for circle in found]


def _turned(circle: list[str], order: Mapping[str, int]) -> list[str]:
    first = min(range(len(circle)), key=lambda number: order[circle[number]])
    return circle[first:] + circle[:first]
