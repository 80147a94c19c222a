"""Which steps a case needs: those of the catalogue that apply, with the procedure of the chosen form in its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.change import ChangeCatalogue, ProcedureText, Step, legal_id
from ...rulebase.model import STEPS
from .chain import reduced, resolved
from .facts import PlanFacts
from .model import Said
from .sentences import filled

LATER = "danach"  # what the law says about changing and ending; it belongs to the way out, not to the way in
EFFECT = "wirksamkeit"
_DECISIVE = frozenset({"beschluss", "genehmigung", EFFECT})


@dataclass(frozen=True, slots=True)
class Item:
    """A step of this case before it has days."""

    id: str
    phase: str
    track: str
    said: Said
    roles: tuple[str, ...]
    effort: float
    after: tuple[str, ...]
    milestone: bool
    short: str
    anchor: bool
    months_after: int | None
    outcome: str
    details: tuple[Said, ...] = ()
    way_end: str = ""
    way_begin: str = ""


def items_of(
    catalogue: ChangeCatalogue,
    facts: PlanFacts,
    opinion: Opinion,
    chosen: FormOpinion | None,
    gaps: Mapping[str, str],
    saved: Collection[str],
) -> list[Item]:
    """The steps of the case. `saved`: ids of steps that are not needed because what they bring about is there already."""
    phases = {phase.id for phase in facts.all(catalogue.phases)}
    groups: dict[str, list[Item]] = {}
    for step in facts.all(catalogue.steps):
        if step.phase in phases and (step.anchor or step.id not in saved):
            made = _procedure(step, catalogue.procedure, opinion, chosen) if step.procedure else [_item(step, facts, gaps)]
            if made:
                groups[step.id] = made
    legal = {legal_id(kind): (step.id,) for kind in STEPS for step in catalogue.steps if step.procedure}
    kept = {name: made[-1].id for name, made in groups.items()} | {item.id: item.id for made in groups.values() for item in made}
    waits = resolved({**legal, **{step.id: step.after for step in catalogue.steps}}, kept)
    items = [item for name, made in groups.items() for item in _in_a_row(made, waits[name])]
    needed = reduced({item.id: item.after for item in items})
    return [replace(item, after=needed[item.id]) for item in items]


def _in_a_row(made: Sequence[Item], after: tuple[str, ...]) -> Iterator[Item]:
    """The items of one step: the first waits for what the step waits for, each other one for the one before."""
    for number, item in enumerate(made):
        yield replace(item, after=(made[number - 1].id,) if number else after)


def _item(step: Step, facts: PlanFacts, gaps: Mapping[str, str]) -> Item:
    variant = facts.first(step.variants)
    text = variant.text if variant else step.text
    evidence = variant.evidence if variant and variant.evidence else step.evidence
    return Item(
        id=step.id,
        phase=step.phase,
        track=step.track,
        said=Said(filled(text, gaps), evidence),
        roles=variant.roles if variant and variant.roles else step.roles,
        effort=step.effort,
        after=(),
        milestone=step.milestone,
        short=filled(step.short, gaps),
        anchor=step.anchor,
        months_after=step.months_after,
        outcome=filled(step.outcome, gaps),
        way_end=step.way_end,
        way_begin=step.way_begin,
    )


def _procedure(step: Step, texts: Sequence[ProcedureText], opinion: Opinion, chosen: FormOpinion | None) -> list[Item]:
    """One item for every kind of step that the law demands for the form or that every plan has, each after the one before."""
    by_kind: dict[str, list[Finding]] = {text.step: [] for text in texts if text.always}
    for finding in chosen.steps() if chosen else ():
        if finding.rule.step != LATER:
            by_kind.setdefault(finding.rule.step, []).append(finding)
    named = {text.step: text for text in texts}
    return [_legal_item(kind, by_kind[kind], named.get(kind), step, opinion) for kind in STEPS if kind in by_kind]


def _legal_item(kind: str, findings: Sequence[Finding], named: ProcedureText | None, step: Step, opinion: Opinion) -> Item:
    own = named.evidence if named else step.evidence
    return Item(
        id=legal_id(kind),
        phase=step.phase,
        track=step.track,
        said=Said(
            named.text if named else kind, findings[0].rule.evidence if findings else own, "; ".join(dict.fromkeys(_norms(findings)))
        ),
        roles=named.roles if named else step.roles,
        effort=0.0 if kind == EFFECT else step.effort * (2.0 if kind in _DECISIVE else 1.0),
        after=(),
        milestone=kind in _DECISIVE,
        short=named.short if named else kind,
        anchor=False,
        months_after=None,
        outcome="",
        details=tuple(_detail(finding, opinion) for finding in findings),
        way_end=legal_id(kind),
    )


def _norms(findings: Sequence[Finding]) -> Iterator[str]:
    return (finding.rule.norm for finding in findings if finding.rule.norm)


def _detail(finding: Finding, opinion: Opinion) -> Said:
    rule = finding.rule
    authority = opinion.authority(rule)
    parts = [rule.text]
    if authority:
        parts.append(f"Zuständig: {authority}.")
    if rule.deadline:
        parts.append(f"Frist: {rule.deadline}.")
    return Said(" ".join(parts), rule.evidence, rule.norm)
