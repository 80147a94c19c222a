"""The few figures that a first calculation needs, as questions: what is asked, how an answer is understood, and the file that comes of it.

A form without input and output of its own; cli/ask_costs.py asks. Everything else (dates, kinds, shares) is added in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from ...inference.facts import Participant
from ...rulebase.fact import ValueProblem, parse_date
from .amounts import MAX_CASES, UNKNOWN, parse_amount, parse_within
from .model import Key
from .read_costs import INSTITUTION, MAX_PERSONS, MAX_YEARS
from .read_items import MAX_POSITIONS

OPEN = "weiß nicht"
_KEYS = {Key.CASES: "nach Fällen", Key.INHABITANTS: "nach Einwohnern", Key.EQUAL: "zu gleichen Teilen"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `path`: where the answer stands; `check` raises ValueProblem; `usual`: what Enter means ("" if nothing).

    `choices`: the only possible answers, each with its words (empty: anything that `check` takes).
    """

    path: tuple[str, ...]
    text: str
    hint: str
    check: Callable[[str], object]
    usual: str = ""
    may_be_open: bool = True
    choices: tuple[tuple[str, str], ...] = ()

    def understood(self, answer: str) -> str:
        """The answer as it goes into the file. Raises ValueProblem."""
        text = " ".join(answer.split()) or self.usual
        if text.casefold() in UNKNOWN or text == OPEN:
            if not self.may_be_open:
                raise ValueProblem("Ohne diese Angabe lässt sich nicht rechnen.", self.hint)
            return OPEN
        if not text:
            raise ValueProblem("Bitte antworten Sie, oder schreiben Sie „weiß nicht“.", "")
        self.check(text)
        return text


def questions(participants: Sequence[Participant], start: str = "") -> list[Ask]:
    """All questions for the participants of a case, in order. `start`: a day that the case names."""
    whole = "Euro im Jahr, auch eine Spanne wie „10.000 bis 12.000“ oder „weiß nicht“."
    found = [
        Ask(("beginn",), "Wann soll die Zusammenarbeit beginnen?", "Ein Tag, zum Beispiel 01.01.2027.", parse_date, start, False),
        Ask(
            ("jahre",),
            "Über wie viele Jahre soll gerechnet werden?",
            "Eine ganze Zahl bis 30; üblich für Förderungen sind fünf.",
            _years,
            "5",
            False,
        ),
        Ask(
            ("schluessel",),
            "Wie werden die gemeinsamen Kosten geteilt?",
            _options(_KEYS),
            _key(list(_KEYS)),
            str(Key.CASES),
            False,
            _key_choices(),
        ),
        Ask(
            ("durch",),
            "Wer erledigt die Aufgabe?",
            _performers(participants),
            _performer(participants),
            _usual_performer(participants),
            False,
            _performer_choices(participants),
        ),
    ]
    for item in participants:
        found += [
            Ask((item.name, "faelle"), f"{item.name}: Wie viele Fälle im Jahr?", "Eine Zahl, oder „weiß nicht“.", _cases),
            Ask(
                (item.name, "stellen"),
                f"{item.name}: Wie viele Stellen heute?",
                "Anteile, zum Beispiel 0,5; 0, wenn keine.",
                _positions,
                "",
                False,
            ),
            Ask(
                (item.name, "satz"),
                f"{item.name}: Was kostet eine ganze Stelle?",
                f"{whole} Durchschnittssatz, nicht die Person.",
                parse_amount,
            ),
            Ask((item.name, "sachkosten"), f"{item.name}: Was kosten Sachmittel und IT heute?", whole, parse_amount),
            Ask(
                (item.name, "personen"),
                f"{item.name}: Wie viele Personen können die Aufgabe heute erledigen?",
                "Eine ganze Zahl.",
                _persons,
            ),
        ]
    found += [
        Ask(
            ("gemeinsam", "stellen"),
            "Gemeinsam: Wie viele Stellen braucht es zusammen?",
            "Anteile, zum Beispiel 1,5.",
            _positions,
            "",
            False,
        ),
        Ask(("gemeinsam", "satz"), "Gemeinsam: Was kostet eine ganze Stelle?", whole, parse_amount),
        Ask(("gemeinsam", "sachkosten"), "Gemeinsam: Was kosten Sachmittel und IT?", whole, parse_amount),
        Ask(("gemeinsam", "koordination"), "Gemeinsam: Was kostet die Abstimmung je Beteiligte?", whole, parse_amount),
        Ask(("gemeinsam", "personen"), "Gemeinsam: Wie viele Personen können die Aufgabe erledigen?", "Eine ganze Zahl.", _persons),
        Ask(
            ("einmalig",), "Was kostet die Umstellung einmalig?", "Euro, auch eine Spanne oder „weiß nicht“; 0, wenn nichts.", parse_amount
        ),
    ]
    return found


