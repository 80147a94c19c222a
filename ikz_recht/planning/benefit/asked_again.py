"""The figures that were asked for, once more: read back from where they stand, and checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...inference.facts import Participant
from ...rulebase.nodes import Node, parse_nodes, plain_data
from .amounts import MAX_CASES, parse_within
from .asked import OPEN, costs_bytes
from .model import Key

Answers = dict[tuple[str, ...], str]
_NONE = "0"


def answers_in(costs: Node, participants: Sequence[Participant]) -> Answers:
    """The answers from which such figures come; {} for figures that say more, or something else, than the questions ask."""
    document = plain_data(costs)
    try:
        answers = _taken(document, participants)
        again = plain_data(parse_nodes(costs_bytes(participants, answers).decode(), costs.place.path))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):  # it has another shape
        return {}
    return answers if again == document else {}


def _taken(document: Any, participants: Sequence[Participant]) -> Answers:
    answers: Answers = {(key,): document[key] for key in ("beginn", "jahre", "schluessel", "durch")}
    for item, said in zip(participants, document["beteiligte"], strict=True):
        answers |= {(item.name, key): said.get(key, OPEN) for key in ("faelle", "personen")}
        answers |= _costs(item.name, said["bisher"])
    joint = document["gemeinsam"]
    answers[("gemeinsam", "personen")] = joint.get("personen", OPEN)
    answers |= _costs("gemeinsam", joint["kosten"][:-1])
    answers[("gemeinsam", "koordination")] = joint["kosten"][-1]["betrag"]
    answers[("einmalig",)] = document["einmalig"][0]["betrag"]
    return answers


def _costs(who: str, items: Sequence[Mapping[str, str]]) -> Answers:
    staff = next((item for item in items if item["art"] == "personal"), None)
    return {
        (who, "stellen"): staff["stellen"] if staff else _NONE,
        (who, "satz"): staff["satz"] if staff else OPEN,
        (who, "sachkosten"): next(item["betrag"] for item in items if item["art"] == "sachkosten"),
    }


def contradictions(participants: Sequence[Participant], answers: Mapping[tuple[str, ...], str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What does not fit together: the question to be answered otherwise, and why. For answers that `understood` has taken."""
    key = answers.get(("schluessel",))
    if key == Key.CASES:
        cases = {item.name: answers.get((item.name, "faelle"), OPEN) for item in participants}
        for name, said in cases.items():
            if said == OPEN:
                yield (name, "faelle"), "Geteilt wird nach Fällen. Nennen Sie die Zahl, oder wählen Sie einen anderen Schlüssel."
        if cases and all(said != OPEN and not parse_within(said, MAX_CASES) for said in cases.values()):
            yield ("schluessel",), "Niemand hat Fälle; danach lässt sich nichts teilen. Wählen Sie einen anderen Schlüssel."
    lacking = [item.name for item in participants if item.inhabitants is None]
    if key == Key.INHABITANTS and lacking:
        yield (
            ("schluessel",),
            f"Für den Schlüssel nach Einwohnern fehlen Einwohnerzahlen: {', '.join(lacking)}. Ergänzen Sie sie bei den Beteiligten.",
        )
