"""The stages of a path as rows for people: what several participants do at the same time stands in one row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .path import DecisionPath
from .stages import BASIS_TEXT, START, Stage

_MANY = 3  # participants whose names still fit beside a step


@dataclass(frozen=True, slots=True)
class Row:
    """Stages of one step with the same days. `parties` empty: everybody together."""

    stages: tuple[Stage, ...]
    parties: tuple[str, ...]
    start: dt.date
    end: dt.date
    slack: int | None
    critical: bool
    everybody: bool

    @property
    def stage(self) -> Stage:
        """The first of them; in everything but the participant they are alike."""
        return self.stages[0]

    @property
    def milestone(self) -> bool:
        """True for what happens on a day: a decision, the start."""
        return self.stage.step in (START, "beschluss")

    @property
    def label(self) -> str:
        """The name with the participants, as far as they are few."""
        if not self.parties or self.everybody:
            return self.stage.name
        return f"{self.stage.name}: {listed(self.parties)}"

    @property
    def who(self) -> str:
        """Who acts: the body, in the plural where it is that of several."""
        if len(self.parties) < 2:
            return self.stage.who
        return "; ".join(dict.fromkeys(stage.who for stage in self.stages))

    @property
    def duration(self) -> str:
        """How long, and what that rests on; "" for the start."""
        found = self.stage.duration
        return f"{found.words} ({BASIS_TEXT[found.basis]})" if found.words else ""


def rows(path: DecisionPath) -> list[Row]:
    """The rows in the order of their days."""
    grouped: dict[tuple[str, dt.date, dt.date], list[Stage]] = {}
    for stage in path.dated():
        dated = path.plan[stage.id]
        grouped.setdefault((stage.step, dated.start, dated.end), []).append(stage)
    count = len(path.councils)
    return [_row(stages, start, end, path, count) for (_, start, end), stages in grouped.items()]


def _row(stages: list[Stage], start: dt.date, end: dt.date, path: DecisionPath, count: int) -> Row:
    slacks = [slack for stage in stages if stage.id != START and (slack := path.slack(stage)) is not None]
    parties = tuple(stage.party for stage in stages if stage.party)
    critical = any(stage.id in path.critical for stage in stages)
    return Row(tuple(stages), parties, start, end, min(slacks, default=None), critical, len(parties) == count)


def listed(names: tuple[str, ...]) -> str:
    """The names, or how many there are."""
    if len(names) > _MANY:
        return f"{len(names)} Beteiligte"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"
