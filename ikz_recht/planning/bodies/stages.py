"""From practice and law to a network of stages: who has to do what after what, and how long it takes.

A step of rules/gremien that every participant takes becomes one stage for each. Steps of the law (procedure of the form) belong to the stage of
their phase; a statutory period goes before a value of practice, and what the user says goes before both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...advice.finding import Finding
from ...advice.opinion import FormOpinion, Opinion
from ...rulebase.bodies import Example, PracticeStep
from ...rulebase.model import Certainty, Evidence
from .durations import OWN, Duration, by_calendar, duration_of
from .facts import WayFacts
from .given import Given, Sittings
from .law_steps import law_for
from .periods import Length
from .who import Decider

START = "start"


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing to be done. `party`: the participant that does it, "" for all together; `after`: ids of the stages before it.

    `lands`: whose holidays count; `fixed`: the days of this stage need not be working days; `early`: it begins as soon as it can.
    `law`: what the law says about it.
    """

    id: str
    step: str
    name: str
    party: str
    who: str
    lane: str
    text: str
    duration: Duration
    after: tuple[str, ...]
    sittings: Sittings | None
    lands: frozenset[str]
    fixed: bool
    early: bool
    law: tuple[Finding, ...]
    evidence: Evidence
    examples: tuple[Example, ...]

    @property
    def label(self) -> str:
        """The name, with the participant where it is one's own."""
        return f"{self.name}: {self.party}" if self.party else self.name


@dataclass(frozen=True)
class Material:
    """What the network is made of."""

    opinion: Opinion
    form: FormOpinion
    facts: WayFacts
    given: Given
    deciders: tuple[Decider, ...]

    def lands(self) -> frozenset[str]:
        """The Länder of all participants."""
        return frozenset(item.party.land for item in self.deciders)


def network(material: Material) -> tuple[Stage, ...]:
    """The stages in the order of the rules, without what is done; those of a step that is left out are reached through what it stood after."""
    steps = material.opinion.program.rulebase.bodies.steps
    taken = [step for step in steps if _taken(step, material)]
    stages = [stage for step in taken for stage in _stages(step, material)]
    funding = _funding(material, {step.id for step in taken})
    return tuple(_linked([*stages, *funding], steps, material))


def _taken(step: PracticeStep, material: Material) -> bool:
    if step.id in material.given.done or not material.facts.possible(step.when):
        return False
    return not step.lawful or bool(_law(step, material.form))


def _law(step: PracticeStep, form: FormOpinion) -> tuple[Finding, ...]:
    return tuple(finding for finding in form.steps() if step.phase and finding.rule.step == step.phase)


def _stages(step: PracticeStep, material: Material) -> list[Stage]:
    if not step.each:
        law = _law(step, material.form)
        return [_stage(step, step.id, "", step.who, law, material, material.lands())]
    return [
        _stage(
            step,
            f"{step.id}.{number}",
            item.party.name,
            _who(step, item),
            law_for(item, step.phase, material.opinion, material.form),
            material,
            {item.party.land},
        )
        for number, item in enumerate(material.deciders, start=1)
        if material.facts.of(item.party.kind).possible(step.when)
    ]


def _who(step: PracticeStep, item: Decider) -> str:
    if step.sitting == "vertretung":
        return item.name
    return step.who


def _stage(
    step: PracticeStep, identifier: str, party: str, who: str, law: tuple[Finding, ...], material: Material, lands: Collection[str]
) -> Stage:
    sittings = material.given.sittings.get((party, step.sitting)) if step.sitting else None
    duration = duration_of(step.id, step.span, step.span_evidence, law, material.given)
    return Stage(
        id=identifier,
        step=step.id,
        name=step.name,
        party=party,
        who=_authority(law, material) or who if not party else who,
        lane=step.lane,
        text=step.text,
        duration=by_calendar(duration) if sittings else duration,
        after=step.after,
        sittings=sittings,
        lands=frozenset(lands),
        fixed=step.phase == "wirksamkeit",
        early=step.early,
        law=law,
        evidence=step.evidence,
        examples=step.examples,
    )


def _authority(law: Iterable[Finding], material: Material) -> str:
    """Who decides by the law; "" where it names nobody, or where that depends on what is not known."""
    return next((name for finding in law if (name := material.opinion.authority(finding.rule))), "")


def _funding(material: Material, taken: Collection[str]) -> list[Stage]:
    """The application for funding, where the Land has something to say about it."""
    land = material.form.form.land
    orders = [order for order in material.opinion.program.rulebase.bodies.funding if land in order.lands]
    if not orders or "foerderantrag" in material.given.done or material.facts.value("foerderung_erfasst") is not True:
        return []
    order = orders[0]
    unsure = order.evidence.certainty is Certainty.MEMORY
    return [
        Stage(
            id="foerderantrag",
            step="foerderantrag",
            name="Förderung klären und beantragen" if unsure else "Förderantrag",
            party="",
            who="eine Körperschaft für alle (Gruppenantrag)",
            lane="foerderung",
            text=order.text,
            duration=duration_of("foerderantrag", order.span, order.span_evidence, (), material.given),
            after=(order.after,),
            sittings=None,
            lands=material.lands(),
            fixed=False,
            early=True,
            law=(),
            evidence=order.evidence,
            examples=(),
        )
    ]


def _linked(stages: Sequence[Stage], steps: Sequence[PracticeStep], material: Material) -> Iterable[Stage]:
    """Steps resolved to stages, then the start after everything that nothing else waits for."""
    before = {step.id: step.after for step in steps}
    by_step: dict[str, list[Stage]] = {}
    for stage in stages:
        by_step.setdefault(stage.step, []).append(stage)
    linked = []
    for stage in stages:
        names = [*stage.after, *_funding_before(stage.step, material, by_step)]
        found = [item for name in _reached(names, before, by_step) for item in _of(by_step[name], stage.party)]
        linked.append(replace(stage, after=tuple(dict.fromkeys(item.id for item in found))))
    waited = {name for stage in linked for name in stage.after}
    last = tuple(stage.id for stage in linked if stage.id not in waited)
    yield from linked
    yield _start(last, material)


def _of(stages: Sequence[Stage], party: str) -> Sequence[Stage]:
    """What a stage of a participant waits for in its own house; else for all."""
    own = [stage for stage in stages if party and stage.party == party]
    return own or stages


def _funding_before(step: str, material: Material, by_step: Mapping[str, object]) -> tuple[str, ...]:
    land = material.form.form.land
    orders = [order for order in material.opinion.program.rulebase.bodies.funding if land in order.lands]
    return ("foerderantrag",) if orders and orders[0].before == step and "foerderantrag" in by_step else ()


def _reached(names: Iterable[str], before: Mapping[str, tuple[str, ...]], there: Collection[str]) -> list[str]:
    """The steps that are there; in place of one that is left out, those it stood after."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in there:
            found[name] = None
        else:
            waiting += before.get(name, ())
    return list(found)


def _start(after: tuple[str, ...], material: Material) -> Stage:
    nothing = Duration(Length(), Length(), "", OWN, None)
    certain = Evidence("PRAXIS:eigen", Certainty.MEMORY)
    who = "alle Beteiligten"
    text = "Die Zusammenarbeit beginnt."
    return Stage(
        START, START, "Beginn der Zusammenarbeit", "", who, "ziel", text, nothing, after, None, frozenset(), True, False, (), certain, ()
    )
