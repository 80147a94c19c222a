"""A case: one planned cooperation with its participants and answers, and its YAML file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..inference.facts import NO_ASSOCIATION, FromRegister, Participant
from ..register.in_case import completed
from ..rulebase.fact import (
    LAND_OPTIONS,
    LANDS,
    PARTICIPANT_KINDS,
    PRIVATE_KINDS,
    ROLES,
    FactType,
    Kind,
    Value,
    ValueProblem,
    parse_value,
    write_value,
)
from ..rulebase.fields import Fields, Report
from ..rulebase.model import CRITERION_GROUPS, Question, Rulebase
from ..rulebase.nodes import Mapping as MappingNode
from ..rulebase.nodes import Node, Scalar, Sequence, plain_data, read_nodes
from ..rulebase.problem import InputProblems, Place
from .files import write_atomically

UNKNOWN = "weiß nicht"
_UNKNOWN_WORDS = frozenset({"weiß nicht", "weiss nicht", "weiß_nicht", "weiss_nicht"})
_NONE = frozenset((NO_ASSOCIATION, "keine", "keines", "kein", "nein", "ohne", "-", "–"))  # said of a Kreis or an association: there is none
MAX_INHABITANTS = 20_000_000
MAX_PARTICIPANTS = 500
MAX_NAME = 200
FORMAT = "1"


@dataclass(frozen=True)
class Case:
    """`unknown` are the questions answered „weiß nicht“; `aside` are answers that do not matter now but are kept (None: „weiß nicht“).
    `foreign` are answers (by section of the file) to questions of a Land whose rules are not loaded: kept as they stand, not understood.
    `costs` are figures for planning/benefit, which reads them."""

    title: str = ""
    participants: tuple[Participant, ...] | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    aside: Mapping[str, Value | None] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    foreign: Mapping[str, Mapping[str, str | list[str]]] = field(default_factory=dict)
    costs: Node | None = field(default=None, compare=False)

    def lands(self) -> tuple[str, ...]:
        """The German Länder of the public participants and of the planned seat; where a private partner sits decides nothing."""
        participants = self.participants or ()
        public = {item.land for item in participants if item.kind not in PRIVATE_KINDS}
        named = (public or {item.land for item in participants}) | {str(self.answers.get("sitzland", ""))}
        return tuple(sorted(named & LANDS.keys()))


def read_case(path: Path) -> Node:
    """The nodes of a case file. Raises InputProblems."""
    return read_nodes(path)


def lands_of(node: Node) -> tuple[str, ...]:
    """The Länder a case file names, also by the keys of municipalities, so that only their rules need loading."""
    fields = Fields(node, Report(), "Fall")
    known = [completed(item, Report())[0] for item in fields.items("beteiligte")]
    named = {Fields(item, Report(), "").text("land", required=False) for item in known}
    answers = fields.node("antworten")
    if isinstance(answers, MappingNode) and "sitzland" in answers.entries:
        named.add(getattr(answers.entries["sitzland"][1], "text", ""))
    return tuple(sorted(named & LANDS.keys()))


def case_from(node: Node, rulebase: Rulebase) -> Case:
    """The typed case of a file's nodes. Raises InputProblems with every defect."""
    report = Report()
    fields = Fields(node, report, "Fall")
    fields.choice("fall", (FORMAT,), required=False, default=FORMAT)
    title = _title(fields)
    participants = _participants(fields)
    answers: dict[str, Value] = {}
    unknown: set[str] = set()
    aside: dict[str, Value | None] = {}
    foreign: dict[str, dict[str, str | list[str]]] = {}
    for key, kept_aside in (("antworten", False), ("beiseite", True)):
        for name, place, value in fields.pairs(key):
            if _foreign_land(name, rulebase):
                foreign.setdefault(key, {})[name] = _as_written(value)
                continue
            question = _question(name, place, rulebase, report)
            if question is None:
                continue
            answer = _answer(value, question, report)
            if kept_aside:
                aside[name] = answer
            elif answer is None:
                unknown.add(name)
            else:
                answers[name] = answer
    weights = _weights(fields)
    costs = fields.node("kosten")
    fields.done()
    if report:
        raise InputProblems(report)
    return Case(title, participants, answers, frozenset(unknown), aside, weights, foreign, costs)


def _title(fields: Fields) -> str:
    text = fields.text("titel", required=False)
    if not text:
        return ""
    try:
        return str(parse_value(text, FactType(Kind.TEXT)))
    except ValueProblem as problem:
        node = fields.node("titel")
        fields.report.add(node.place if node else fields.place, f"titel: {problem}", problem.remedy)
        return ""


