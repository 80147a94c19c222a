"""From a suggestion of the partner finder to a case: the participants as the register has them, and the task."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..advice.case import Case, case_from
from ..inference.facts import Participant
from ..rulebase.fact import TASK
from ..rulebase.model import Rulebase
from ..rulebase.nodes import parse_nodes
from ..rulebase.problem import InputProblems, Place, Problem, suggestion
from .units import Region


def start_case(task: str, keys: Sequence[str], region: Region, rulebase: Rulebase) -> Case:
    """A case on the task between municipalities, Kreise and associations (keys of eight, five, nine digits); who takes over stays open.

    Raises InputProblems (unknown task or key, somebody twice, fewer than two).
    """
    place = Place(Path("partner"))
    if task not in rulebase.tasks:
        hint = suggestion(task, rulebase.tasks) or "Nehmen Sie eine Aufgabe des Katalogs."
        raise InputProblems([Problem(place, f"Eine Aufgabe „{task}“ gibt es nicht.", hint)])
    if len(set(keys)) < max(2, len(keys)):
        raise InputProblems(
            [Problem(place, "Zusammenarbeit braucht mindestens zwei verschiedene Beteiligte.", "Wählen Sie einen Partner.")]
        )
    participants = tuple(_participant(key, region, rulebase) for key in keys)
    title = f"{rulebase.tasks[task].name}: {', '.join(item.name for item in participants)}"
    return Case(title=title, participants=participants, answers={TASK: task})


def _participant(key: str, region: Region, rulebase: Rulebase) -> Participant:
    if not (key.isascii() and key.isdecimal()):
        raise InputProblems([Problem(Place(Path("partner")), f"„{key}“ ist kein Schlüssel.", "Er besteht nur aus Ziffern.")])
    if len(key) == 9:
        association = region.register.association(key)
        if association is None:
            raise InputProblems([Problem(Place(Path("partner")), f"Einen Verband {key} gibt es im Register nicht.", "Suchen Sie neu.")])
        return region.participant(region.association(association))
    case = case_from(parse_nodes(f"fall: 1\nbeteiligte:\n- ags: '{key}'\n", Path("partner")), rulebase)
    assert case.participants
    return case.participants[0]
