"""Who decides for each participant."""

from __future__ import annotations

from dataclasses import dataclass

from ...advice.opinion import Opinion
from ...inference.facts import Participant
from ...rulebase.bodies import Body
from ...rulebase.model import Certainty, Rule

UNNAMED = "das zuständige Organ"
_TOWN = ("stadt ", "hansestadt ", "landeshauptstadt ", "universitätsstadt ", "kreisstadt ")


@dataclass(frozen=True, slots=True)
class Decider:
    """The body of a participant that decides: `name` with its article. `rule` names it, if one does; else the name is not evidenced."""

    party: Participant
    name: str
    rule: Rule | None
    known: bool

    @property
    def bare(self) -> str:
        """The name without article."""
        return self.name.partition(" ")[2] if self.known else "zuständiges Organ"

    @property
    def council(self) -> bool:
        """Whether a council or its like decides, for which a paper is written; private parties have none."""
        return self.party.kind not in ("privat", "natuerliche_person")


def deciders(opinion: Opinion) -> tuple[Decider, ...]:
    """One for each participant, in their order."""
    rules = {rule.id: rule for rule in opinion.program.rulebase.rules}
    bodies = opinion.program.rulebase.bodies.bodies
    return tuple(_decider(party, bodies, rules) for party in opinion.case.participants or ())


def body_names(bodies: tuple[Body, ...]) -> frozenset[str]:
    """The names of all bodies without article."""
    return frozenset(name.partition(" ")[2] for body in bodies for name in (body.name, body.town) if name)


def _decider(party: Participant, bodies: tuple[Body, ...], rules: dict[str, Rule]) -> Decider:
    found = [body for body in bodies if party.kind in body.kinds and (not body.lands or party.land in body.lands)]
    if not found:
        return Decider(party, UNNAMED, None, known=False)
    body = found[0]
    name = body.town if body.town and _is_town(party) else body.name
    bare = name.partition(" ")[2]
    named = [rules[item] for item in body.rules if item in rules]
    saying = [rule for rule in named if bare in f"{rule.text} {rule.authority}" and rule.land == party.land]
    return Decider(party, name, next((rule for rule in saying if rule.evidence.certainty is not Certainty.MEMORY), None), known=True)


def _is_town(party: Participant) -> bool:
    return party.kind == "kreisfreie_stadt" or party.name.lower().startswith(_TOWN)
