"""The municipalities and other bodies of a portfolio file: by key from the register, or with what the file says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ...inference.facts import Participant
from ...register.names import folded, without_title
from ...register.participants import key_problem
from ...register.views import origin
from ...rulebase.fact import LANDS, PARTICIPANT_KINDS, PRIVATE_KINDS, show_number
from ...rulebase.fields import FACT_ID, Fields, Report
from ...rulebase.nodes import Node, Scalar
from ...rulebase.problem import Place
from ..units import ASSOCIATION, DISTRICT, Region, Unit
from .portfolio import Body

MAX_PEOPLE = 20_000_000
_LOOK = "Den Schlüssel findet „ikz-recht register suchen NAME“."
_KINDS = {name: text for name, text in PARTICIPANT_KINDS.items() if name not in PRIVATE_KINDS}
_UNIT_KINDS = {"verwaltungsgemeinschaft": ASSOCIATION, "kreis": DISTRICT}


@dataclass
class Bodies:
    """The bodies read so far, and the words by which the rest of the file may name them."""

    region: Region
    report: Report
    by_key: dict[str, Body] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    _words: dict[str, str] = field(default_factory=dict)

    def read(self, nodes: Iterable[Node]) -> None:
        """Add every entry; one that stands twice is reported."""
        for node in nodes:
            body = self._body(node)
            if body is None:
                continue
            if body.key in self.by_key:
                first = self.by_key[body.key].place
                self.report.add(
                    node.place, f"{body.unit.name} steht doppelt (zuerst in Zeile {first.line}).", "Streichen Sie einen Eintrag."
                )
                continue
            self.by_key[body.key] = body
            for word in _words_for(body):
                self._words[word] = "" if self._words.get(word, body.key) != body.key else body.key  # "": two are called so

    def known(self, word: str) -> str:
        """The key of the body that the word names (key, short name or name); "" if none does."""
        return self._words.get(word) or self._words.get(folded(word)) or ""

    def find(self, word: str, place: Place) -> str:
        """As `known`; a word that names nobody is reported."""
        found = self.known(word)
        if found:
            return found
        if self._words.get(folded(word)) == "":
            self.report.add(place, f"„{word}“ heißen hier mehrere.", "Nennen Sie den Schlüssel.")
        elif word:
            hint = self.report.suggestion(word, [body.short for body in self.by_key.values()]) or "Tragen Sie sie unter „gemeinden“ ein."
            self.report.add(place, f"„{word}“ steht nicht unter „gemeinden“.", hint)
        return ""

    def _body(self, node: Node) -> Body | None:
        if isinstance(node, Scalar):
            return self._registered(node.text.strip(), node.place, None)
        fields = Fields(node, self.report, "Gemeinde")
        key, people = fields.text("ags", required=False), _people(fields)
        short = fields.text("kurz", required=False)
        body = self._registered(key, node.place, people) if key else self._own(fields, people)
        fields.done()
        return replace(body, short=short) if body and short else body

    def _registered(self, key: str, place: Place, people: int | None) -> Body | None:
        """A municipality (8 digits), Kreis (5) or association (9) of the register."""
        unit = self._unit(key, place)
        if unit is None:
            return None
        if people is not None and unit.inhabitants not in (None, people):
            known = show_number(unit.inhabitants)
            self.remarks.append(f"{unit.name}: Es gilt die Angabe der Datei ({show_number(people)} Einwohner); im Register stehen {known}.")
        if people is not None:
            unit = replace(unit, inhabitants=people)
        elif unit.inhabitants == 0:
            self.report.add(
                place, f"{unit.name} hat nach dem Register keine Einwohner.", "Geben Sie „einwohner“ an, wenn das nicht stimmt."
            )
            return None
        participant = replace(self.region.participant(unit), inhabitants=unit.inhabitants)
        return Body(unit.key, unit, participant, unit.short_name, place)

    def _unit(self, key: str, place: Place) -> Unit | None:
        region, register = self.region, self.region.register
        if len(key) == 9 and key.isascii() and key.isdigit():
            association = register.association(key)
            if association is not None:
                return region.association(association)
            self.report.add(place, f"Einen Verband {key} gibt es im Register nicht.", origin(register))
            return None
        if problem := key_problem(key):
            self.report.add(place, problem, _LOOK)
            return None
        if len(key) == 5:
            district = register.district(key)
            members = region.in_district(key)
            if district is not None and members:
                return region.municipality(members[0]) if members[0].independent else region.district(district)
        item = region.municipalities.get(key)
        if item is not None:
            return region.municipality(item)
        raw = register.municipality(key) if len(key) == 8 else None
        if raw is not None:
            self.report.add(place, f"{raw.short_name} ist ein gemeindefreies Gebiet, keine Gemeinde.", _LOOK)
        else:
            text = f"Den Schlüssel {key} gibt es im Register nicht; vielleicht ist die Gemeinde in einer anderen aufgegangen."
            self.report.add(place, text, f"{_LOOK} {origin(register)}")
        return None

    def _own(self, fields: Fields, people: int | None) -> Body | None:
        """A body that the file itself describes."""
        key, name = fields.identifier(FACT_ID), fields.text("name")
        kind = fields.choice("art", _KINDS, required=False, default="gemeinde")
        land = fields.choice("land", LANDS)
        district, association = fields.text("kreis", required=False), fields.text("verband", required=False)
        if not (key and name and land):
            return None
        participant = Participant(name, kind, land, people, district=district, association=association)
        unit = Unit(key, name, _UNIT_KINDS.get(kind, kind), land, people, "", "", frozenset({key}), None)
        return Body(key, unit, participant, name, fields.place)


def _words_for(body: Body) -> dict[str, None]:
    """Key, short name, name with and without „Stadt“, and without what stands in brackets: „Hatzfeld“ for „Stadt Hatzfeld (Eder)“."""
    names = (body.short, body.unit.name, body.unit.short_name.partition(" (")[0])
    found = dict.fromkeys([body.key, *(folded(name) for name in names), without_title(folded(body.unit.name))])
    found.pop("", None)
    return found


def _people(fields: Fields) -> int | None:
    number, node = fields.number("einwohner"), fields.node("einwohner")
    if number is not None and node is not None and not (1 <= number <= MAX_PEOPLE and float(number).is_integer()):
        fields.report.add(
            node.place, f"„einwohner“ muss eine ganze Zahl zwischen 1 und {show_number(MAX_PEOPLE)} sein.", "Ändern Sie die Zahl."
        )
        return None
    return None if number is None else int(number)
