"""The entries of rules/gremien: steps, bodies, majorities, notes, parts of the council paper, objections, funding."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from .bodies import (
    BODY_FACTS,
    LANES,
    SHARES,
    SITTINGS,
    TOPICS,
    UNITS,
    Body,
    Example,
    FundingOrder,
    MajorityRule,
    Objection,
    PaperPart,
    PracticeNote,
    PracticeStep,
    Span,
    Turn,
)
from .condition import ALWAYS, Condition
from .fact import LANDS, PARTICIPANT_KINDS
from .fields import FACT_ID, Fields, Report
from .model import STEPS
from .nodes import Node
from .problem import suggestion
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence

VOCABULARY: Vocabulary = dict(BODY_FACTS)
MOST = {"Tage": 1000, "Wochen": 200, "Monate": 60}
_SPAN = re.compile(r"(\d{1,4})(?: ?(?:–|-|bis) ?(\d{1,4}))? (Tage?|Wochen?|Monate?)\Z")


@dataclass(frozen=True)
class Reading:
    """What every entry is read with."""

    vocabulary: Vocabulary
    sources: Sources
    report: Report


def read_step(node: Node, reading: Reading) -> PracticeStep:
    """A step of the way."""
    fields = Fields(node, reading.report, "Schritt")
    step = PracticeStep(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        text=fields.text("text"),
        who=fields.text("wer"),
        lane=fields.choice("bahn", [lane for lane in LANES if lane != "ziel"]),
        each=fields.flag("je_beteiligten", default=False),
        after=fields.words("nach"),
        phase=fields.choice("verfahren", STEPS, required=False),
        lawful=fields.flag("nur_wenn_gesetz", default=False),
        early=fields.flag("frueh", default=False),
        sitting=fields.choice("sitzung", SITTINGS, required=False),
        span=_span(fields, "dauer") or Span(0, 0, "Tage"),
        span_evidence=read_evidence(fields, reading.sources, "dauer_beleg"),
        when=_when(fields, reading),
        evidence=read_evidence(fields, reading.sources),
        examples=_examples(fields, "beispiele", reading),
        place=node.place,
    )
    fields.text("dauer")
    if step.lawful and not step.phase:
        reading.report.add(node.place, "„nur_wenn_gesetz“ braucht „verfahren“.", f"Möglich sind: {', '.join(STEPS)}.")
    fields.done()
    return step


def parse_span(text: str) -> Span | None:
    """A duration such as „4–8 Wochen“; None if it is none."""
    found = _SPAN.match(text)
    if found is None:
        return None
    unit = next(unit for unit in UNITS if unit.startswith(found[3][:3]))
    short = int(found[1])
    long = int(found[2] or short)
    return Span(short, long, unit) if short <= long <= MOST[unit] else None


def _span(fields: Fields, key: str) -> Span | None:
    text = fields.text(key, required=False)
    if not text:
        return None
    span = parse_span(text)
    if span is None:
        node = fields.node(key)
        hint = "Schreiben Sie zum Beispiel „4–8 Wochen“ oder „1 Monat“, höchstens 60 Monate."
        fields.report.add(node.place if node else fields.place, f"„{text}“ ist keine Dauer.", hint)
    return span


def read_body(node: Node, reading: Reading) -> Body:
    """Who decides."""
    fields = Fields(node, reading.report, "Gremium")
    body = Body(
        kinds=_several(fields, "arten", PARTICIPANT_KINDS, required=True),
        lands=_several(fields, "laender", LANDS),
        name=fields.text("name"),
        town=fields.text("in_staedten", required=False),
        rules=fields.words("regeln"),
        evidence=read_evidence(fields, reading.sources),
        place=node.place,
    )
    fields.done()
    return body


def read_majority(node: Node, reading: Reading) -> MajorityRule:
    """Which majority rules demand; without rules the general one, with evidence of its own."""
    fields = Fields(node, reading.report, "Mehrheit")
    rules = fields.words("regeln")
    majority = MajorityRule(
        rules=rules,
        share=fields.choice("mehrheit", SHARES),
        text=fields.text("text", required=not rules),
        evidence=None if rules else read_evidence(fields, reading.sources),
        place=node.place,
    )
    fields.done()
    return majority


def read_note(node: Node, reading: Reading) -> PracticeNote:
    """A piece of advice."""
    fields = Fields(node, reading.report, "Hinweis")
    note = PracticeNote(
        topic=fields.choice("thema", TOPICS),
        when=_when(fields, reading),
        text=fields.text("text"),
        norm=fields.text("norm", required=False),
        evidence=read_evidence(fields, reading.sources),
    )
    fields.done()
    return note


def read_part(node: Node, reading: Reading) -> PaperPart:
    """A part of the council paper."""
    fields = Fields(node, reading.report, "Baustein")
    part = PaperPart(
        id=fields.identifier(FACT_ID),
        name=fields.text("name"),
        required=fields.flag("pflicht"),
        text=fields.text("text"),
        gap=fields.text("luecke"),
        evidence=read_evidence(fields, reading.sources),
        place=node.place,
    )
    fields.done()
    return part


def read_objection(node: Node, reading: Reading) -> Objection:
    """An objection with its answer."""
    fields = Fields(node, reading.report, "Einwand")
    objection = Objection(
        id=fields.identifier(FACT_ID),
        text=fields.text("einwand"),
        answer=fields.text("antwort"),
        when=_when(fields, reading),
        weakened=_turns(fields, "entkraeftet", reading),
        confirmed=_turns(fields, "bestaetigt", reading),
        evidence=read_evidence(fields, reading.sources),
        extra=_examples(fields, "zusatz", reading),
        place=node.place,
    )
    fields.done()
    return objection


def read_funding(node: Node, reading: Reading) -> FundingOrder:
    """When the application stands."""
    fields = Fields(node, reading.report, "Förderung")
    order = FundingOrder(
        lands=_several(fields, "laender", LANDS, required=True),
        after=fields.text("nach"),
        before=fields.text("vor", required=False),
        text=fields.text("text"),
        span=_span(fields, "dauer") or Span(0, 0, "Tage"),
        span_evidence=read_evidence(fields, reading.sources, "dauer_beleg"),
        evidence=read_evidence(fields, reading.sources),
        place=node.place,
    )
    fields.text("dauer")
    fields.done()
    return order


def _when(fields: Fields, reading: Reading) -> Condition:
    node = fields.node("wenn")
    return read_condition(node, reading.vocabulary, reading.report) if node else ALWAYS


def _turns(fields: Fields, key: str, reading: Reading) -> tuple[Turn, ...]:
    turns = []
    for node in fields.items(key):
        inner = Fields(node, reading.report, "Wendung")
        inner.node("wenn", required=True)
        turns.append(Turn(_when(inner, reading), inner.text("text")))
        inner.done()
    return tuple(turns)


def _examples(fields: Fields, key: str, reading: Reading) -> tuple[Example, ...]:
    examples = []
    for node in fields.items(key):
        inner = Fields(node, reading.report, "Beispiel")
        examples.append(Example(inner.text("text"), read_evidence(inner, reading.sources)))
        inner.done()
    return tuple(examples)


def _several(fields: Fields, key: str, allowed: Collection[str], *, required: bool = False) -> frozenset[str]:
    words = fields.words(key, required=required)
    for word, item in zip(words, fields.items(key), strict=False):
        if word not in allowed:
            fields.report.add(item.place, f"„{word}“ ist für „{key}“ nicht vorgesehen.", suggestion(word, allowed))
    return frozenset(words)
