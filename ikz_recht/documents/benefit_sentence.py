"""What the memo says of the benefit, where the case carries cost figures."""

from __future__ import annotations

from ..advice.opinion import Opinion
from ..planning.benefit.benefit import benefit_of
from ..planning.benefit.costs_file import costs_in
from ..planning.benefit.sentences import benefit_sentences, fairness_sentence


def memo_benefit(opinion: Opinion) -> dict[str, object] | None:
    """The sentence „Das bringt Ihnen …“ for each participant, and whether nobody loses; None without figures. Raises InputProblems."""
    costs = costs_in(opinion.case)
    if costs is None:
        return None
    benefit = benefit_of(opinion, costs)
    sentences = [{"name": name, "satz": sentence} for name, sentence in benefit_sentences(benefit).items()]
    return {"saetze": sentences, "niemand_verliert": fairness_sentence(benefit), "hinweise": list(benefit.model.remarks)}
