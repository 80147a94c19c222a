"""The stages of a path as rows for people: what several participants finish on the same day stands in one row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .durations import BASIS_TEXT
from .path import DecisionPath
from .stages import START, Stage

_MANY = 3  # participants whose names still fit beside a step


@dataclass(frozen=True, slots=True)
class Row:
    """Stages of one step that end on the same day, from the first one that begins. `parties` empty: everybody together."""

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
    def full_label(self) -> str:
        """The name with all participants."""
        return self.stage.name if not self.parties or self.everybody else f"{self.stage.name}: {', '.join(self.parties)}"

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
    grouped: dict[tuple[str, dt.date], list[Stage]] = {}
    for stage in path.dated():
        grouped.setdefault((stage.step, path.plan[stage.id].end), []).append(stage)
    count = len(path.councils)
    return [_row(stages, path, count) for stages in grouped.values()]


def _row(stages: list[Stage], path: DecisionPath, count: int) -> Row:
    start, end = min(path.plan[stage.id].start for stage in stages), path.plan[stages[0].id].end
    slacks = [slack for stage in stages if stage.id != START and (slack := path.slack(stage)) is not None]
    parties = tuple(stage.party for stage in stages if stage.party)
    critical = any(stage.id in path.critical for stage in stages)
    return Row(tuple(stages), parties, start, end, min(slacks, default=None), critical, len(parties) == count)


def listed(names: tuple[str, ...]) -> str:
    """The names, or how many there are."""
    if len(names) > _MANY:
        return f"{len(names)} Beteiligte"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"