def _as_written(node: Node) -> str | list[str]:
    if isinstance(node, Sequence):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return node.text if isinstance(node, Scalar) else ""


def _foreign_land(name: str, rulebase: Rulebase) -> bool:
    """Questions of a Land whose rules are not loaded: the participants may have changed, or the Land is disabled."""
    land = name.split("_", 1)[0].upper()
    return name not in rulebase.questions and land in LANDS and land not in rulebase.lands


def _question(name: str, place: Place, rulebase: Rulebase, report: Report) -> Question | None:
    question = rulebase.questions.get(name)
    if question is None:
        hint = report.suggestion(name, rulebase.questions) or "Alle Fragen zeigt „ikz-recht fragen“."
        report.add(place, f"Eine Frage „{name}“ gibt es nicht.", hint)
    elif question.type.kind is Kind.PARTICIPANTS:
        report.add(place, "Die Beteiligten stehen nicht unter „antworten“.", "Nutzen Sie den Schlüssel „beteiligte“.")
        return None
    return question


def _answer(node: Node, question: Question, report: Report) -> Value | None:
    """None means „weiß nicht“ (or a defect, which is reported)."""
    if isinstance(node, Scalar) and node.text.strip() in _UNKNOWN_WORDS:
        return None
    if question.type.kind is Kind.MULTI:
        return _several(node, question.type, report)
    if not isinstance(node, Scalar):
        report.add(node.place, f"Die Antwort auf „{question.id}“ muss ein einzelner Wert sein.", "")
        return None
    try:
        return parse_value(node.text, question.type)
    except ValueProblem as problem:
        report.add(node.place, f"{question.id}: {problem}", problem.remedy)
        return None


def _several(node: Node, fact_type: FactType, report: Report) -> frozenset[str] | None:
    if not isinstance(node, Sequence):
        report.add(node.place, "Die Antwort muss eine Liste sein.", "Schreiben Sie zum Beispiel [a, b].")
        return None
    chosen = set()
    for item in node.items:
        text = item.text.strip() if isinstance(item, Scalar) else ""
        if text in fact_type.option_ids():
            chosen.add(text)
        else:
            report.add(item.place, f"„{text}“ ist keine der Antworten.", report.suggestion(text, fact_type.option_ids()))
    return frozenset(chosen)


def _participants(fields: Fields) -> tuple[Participant, ...] | None:
    if fields.node("beteiligte") is None:
        return None
    items = fields.items("beteiligte")
    if len(items) > MAX_PARTICIPANTS:
        fields.report.add(items[MAX_PARTICIPANTS].place, f"Mehr als {MAX_PARTICIPANTS} Beteiligte sind nicht vorgesehen.", "")
        items = items[:MAX_PARTICIPANTS]
    return tuple(_participant(item, fields.report) for item in items)


def _participant(node: Node, report: Report) -> Participant:
    node, register = completed(node, report)
    fields = Fields(node, report, "Beteiligte")
    fields.node("ags")  # read by `completed`
    participant = Participant(
        name=_name(fields),
        kind=fields.choice("art", PARTICIPANT_KINDS),
        land=fields.choice("land", [land for land, _ in LAND_OPTIONS]),
        inhabitants=_inhabitants(fields),
        role=fields.choice("rolle", ROLES, required=False),
        district=_district(fields),
        association=_association(fields),
        holds_task=_yes_no(fields, "traegt_aufgabe"),
        register=register,
    )
    fields.done()
    return participant


def parse_name(text: str) -> str:
    """A name without control characters and of reasonable length. Raises ValueProblem."""
    if len(text) > MAX_NAME:
        raise ValueProblem(f"Der Name ist länger als {MAX_NAME} Zeichen.", "Kürzen Sie ihn.")
    return str(parse_value(" ".join(text.split()), FactType(Kind.TEXT)))


def parse_inhabitants(text: str) -> int:
    """A number of inhabitants. Raises ValueProblem."""
    number = parse_value(text, FactType(Kind.NUMBER, (), 0, MAX_INHABITANTS))
    if not isinstance(number, int):
        raise ValueProblem("Einwohnerzahlen sind ganze Zahlen.", "")
    return number


def _name(fields: Fields, key: str = "name", *, required: bool = True) -> str:
    text = fields.text(key, required=required)
    try:
        return "" if not text or text in _UNKNOWN_WORDS else parse_name(text)
    except ValueProblem as problem:
        node = fields.node(key)
        fields.report.add(node.place if node else fields.place, f"{key}: {problem}", problem.remedy)
        return ""


