"""Where the rules come from: what became of every statement of the law dossiers, and which rules have none behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..rulebase.condition import ALWAYS
from ..rulebase.model import Certainty, Evidence, Rule, Rulebase, RuleKind, Unmodelled
from ..rulebase.norm import Citation, Work, law_of, laws, share
from ..rulebase.problem import Place, Problem, suggestion
from ..rulebase.read_norm import NormProblem, parse
from .dossier import Dossier, Statement, dossier_of, lands_in

FEDERAL = "BUND"
USES = ("bedingung", "auflage", "weg", "mindestinhalt", "schritt", "rechtsfolge", "hinweis", "form")
"""What a statement can have become, the most telling first; a statement with several counts as the first of them."""
LEFT_OUT, MISSING = "ohne_regel", "offen"
_BY_KIND = {
    RuleKind.REQUIREMENT: "bedingung",
    RuleKind.EXCLUSION: "bedingung",
    RuleKind.CONTENT: "mindestinhalt",
    RuleKind.STEP: "schritt",
    RuleKind.EFFECT: "rechtsfolge",
}
_STRENGTH = {Certainty.SEEN: 2, Certainty.SECONDARY: 1, Certainty.MEMORY: 0}


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the rules that carries evidence. `land` is its dossier; `statements` are full names: dossier, colon, path."""

    id: str
    land: str
    use: str
    statements: tuple[str, ...]
    norm: str
    evidence: Evidence | None
    place: Place


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the statements of one dossier.

    `errors`: names that do not exist, reasons for what has a rule; `deviations`: norm or evidence differ from the statement's;
    `unsupported`: items without a statement; `foreign_sources`: cited, but not in the dossier.
    """

    land: str
    fates: Mapping[str, str]
    users: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, str]
    missing: tuple[Statement, ...]
    errors: tuple[Problem, ...]
    deviations: tuple[Problem, ...]
    unsupported: tuple[Item, ...]
    foreign_sources: tuple[str, ...]

    def by_section(self) -> dict[str, Counter[str]]:
        """How often each fate occurs in each section of the dossier."""
        sections: dict[str, Counter[str]] = {}
        for path, fate in self.fates.items():
            sections.setdefault(path.rpartition(".")[0], Counter())[fate] += 1
        return sections

    @property
    def complete(self) -> bool:
        """Every statement is accounted for, and nothing names one that does not exist."""
        return not self.missing and not self.errors


def account(land: str, rulebase: Rulebase, dossiers: Mapping[str, Dossier]) -> Account:
    """The account of one dossier; `dossiers` holds it and every other that rules may name."""
    dossier = dossiers[land]
    items = list(items_of(rulebase))
    users: dict[str, list[Item]] = {}
    for item in items:
        for name in item.statements:
            users.setdefault(name, []).append(item)
    reasons = {_full(name, land): entry.reason for entry in unmodelled_of(rulebase, land) for name in entry.statements}
    fates = {path: _fate(users.get(f"{land}:{path}", []), f"{land}:{path}" in reasons) for path in dossier.statements}
    own = [item for item in items if item.land == land]
    return Account(
        land=land,
        fates=fates,
        users={path: tuple(item.id for item in users.get(f"{land}:{path}", [])) for path in dossier.statements},
        reasons={path: reasons[f"{land}:{path}"] for path in dossier.statements if f"{land}:{path}" in reasons},
        missing=tuple(statement for path, statement in dossier.statements.items() if fates[path] == MISSING),
        errors=(*_misnamed(own, dossiers), *_left_out_wrongly(unmodelled_of(rulebase, land), land, dossiers, users)),
        deviations=tuple(_deviations(own, dossiers)),
        unsupported=tuple(item for item in own if not item.statements),
        foreign_sources=_foreign_sources(own, dossier),
    )


def unmodelled_of(rulebase: Rulebase, land: str) -> Sequence[Unmodelled]:
    """The entries of `ohne_regel` for a dossier."""
    if land == FEDERAL:
        return rulebase.federal_unmodelled
    return [entry for name in lands_in(land) if name in rulebase.lands for entry in rulebase.lands[name].unmodelled]


def items_of(rulebase: Rulebase) -> Iterator[Item]:
    """Everything in the law of Länder and federation that carries evidence.

    The task catalogue is practice: it counts where it names a statement. Suitability is left aside.
    """
    for rule in rulebase.rules:
        if (rule.topic != "aufgabe" or rule.statements) and not rule.id.endswith(".ersetzt"):
            yield _item(rule.id, _use(rule), rule.statements, rule.norm, rule.evidence, rule.place)
    for form in rulebase.forms.values():
        if form.evidence or form.statements:
            yield _item(f"{form.land.lower()}.{form.id}", "form", form.statements, form.norm, form.evidence, form.place)
    for way in rulebase.ways:
        yield _item(f"{way.land.lower()}.weg.{way.id}", "weg", way.statements, way.norm, way.evidence, way.place)
    for derivation in rulebase.derivations:
        if derivation.evidence or derivation.statements:
            yield _item(derivation.id, "bedingung", derivation.statements, derivation.norm, derivation.evidence, derivation.place)
    for answer in rulebase.derived_answers:
        if answer.norm or answer.statements:
            yield _item(f"Vorgabe {answer.question}", "bedingung", answer.statements, answer.norm, answer.evidence, answer.place)
    for task in rulebase.tasks.values():
        for preset in task.presets:
            if preset.statements:
                name = f"Aufgabe {task.id}, Vorgabe {preset.question}"
                yield _item(name, "bedingung", preset.statements, preset.norm, preset.evidence, task.place)


def _use(rule: Rule) -> str:
    if rule.topic == "weg":
        return "weg"
    if rule.kind is RuleKind.OBLIGATION:
        return "auflage" if rule.when == ALWAYS else "bedingung"
    return _BY_KIND.get(rule.kind, "hinweis")


def _item(identifier: str, use: str, names: tuple[str, ...], norm: str, evidence: Evidence | None, place: Place) -> Item:
    land = land_of(place.path)
    return Item(identifier, land, use, tuple(_full(name, land) for name in names), norm, evidence, place)


def land_of(path: Path) -> str:
    """The dossier that a rule file means when it names none: that of its Land's folder, else the federal one."""
    return dossier_of(path.parent.name.upper()) if path.parent.parent.name == "laender" else FEDERAL


