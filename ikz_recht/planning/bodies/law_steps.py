"""Which steps of the law concern which participant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from .who import Decider, body_names

DECISION = "beschluss"
# What rules call a body in general speaks to what a town calls it, too.
_SAME: Mapping[str, tuple[str, ...]] = {
    "Stadtverordnetenversammlung": ("Gemeindevertretung",),
    "Stadtvertretung": ("Gemeindevertretung",),
    "Stadtrat": ("Gemeinderat",),
    "Rat": ("Gemeinderat",),
}


def law_for(item: Decider, phase: str, opinion: Opinion, chosen: FormOpinion) -> tuple[Finding, ...]:
    """The steps of the law in a phase that concern this participant: those of its own Land, without those that speak of other bodies."""
    if not phase:
        return ()
    form = chosen
    if form.form.land not in ("BUND", item.party.land):
        other = opinion.form(form.form.id, item.party.land)
        if other is None or phase != DECISION:
            return ()
        form = other
    names = body_names(opinion.program.rulebase.bodies.bodies)
    found = (finding for finding in form.steps() if finding.rule.step == phase)
    return tuple(finding for finding in found if _speaks_to(f"{finding.rule.text} {finding.rule.authority}", item, names))


def _speaks_to(text: str, item: Decider, names: Collection[str]) -> bool:
    named = {name for name in names if re.search(rf"\b{name}(?:e|s|es|en|n)?\b", text.replace("Gemeinderäte", "Gemeinderat"))}
    same = {item.bare, *_SAME.get(item.bare, ())}
    return not named or bool(named & same)
