"""What planning of networks knows: stages of growth, quantities, sentences, risks, states of projects.

All of it stands in rules/netz; docs/netz.md describes the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .condition import Condition
from .evidence import Evidence
from .fact import FactType, Kind
from .partner import Grade
from .problem import Place

_NUMBER, _YES_NO = FactType(Kind.NUMBER), FactType(Kind.YES_NO)
# What conditions of risks may name, by what the risk is about.
NETWORK_FACTS: dict[str, dict[str, FactType]] = {
    "gemeinde": {
        "traegerschaften": _NUMBER,
        "abgegeben": _NUMBER,
        "saldo": _NUMBER,
        "traeger_anzahl": _NUMBER,
        "anteil": _NUMBER,
        "bruecke": _YES_NO,
        "verbunden": _YES_NO,
    },
    "person": {"aufgaben": _NUMBER, "kommunen": _NUMBER},
    "zusammenarbeit": {"personen": _NUMBER, "monate_bis_ende": _NUMBER, "abgebende": _NUMBER, "ansprechpartner": _YES_NO},
    "netz": {"gemeinden": _NUMBER, "zusammenarbeiten": _NUMBER, "teile": _NUMBER, "unverbunden": _NUMBER, "nie_traeger": _NUMBER},
}
# What conditions on carriers may name, besides the task: how many times more inhabitants the taker has than the carrier, and both numbers.
CARRIER_FACTS = {"abgebende_mal_traeger": _NUMBER, "einwohner_traeger": _NUMBER, "einwohner_abgebende": _NUMBER}
TASK_FACTS = ("aufgabe", "aufgabenart", "gruppe", "digital", "einstiegseignung", "praxisbelege")
# The quantities that the planner works with, with the least and greatest value that makes sense.
QUANTITIES = {
    "vorlauf_monate": (0, 60),
    "probe_monate": (0, 60),
    "raster_monate": (1, 12),
    "neue_je_termin": (1, 20),
    "rueckstand": (0, 50),
    "erste_traegerschaft": (0, 100),
    "weitere_traegerschaft": (0, 100),
}
OCCASIONS = {
    "erster": "der erste Schritt überhaupt",
    "oeffnung": "weitere Partner für eine Aufgabe",
    "weiterer": "eine weitere Aufgabe",
    "alternative": "eine kleinere Lösung",
    "grundsatz": "gilt für das ganze Netz",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage in which tasks join the network; a task belongs to the first one whose condition holds."""

    id: str
    name: str
    when: Condition
    text: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that the planner works with, and why it is so."""

    value: float
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence on an occasion (key of OCCASIONS), for tasks under a condition."""

    occasion: str
    when: Condition
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StartRule:
    """In which months (1 to 12) a task should begin."""

    when: Condition
    months: frozenset[int]
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk about something (key of NETWORK_FACTS), with what helps against it."""

    id: str
    name: str
    about: str
    when: Condition
    text: str
    remedy: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class ProjectState:
    """How far a project is. `months`: how long it usually takes at least and at most (None: no telling); `over`: nobody has to act any more.

    `decides`: the bodies of the participants decide, so their meetings and papers set the dates.
    """

    id: str
    name: str
    next_step: str
    turn: str
    months: tuple[int, int] | None
    over: bool
    decides: bool
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class NetworkCatalogue:
    """Everything in rules/netz. Of the grades of `carriers` the first that holds for carrier and taker counts."""

    stages: tuple[Stage, ...] = ()
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    starts: tuple[StartRule, ...] = ()
    risks: tuple[Risk, ...] = ()
    states: tuple[ProjectState, ...] = ()
    carriers: tuple[Grade, ...] = ()

    def with_part(self, other: NetworkCatalogue) -> NetworkCatalogue:
        """Both together, this one first."""
        return NetworkCatalogue(
            self.stages + other.stages,
            {**self.quantities, **other.quantities},
            self.remarks + other.remarks,
            self.starts + other.starts,
            self.risks + other.risks,
            self.states + other.states,
            self.carriers + other.carriers,
        )

    def state(self, identifier: str) -> ProjectState | None:
        """The state with this id."""
        return next((item for item in self.states if item.id == identifier), None)
