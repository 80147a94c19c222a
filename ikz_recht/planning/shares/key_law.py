"""What the law of the recommended form demands of the key: the mandatory contents that the cost clause of the draft answers."""

from __future__ import annotations

from ...advice.opinion import Opinion
from ...rulebase.model import RuleKind
from .given import Ground

CLAUSES = frozenset({"kosten", "umlage", "umlage_begrenzung", "aufwandsmassstab"})


def key_law(opinion: Opinion) -> tuple[Ground, ...]:
    """The statements that apply, each once, with norm and evidence; none where no form is recommended."""
    form = opinion.recommended()
    if form is None:
        return ()
    rules = [finding.rule for finding in form.of(RuleKind.CONTENT) if finding.rule.clause in CLAUSES]
    return tuple(dict.fromkeys(Ground("recht", f"{form.form.name}: {rule.text}", rule.evidence, rule.norm) for rule in rules))