def _district(fields: Fields) -> str:
    return _own_name(
        fields, "kreis", "Nennen Sie den Kreis, zum Beispiel „Landkreis Kassel“, oder lassen Sie die Angabe weg.", ("ja", *_NONE)
    )


def _association(fields: Fields) -> str:
    """The association; whoever writes that there is none is understood."""
    node = fields.node("verband", required=False)
    if isinstance(node, Scalar) and node.text.strip().casefold() in _NONE:
        return NO_ASSOCIATION
    return _own_name(fields, "verband", "Nennen Sie die Verwaltungsgemeinschaft oder den Verband, oder schreiben Sie „keiner“.", ("ja",))


def _own_name(fields: Fields, key: str, remedy: str, no_names: Collection[str]) -> str:
    node = fields.node(key, required=False)
    if isinstance(node, Scalar) and node.text.strip().casefold() in no_names:
        fields.report.add(node.place, f"{key}: „{node.text.strip()}“ ist kein Name.", remedy)
        return ""
    return _name(fields, key, required=False)


def _yes_no(fields: Fields, key: str) -> bool | None:
    """ja, nein or unknown."""
    text = fields.choice(key, ("ja", "nein", *sorted(_UNKNOWN_WORDS)), required=False)
    return text == "ja" if text in ("ja", "nein") else None


def _inhabitants(fields: Fields) -> int | None:
    node = fields.node("einwohner")
    if node is None or (isinstance(node, Scalar) and node.text.strip() in _UNKNOWN_WORDS):
        return None
    try:
        return parse_inhabitants(node.text if isinstance(node, Scalar) else "")
    except ValueProblem as problem:
        fields.report.add(node.place, f"einwohner: {problem}", problem.remedy)
        return None


def _weights(fields: Fields) -> dict[str, float]:
    weights = {}
    for group, place, node in fields.pairs("gewichte"):
        if group not in CRITERION_GROUPS:
            fields.report.add(place, f"Eine Gruppe „{group}“ gibt es nicht.", fields.report.suggestion(group, CRITERION_GROUPS))
            continue
        try:
            weights[group] = float(parse_value(getattr(node, "text", ""), FactType(Kind.NUMBER, (), 0, 10)))  # type: ignore[arg-type]
        except ValueProblem as problem:
            fields.report.add(node.place, f"{group}: {problem}", problem.remedy or "Gewichte reichen von 0 bis 10.")
    return weights


def case_document(case: Case) -> dict[str, object]:
    """The case as plain data, as it stands in the file."""
    document: dict[str, object] = {"fall": int(FORMAT)}
    if case.title:
        document["titel"] = case.title
    if case.participants is not None:
        document["beteiligte"] = [_participant_document(item) for item in case.participants]
    document["antworten"] = {
        **{name: written_value(value) for name, value in case.answers.items()},
        **dict.fromkeys(sorted(case.unknown), UNKNOWN),
        **case.foreign.get("antworten", {}),
    }
    aside = {name: UNKNOWN if value is None else written_value(value) for name, value in case.aside.items()}
    if aside or "beiseite" in case.foreign:
        document["beiseite"] = {**aside, **case.foreign.get("beiseite", {})}
    if case.weights:
        document["gewichte"] = {group: written_value(weight) for group, weight in case.weights.items()}
    if case.costs is not None:
        document["kosten"] = plain_data(case.costs)
    return document


def written_value(value: Value) -> str | list[str] | int | float:
    """As `write_value`, but a broken number the German way: 1.125 would be read as 1125, and 1e-06 not at all."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return write_value(value)


def _participant_document(item: Participant) -> dict[str, object]:
    """What was given or confirmed; what only the register says is read from it again."""
    register = item.register or FromRegister("")
    values: dict[str, tuple[str, object]] = {
        "ags": ("ags", register.ags),
        "name": ("name", item.name),
        "art": ("kind", item.kind),
        "land": ("land", item.land),
        "einwohner": ("inhabitants", item.inhabitants),
        "rolle": ("role", item.role),
        "kreis": ("district", item.district),
        "verband": ("association", item.association),
        "traegt_aufgabe": ("", None if item.holds_task is None else write_value(item.holds_task)),
    }
    return {key: value for key, (attribute, value) in values.items() if value not in (None, "") and attribute not in register.attributes}


def case_bytes(case: Case) -> bytes:
    """The case as the text of its file."""
    return yaml.safe_dump(case_document(case), allow_unicode=True, sort_keys=False, width=120).encode()


def save_case(case: Case, path: Path) -> None:
    """Write the file so that at every moment either the old or the new content is there. Raises InputProblems."""
    write_atomically(path, case_bytes(case))