def costs_bytes(participants: Sequence[Participant], answers: Mapping[tuple[str, ...], str]) -> bytes:
    """The answers as a file with cost figures; what has not been asked yet is left out."""
    document: dict[str, Any] = {key: answers[(key,)] for key in ("beginn", "jahre", "schluessel", "durch") if (key,) in answers}
    document["beteiligte"] = [_partner(item.name, answers) for item in participants]
    joint: dict[str, Any] = _known({"personen": answers.get(("gemeinsam", "personen"), OPEN)})
    coordination = answers.get(("gemeinsam", "koordination"))
    more = (
        [] if coordination is None else [{"art": "koordination", "bezeichnung": "Abstimmung", "betrag": coordination, "je": "beteiligte"}]
    )
    joint["kosten"] = [*_costs("gemeinsam", answers), *more]
    document["gemeinsam"] = joint
    if ("einmalig",) in answers:
        document["einmalig"] = [{"bezeichnung": "Umstellung", "betrag": answers[("einmalig",)]}]
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120).encode()


def _partner(name: str, answers: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    said = {key: answers.get((name, key), OPEN) for key in ("faelle", "personen")}
    return {"name": name, **_known(said), "bisher": _costs(name, answers)}


def _known(said: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in said.items() if value != OPEN}


def _costs(who: str, answers: Mapping[tuple[str, ...], str]) -> list[dict[str, str]]:
    found = []
    positions, rate = answers.get((who, "stellen")), answers.get((who, "satz"))
    if positions is not None and rate is not None and positions != "0":
        found.append({"art": "personal", "bezeichnung": "Personal", "stellen": positions, "satz": rate})
    material = answers.get((who, "sachkosten"))
    if material is not None:
        found.append({"art": "sachkosten", "bezeichnung": "Sachmittel und IT", "betrag": material})
    return found


def _years(text: str) -> Decimal:
    number = parse_within(text, Decimal(MAX_YEARS), Decimal(1))
    if number != int(number):
        raise ValueProblem("Hier steht eine ganze Zahl von Jahren.", "")
    return number


def _cases(text: str) -> Decimal:
    return parse_within(text, MAX_CASES)


def _positions(text: str) -> Decimal:
    return parse_within(text, MAX_POSITIONS)


def _persons(text: str) -> Decimal:
    number = parse_within(text, Decimal(MAX_PERSONS))
    if number != int(number):
        raise ValueProblem("Hier steht eine ganze Zahl.", "")
    return number


def _key(known: Sequence[str]) -> Callable[[str], object]:
    def check(text: str) -> str:
        if text not in known:
            raise ValueProblem(f"„{text[:60]}“ ist keine der Antworten.", f"Möglich sind: {', '.join(known)}.")
        return text

    return check


def _performer(participants: Sequence[Participant]) -> Callable[[str], object]:
    return _key([*(item.name for item in participants), INSTITUTION])


def _key_choices() -> tuple[tuple[str, str], ...]:
    return tuple((str(key), text) for key, text in _KEYS.items())


def _performer_choices(participants: Sequence[Participant]) -> tuple[tuple[str, str], ...]:
    return (*((item.name, item.name) for item in participants), (INSTITUTION, "eine eigene Einrichtung, zum Beispiel ein Zweckverband"))


def _usual_performer(participants: Sequence[Participant]) -> str:
    """Whoever takes the task over, if it is one; as `read_costs` understands figures that name nobody."""
    taking = [item.name for item in participants if item.role == "uebernehmend"]
    return taking[0] if len(taking) == 1 else INSTITUTION


def _performers(participants: Sequence[Participant]) -> str:
    return f"{'; '.join(item.name for item in participants)}; oder „{INSTITUTION}“ für eine eigene, zum Beispiel einen Zweckverband."


def _options(words: Mapping[Key, str]) -> str:
    return "; ".join(f"{key} = {text}" for key, text in words.items())
