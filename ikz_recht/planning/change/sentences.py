"""Filling the sentences of rules/change."""

from __future__ import annotations

from collections.abc import Mapping

from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import CaseUnit
from ...rulebase.fact import TASK, show_number
from .facts import PlanFacts, holders

NO_CASE_WORD = ("Fall", "Fälle")


def gaps_of(opinion: Opinion, chosen: FormOpinion | None, facts: PlanFacts, unit: CaseUnit | None) -> dict[str, str]:
    """What stands in the gaps; names of participants are text and nothing else."""
    taking, giving = holders(opinion)
    name = opinion.case.answers.get("name_einrichtung")
    own = chosen is not None and chosen.form.legal_personality
    holder = str(name) if own and name else "die gemeinsame Einrichtung" if own else _listed([item.name for item in taking])
    count = facts.value("anzahl")
    return {
        "aufgabe": opinion.value(TASK) or "die gemeinsame Aufgabe",
        "form": chosen.form.name if chosen else "noch offen",
        "traeger": holder or "noch zu bestimmen",
        "abgebende": _listed([item.name for item in giving]) or "die Beteiligten",
        "anzahl": show_number(count) if isinstance(count, int) else "mehrere",
        "fall": unit.name if unit else NO_CASE_WORD[0],
        "faelle": unit.plural if unit else NO_CASE_WORD[1],
    }


def filled(text: str, gaps: Mapping[str, str]) -> str:
    """The sentence with its gaps filled."""
    return text.format_map(gaps) if "{" in text else text


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}" if names else ""
