"""Why a suggestion is made, in sentences with norm and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..advice.opinion_json import split_norms
from ..rulebase.evidence import Evidence
from ..rulebase.fact import show_number
from ..rulebase.model import FORMS, OTHER_WAYS, Rulebase
from .judging import holds_for
from .partners import LEGAL, Suggestion
from .sentences import filled

REGISTER, RULES, CATALOGUE = "register", "regelwerk", "aufgabenkatalog"
COMPUTED = "berechnet"  # in place of a certainty: it follows from the rules or the register
LEVEL, BENEFIT, PRACTICE, CLARIFY, SIZE, MEAN = "ebene", "nutzen", "beispiel", "zu_klaeren", "gruppengroesse", "mittel"
BORDER, USUAL = "landesgrenze", "uebliche_formen"
MOST_EXAMPLES = 3
GENERAL_SOURCES = frozenset({"wissenschaft", "leitfaden", "foerderrichtlinie", "gutachten"})  # they speak of many places, not of one


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence. `kind`: id of a criterion or one of the words above; `points`: what it adds (None: nothing of its own).

    `source` is a source of the rule base, or register, regelwerk, aufgabenkatalog; `certainty` as with evidence, or „berechnet“.
    """

    kind: str
    text: str
    norms: tuple[str, ...] = ()
    source: str = ""
    certainty: str = ""
    points: float | None = None


def reasons(item: Suggestion, rulebase: Rulebase, district: str) -> list[Reason]:
    """Everything that explains the suggestion, the law first. `district`: name of the own Kreis."""
    return [*_legal(item, rulebase, district), *_marks(item, rulebase, district), *_further(item, rulebase, district)]


def _legal(item: Suggestion, rulebase: Rulebase, district: str) -> Iterator[Reason]:
    if item.level is not None:
        text = _fill(item.level.text, item, rulebase, district)
        yield _evidenced(LEVEL, text, item.level.evidence, item.level.norm)
    points = sum(mark.points for mark in item.marks if mark.criterion.id == LEGAL)
    verdict = item.verdict
    yield Reason(LEGAL, verdict.text, verdict.norms, RULES, COMPUTED, points)
    for rule in verdict.border:
        yield _evidenced(BORDER, rule.text, rule.evidence, rule.norm)
    usual = item.task.usual_forms
    if verdict.form and verdict.form not in usual and not verdict.is_way and usual:
        names = "; ".join(_form_name(form, item, rulebase) for form in usual)
        yield Reason(USUAL, f"Üblich ist bei dieser Aufgabe auch: {names}.", (), CATALOGUE, "erinnerung")


def _form_name(form: str, item: Suggestion, rulebase: Rulebase) -> str:
    found = rulebase.forms.get((item.own.land, form))
    return found.name if found else OTHER_WAYS.get(form, form.replace("_", " ") if form in FORMS else form)


def _marks(item: Suggestion, rulebase: Rulebase, district: str) -> Iterator[Reason]:
    if item.is_group:
        yield from _group(item)
    for mark in sorted(item.marks, key=lambda mark: -abs(mark.points)):
        if mark.criterion.id != LEGAL and mark.grade is not None and mark.grade.text:
            text = _fill(mark.grade.text, item, rulebase, district)
            yield _evidenced(mark.criterion.id, text, mark.grade.evidence, mark.grade.norm, mark.points)


def _group(item: Suggestion) -> Iterator[Reason]:
    mean = item.points - sum(mark.points for mark in item.marks)
    method = (
        "Verglichen sind alle Gruppen der zulässigen Größe"
        if item.exact
        else "Verglichen sind nur die Partner mit den meisten Punkten (Näherung)"
    )
    area = ", deren Gebiet zusammenhängt" if item.size and item.size.connected else ""
    yield Reason(
        MEAN, f"Die Partner haben einzeln im Mittel {show_number(round(mean, 1))} Punkte. {method}{area}.", (), RULES, COMPUTED, mean
    )
    if item.size:
        yield _evidenced(SIZE, item.size.text, item.size.evidence)


def _further(item: Suggestion, rulebase: Rulebase, district: str) -> Iterator[Reason]:
    for benefit in rulebase.partner.benefits:
        if holds_for(benefit.when, item.facts):
            yield _evidenced(BENEFIT, _fill(benefit.text, item, rulebase, district), benefit.evidence)
    for example in item.task.practice.examples[:MOST_EXAMPLES]:
        source = rulebase.sources.get(example.evidence.source)
        single = source is None or source.kind not in GENERAL_SOURCES
        yield _evidenced(PRACTICE, f"{'Einzelfall: ' if single else ''}{example.text}", example.evidence)
    if item.task.practice.wishes:
        yield Reason(CLARIFY, f"Mit dem Partner zu klären: {'; '.join(item.task.practice.wishes)}.", (), CATALOGUE, "erinnerung")


def _fill(text: str, item: Suggestion, rulebase: Rulebase, district: str) -> str:
    roles = {role.id: role.name for role in rulebase.partner.roles}
    partner = None if item.is_group else item.partners[0]
    return filled(text, item.own, partner, item.task, item.facts, district=district, roles=roles)


def _evidenced(kind: str, text: str, evidence: Evidence, norm: str = "", points: float | None = None) -> Reason:
    return Reason(kind, text, tuple(split_norms(norm)), evidence.source, str(evidence.certainty), points)