def _full(name: str, land: str) -> str:
    return name if ":" in name else f"{land}:{name}"


def _fate(users: list[Item], left_out: bool) -> str:
    uses = {item.use for item in users}
    return next((use for use in USES if use in uses), LEFT_OUT if left_out else MISSING)


def _find(name: str, dossiers: Mapping[str, Dossier]) -> Statement | None:
    land, _, path = name.partition(":")
    return dossiers[land].statements.get(path) if land in dossiers else None


def _misnamed(items: list[Item], dossiers: Mapping[str, Dossier]) -> Iterator[Problem]:
    for item in items:
        yield from (_unknown(name, item.place, dossiers) for name in item.statements if _find(name, dossiers) is None)


def _deviations(items: list[Item], dossiers: Mapping[str, Dossier]) -> Iterator[Problem]:
    """Norms that are not shared, evidence that is stronger than the statement's."""
    for item in items:
        for name in item.statements:
            statement = _find(name, dossiers)
            if statement is None:
                continue
            if item.norm and statement.norm and not shares(item.norm, statement.norm):
                text = f"„{item.id}“ nennt die Aussage {name}, teilt aber keine Fundstelle mit ihr ({item.norm} / {statement.norm})."
                yield Problem(item.place, text, "Nennen Sie die Aussage, die die Regel wiedergibt, oder berichtigen Sie „norm“.")
            if item.evidence and _STRENGTH[item.evidence.certainty] > _STRENGTH[statement.certainty]:
                text = f"„{item.id}“ ist mit {item.evidence.certainty} belegt, die Aussage {name} nur mit {statement.certainty}."
                yield Problem(item.place, text, "Setzen Sie „beleg“ herab, oder nennen Sie die besser belegte Aussage.")


def _left_out_wrongly(
    entries: Sequence[Unmodelled], land: str, dossiers: Mapping[str, Dossier], users: Mapping[str, list[Item]]
) -> Iterator[Problem]:
    for entry in entries:
        for name in (_full(name, land) for name in entry.statements):
            if _find(name, dossiers) is None:
                yield _unknown(name, entry.place, dossiers)
            elif name in users:
                text = f"Die Aussage {name} steht unter „ohne_regel“, aber „{users[name][0].id}“ gibt sie wieder."
                yield Problem(entry.place, text, "Streichen Sie sie dort.")


def _unknown(name: str, place: Place, dossiers: Mapping[str, Dossier]) -> Problem:
    land, _, path = name.partition(":")
    if land not in dossiers:
        return Problem(place, f"Ein Dossier „{land}“ gibt es nicht.", suggestion(land, dossiers))
    return Problem(place, f"Im Dossier {land} gibt es die Aussage „{path}“ nicht.", suggestion(path, dossiers[land].statements))


def shares(one: str, other: str) -> bool:
    """The two citations have a Paragraf, a decision or a whole work in common. What cannot be read must be the same text or begin with the same Paragraf."""
    first, second = _parsed(one), _parsed(other)
    if first is None or second is None:
        return one == other or "" != _first_paragraph(one) == _first_paragraph(other)
    return share(first, second) > 1 or _same_work(first, second) or _same_work(second, first)


def _first_paragraph(text: str) -> str:
    found = re.match(r"(?:§|Art\.) \d+[a-z]?\b", text)
    return found[0] if found else ""


def _same_work(citation: Citation, other: Citation) -> bool:
    """A work that one cites as a whole is named by the other, too, perhaps with more words („Bewilligung nach der Richtlinie“)."""
    whole = [law_of(norm) for _, norm in citation.norms if isinstance(norm, Work)]
    return any(f" {name} " in f" {law} " or f" {law} " in f" {name} " for name in whole for law in laws(other))


def _parsed(text: str) -> Citation | None:
    try:
        return parse(text)
    except NormProblem:
        return None


def _foreign_sources(items: list[Item], dossier: Dossier) -> tuple[str, ...]:
    cited = {item.evidence.source for item in items if item.evidence}
    own = {name for land, _, name in (source.partition(":") for source in cited) if land in lands_in(dossier.land)}
    return tuple(sorted(own - dossier.sources - {"eigen"}))
