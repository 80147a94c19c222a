"""Which majority a decision needs, and whether the votes that somebody expects are enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...advice.finding import Finding
from ...rulebase.bodies import SHARES, MajorityRule
from ...rulebase.evidence import Certainty, Evidence
from .given import Votes

SIMPLE, ABSOLUTE, TWO_THIRDS, TWO_THIRDS_OF_VOTES = SHARES
_STRENGTH = {SIMPLE: 0, ABSOLUTE: 1, TWO_THIRDS_OF_VOTES: 2, TWO_THIRDS: 3}


@dataclass(frozen=True, slots=True)
class Majority:
    """The majority: key of SHARES, the sentence behind it, norm and evidence."""

    share: str
    text: str
    norm: str
    evidence: Evidence

    @property
    def words(self) -> str:
        """„zwei Drittel der gesetzlichen Zahl der Mitglieder“."""
        return SHARES[self.share]

    @property
    def unproven(self) -> bool:
        """True where it rests on memory."""
        return self.evidence.certainty is Certainty.MEMORY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the expected votes come to. `enough` None: it cannot be told; `margin`: votes above (or below) what is needed."""

    needed: int | None
    enough: bool | None
    margin: int | None
    text: str


def majority_for(law: Iterable[Finding], rules: Iterable[MajorityRule]) -> Majority | None:
    """The strictest majority that the steps of the law demand, else the general one; None if the rules know none."""
    found = []
    general = None
    for rule in rules:
        if not rule.rules and rule.evidence:
            general = Majority(rule.share, rule.text, "", rule.evidence)
        found += [
            Majority(rule.share, finding.rule.text, finding.rule.norm, finding.rule.evidence)
            for finding in law
            if finding.rule.id in rule.rules
        ]
    return max(found, key=lambda item: _STRENGTH[item.share], default=general)


def judge(majority: Majority, votes: Votes) -> Verdict:
    """Whether the votes are enough. Abstentions count only where the majority is one of all members."""
    if majority.share == SIMPLE:
        needed = votes.no + 1
    elif votes.members is None:
        return Verdict(None, None, None, "Die Zahl der Mitglieder fehlt; ohne sie lässt sich die Mehrheit nicht rechnen.")
    elif majority.share == ABSOLUTE:
        needed = votes.members // 2 + 1
    else:
        needed = -(-2 * votes.members // 3)
    margin = votes.yes - needed
    if margin >= 0:
        spare = "ohne Reserve" if margin == 0 else f"{margin} {'Stimme' if margin == 1 else 'Stimmen'} Reserve"
        return Verdict(needed, True, margin, f"Nötig sind {needed} Ja-Stimmen, erwartet werden {votes.yes}: genug, {spare}.")
    missing = f"es {'fehlt' if margin == -1 else 'fehlen'} {-margin}"
    return Verdict(needed, False, margin, f"Nötig sind {needed} Ja-Stimmen, erwartet werden {votes.yes}: {missing}.")
