"""The readiness check: what is there, what is lacking, and the file in which the answers stand.

The file:

    bereitschaft: 1
    antworten:
      e_akte: ja
      netz: {Gemeinde Kaufungen: ja, Gemeinde Helsa: nein}
      wille: weiß nicht
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ...advice.case import UNKNOWN
from ...rulebase.change import ChangeCatalogue, Readiness
from ...rulebase.fields import Fields, Report
from ...rulebase.nodes import Mapping as MappingNode
from ...rulebase.nodes import Node, Scalar, read_nodes
from ...rulebase.problem import InputProblems
from .facts import PlanFacts

FORMAT = "1"
_WORDS = {"ja": True, "nein": False, UNKNOWN: None, "weiss nicht": None, "weiß_nicht": None, "weiss_nicht": None}
EVERYBODY = ""  # in place of a participant: the answer is about all of them


@dataclass(frozen=True)
class Answered:
    """The answers by question and participant (EVERYBODY: all); None: not known. `given` is False where nobody was asked."""

    answers: Mapping[str, Mapping[str, bool | None]] = field(default_factory=dict)
    given: bool = False

    def answer(self, question: str) -> bool | None:
        """True if it is so with everybody, False if it is lacking with somebody, None if that is not known."""
        values = list(self.answers.get(question, {}).values())
        if False in values:
            return False
        return True if values and all(values) else None

    def lacking(self, question: str) -> tuple[str, ...]:
        """The participants of whom it was said that it is not so; none where the answer is about all."""
        return tuple(name for name, value in self.answers.get(question, {}).items() if value is False and name != EVERYBODY)


def asked(catalogue: ChangeCatalogue, facts: PlanFacts) -> tuple[Readiness, ...]:
    """The questions that concern the case: their condition holds, and the stage aimed at needs them (a stage that is open needs all)."""
    stage = facts.value("stufe")
    return tuple(item for item in facts.all(catalogue.readiness) if not isinstance(stage, int) or item.stage <= stage)


def saved_steps(questions: Collection[Readiness], answered: Answered) -> dict[str, Readiness]:
    """The steps that are not needed because what they bring about is there with everybody, with the question that says so."""
    needed = {item.step for item in questions if answered.answer(item.id) is not True}
    return {item.step: item for item in questions if item.saves and answered.answer(item.id) is True and item.step not in needed}


def reached_stage(questions: Collection[Readiness], answered: Answered, goal: int) -> int | None:
    """The stage up to which everything digital is there; None if nobody was asked."""
    if not answered.given:
        return None
    lacking = [item.stage for item in questions if item.stage and answered.answer(item.id) is not True]
    return min(goal, min(lacking, default=goal + 1) - 1) if goal else None


def read_answers(path: Path, catalogue: ChangeCatalogue, participants: Collection[str]) -> Answered:
    """The answers of a file. Raises InputProblems with every defect."""
    return answers_from(read_nodes(path), catalogue, participants)


def answers_from(node: Node, catalogue: ChangeCatalogue, participants: Collection[str]) -> Answered:
    """The same from the nodes of the file. Raises InputProblems."""
    report = Report()
    fields = Fields(node, report, "Bereitschaft")
    fields.choice("bereitschaft", (FORMAT,), required=False, default=FORMAT)
    fields.node("antworten", required=True)
    known = {item.id for item in catalogue.readiness}
    answers: dict[str, dict[str, bool | None]] = {}
    for name, place, node in fields.pairs("antworten"):
        if name not in known:
            hint = report.suggestion(name, known) or "Die Fragen zeigt „ikz-recht change pruefen FALL.yaml“."
            report.add(place, f"Eine Bereitschaftsfrage „{name}“ gibt es nicht.", hint)
            continue
        answers[name] = _answers(name, node, participants, report)
    fields.done()
    if report:
        raise InputProblems(report)
    return Answered(answers, given=True)


def _answers(name: str, node: Node, participants: Collection[str], report: Report) -> dict[str, bool | None]:
    if not isinstance(node, MappingNode):
        return {EVERYBODY: _word(name, node, report)}
    found: dict[str, bool | None] = {}
    for participant, (place, value) in node.entries.items():
        if participant not in participants:
            hint = report.suggestion(participant, participants) or "Schreiben Sie den Namen wie im Fall."
            report.add(place, f"Eine Beteiligte oder einen Beteiligten „{participant}“ gibt es im Fall nicht.", hint)
        found[participant] = _word(name, value, report)
    if not found:
        report.add(node.place, f"„{name}“ nennt niemanden.", "Schreiben Sie ja, nein oder weiß nicht.")
    for participant in participants:
        found.setdefault(participant, None)  # nobody has said anything about them
    return found


def _word(name: str, node: Node, report: Report) -> bool | None:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if text not in _WORDS:
        report.add(
            node.place,
            f"{name}: „{text[:60]}“ ist keine Antwort.",
            "Schreiben Sie ja, nein oder weiß nicht, auch je Beteiligten: {Name: ja}.",
        )
        return None
    return _WORDS[text]


def with_word(answered: Answered, question: str, word: str, lacking: Collection[str]) -> Answered:
    """The answers with one more as a form gives it: „ja“ (with everybody), „nein“ (with those named, else all of them), or not known.

    Of participants that are not named, it stays known that they have it.
    """
    kept = {name: values for name, values in answered.answers.items() if name != question}
    if word == "ja":
        kept[question] = {EVERYBODY: True}
    elif word == "nein":
        having = {name: True for name, value in answered.answers.get(question, {}).items() if value and name not in (EVERYBODY, *lacking)}
        kept[question] = {**dict.fromkeys(lacking, False), **having} if lacking else {EVERYBODY: False}
    elif word in _WORDS:
        kept[question] = {EVERYBODY: None}
    return Answered(kept, given=bool(kept))


def answers_bytes(answered: Answered, questions: Collection[Readiness]) -> bytes:
    """The answers as the text of their file; questions without an answer stand there as „weiß nicht“, to be filled in."""
    document = {"bereitschaft": int(FORMAT), "antworten": {item.id: _written(answered.answers.get(item.id, {})) for item in questions}}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120).encode()


def _written(values: Mapping[str, bool | None]) -> object:
    words = {name: UNKNOWN if value is None else "ja" if value else "nein" for name, value in values.items()}
    return words.get(EVERYBODY, UNKNOWN) if set(words) <= {EVERYBODY} else {name: word for name, word in words.items() if name != EVERYBODY}
