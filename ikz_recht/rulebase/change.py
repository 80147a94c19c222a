"""What a change plan is made of: phases, steps, roles, stages of digital work, messages, risks, measures, readiness.

All of it stands in rules/change; docs/change.md describes the files. Every statement may carry a condition over questions, derivations and
the facts of CHANGE_FACTS, and every one carries its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from .condition import Condition
from .evidence import Evidence
from .fact import LANDS, FactType, Kind
from .partner import DIGITAL
from .problem import Place

TRACKS = {
    "steuerung": "Steuerung",
    "beschluss": "Recht und Beschlüsse",
    "personal": "Beschäftigte",
    "kommunikation": "Kommunikation",
    "digital": "Digitales und Abläufe",
    "betrieb": "Übergang und Betrieb",
    "evaluation": "Erfolgsmessung",
}
NOTE_TOPICS = {
    "beschaeftigte": "was die Beschäftigten betrifft",
    "vor_ort": "was vor Ort bleibt",
    "verteilt": "was sich verteilt erledigen lässt",
    "ausstieg": "wie man wieder herauskommt",
    "anpassung": "worauf dieser Fall besonders achten muss",
}
READINESS_GROUPS = {"digital": "Digitale Voraussetzungen", "kultur": "Kultur und Führung"}
MOST_STAGES = 5

_YES_NO = FactType(Kind.YES_NO)
_NUMBER = FactType(Kind.NUMBER)
# What conditions in rules/change may name besides questions and derivations; `form`, `gruppe` and `verfahren` get their options when read.
CHANGE_FACTS = {
    "eigene_rechtsperson": _YES_NO,
    "anzahl": _NUMBER,
    "digital": FactType(Kind.CHOICE, tuple(DIGITAL.items())),
    "einstiegseignung": _NUMBER,
    "groesse_kleinster": _NUMBER,
    "groesse_groesster": _NUMBER,
    "groessenverhaeltnis": _NUMBER,
    "land": FactType(Kind.CHOICE, tuple(LANDS.items())),
    "buero": FactType(Kind.CHOICE, (("front", "mit Kundschaft"), ("back", "ohne Kundschaft"), ("gemischt", "teils, teils"))),
    "stufe": _NUMBER,
}


def legal_id(kind: str) -> str:
    """The id of the step that a kind of legal step (`beschluss`, `genehmigung`, …) becomes in a plan."""
    return f"recht_{kind}"


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the process, as long as `months` says (from, to); `outcome`: what must be there at its end."""

    id: str
    name: str
    months: tuple[float, float]
    outcome: str
    when: Condition
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Pace:
    """Why a phase takes longer or shorter within its range: `share` of the range (−1 to 1) added to its middle."""

    phase: str
    when: Condition
    share: float
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Variant:
    """Another text (and other hands) under a condition; the first that holds replaces the general one. Without evidence: as the general one."""

    when: Condition
    text: str
    roles: tuple[str, ...] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done; `short` names it in a picture. `after` are ids of steps, also of earlier phases.

    `effort` divides the time of its phase among its steps. `months_after` (None: within the phase) is counted from the start of the
    cooperation. `anchor`: this step *is* that start. `procedure`: in its place come the legal steps of the chosen form.
    `way_end`, `way_begin`: the step of rules/gremien with whose last, or first, day it ends where that way is planned.
    """

    id: str
    phase: str
    track: str
    text: str
    variants: tuple[Variant, ...]
    roles: tuple[str, ...]
    effort: float
    after: tuple[str, ...]
    when: Condition
    milestone: bool
    short: str
    anchor: bool
    procedure: bool
    months_after: int | None
    outcome: str
    evidence: Evidence
    place: Place
    way_end: str = ""
    way_begin: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureText:
    """What a step of the procedure (`beschluss`, `genehmigung`, …) is called in a plan, and who acts. What it demands, the rules of the Land say.

    `always`: it stands in every plan, also where those rules say nothing of it; then the evidence is this one.
    """

    step: str
    text: str
    short: str
    roles: tuple[str, ...]
    always: bool
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Role:
    """Who acts, and what for; `variants` name it otherwise where it is small or large."""

    id: str
    name: str
    variants: tuple[Variant, ...]
    text: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of digital work together, 1 (exchange) to 5 (joint service)."""

    number: int
    name: str
    text: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class StageGoal:
    """Which stage a case aims at: of all goals the first whose condition holds."""

    when: Condition
    stage: int
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Note:
    """A statement of one of the NOTE_TOPICS."""

    topic: str
    when: Condition
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CaseUnit:
    """What a case of the task is called („Beurkundung“, `plural`): the first whose condition holds. `office`: front, back or gemischt."""

    when: Condition
    name: str
    plural: str
    office: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Message:
    """What a target group is told, by whom and how: with the step, where one is named and stands in the plan, else by the end of the phase."""

    group: str
    phase: str
    step: str
    when: Condition
    text: str
    roles: tuple[str, ...]
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Risk:
    """A pattern of failure with its early signs and what helps; `single`: the pattern was seen in one place only. `steps`: what the plan does."""

    id: str
    name: str
    pattern: str
    single: bool
    when: Condition
    signs: str
    remedy: str
    steps: tuple[str, ...]
    evidence: Evidence
    remedy_evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Measure:
    """How success is measured; `how` says how, and what is to be measured before the start."""

    id: str
    name: str
    how: str
    when: Condition
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Readiness:
    """A question on what must be there. `stage`: from which stage on it counts (0: always); `step` closes the gap.

    `saves`: where it is there already, the step is not needed.
    """

    id: str
    group: str
    text: str
    help: str
    gap: str
    stage: int
    when: Condition
    step: str
    saves: bool
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class ObservedDuration:
    """How long it took somewhere; a single case, never an expectation."""

    when: Condition
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ChangeCatalogue:
    """Everything in rules/change, in the order of the files."""

    phases: tuple[Phase, ...] = ()
    paces: tuple[Pace, ...] = ()
    steps: tuple[Step, ...] = ()
    procedure: tuple[ProcedureText, ...] = ()
    roles: tuple[Role, ...] = ()
    stages: tuple[Stage, ...] = ()
    goals: tuple[StageGoal, ...] = ()
    notes: tuple[Note, ...] = ()
    units: tuple[CaseUnit, ...] = ()
    messages: tuple[Message, ...] = ()
    risks: tuple[Risk, ...] = ()
    measures: tuple[Measure, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    observed: tuple[ObservedDuration, ...] = ()

    def with_part(self, other: ChangeCatalogue) -> ChangeCatalogue:
        """Both together, this one first."""
        return ChangeCatalogue(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))
