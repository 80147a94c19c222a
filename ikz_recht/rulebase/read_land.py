"""The files of one Land: land.yaml and one file per form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field

from .fact import LANDS, FactType, Kind
from .fields import Fields, Report
from .model import FORMS, Derivation, DerivedAnswer, LandLaw, LegalForm, Question, Rule, Source, Validity
from .nodes import Mapping, Node
from .read_conditions import Vocabulary
from .read_facts import declare_derivations, read_derivation, read_derived_answer, read_question
from .read_rules import Scope, read_land_sections, read_rule_sections
from .read_statements import Sources, read_evidence, read_forms, read_statement_names, read_statutes, read_unmodelled, read_validity
from .read_ways import read_ways


@dataclass
class LandPart:
    """What one Land adds to the rule base."""

    law: LandLaw
    questions: list[Question] = field(default_factory=list)
    derivations: list[Derivation] = field(default_factory=list)
    derived_answers: list[DerivedAnswer] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    forms: list[LegalForm] = field(default_factory=list)
    ways: list[LegalForm] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def read_land(
    land: str,
    land_node: Node,
    form_nodes: list[Node],
    way_node: Node | None,
    shared: Vocabulary,
    clauses: MappingOf[str, frozenset[str]],
    report: Report,
) -> LandPart:
    """A whole Land. Defects go to the report; the caller decides whether the Land can be used."""
    fields = Fields(land_node, report, f"Land {land}")
    vocabulary = dict(shared)
    sources = Sources(land)
    sources.read(fields.items("quellen", required=True), report)
    part = LandPart(_law(fields, land))
    for node in fields.items("fragen"):
        question = read_question(node, report, "", FactType(Kind.TASK))
        _check_prefix(question.id, land, question, report)
        if question.id in vocabulary:
            report.add(question.place, f"„{question.id}“ gibt es schon als Frage oder Ableitung.", "Wählen Sie eine andere id.")
        vocabulary[question.id] = question.type
        part.questions.append(question)
    derivation_nodes = fields.items("ableitungen")
    declare_derivations(derivation_nodes, report, vocabulary)
    part.derivations = [read_derivation(node, report, vocabulary, sources) for node in derivation_nodes]
    for derivation in part.derivations:
        _check_prefix(derivation.id, land, derivation, report)
    part.derived_answers = [read_derived_answer(node, report, vocabulary, sources) for node in fields.items("vorgaben")]
    scope = Scope(land.lower(), land, "", None, vocabulary, sources, report)
    part.rules += _shared_rules(fields, scope)
    part.rules += read_land_sections(fields, scope)
    fields.done()
    for node in form_nodes:
        _read_form(node, land, scope, clauses, part)
    if way_node is not None:
        way_fields = Fields(way_node, report, "Wege")
        part.ways, way_rules = read_ways(way_fields, scope)
        part.rules += way_rules
        way_fields.done()
    part.sources = {source.id: source for source in sources.by_id.values()}
    return part


def _check_prefix(identifier: str, land: str, item: Question | Derivation, report: Report) -> None:
    if not identifier.startswith(f"{land.lower()}_"):
        report.add(item.place, f"„{identifier}“ gehört nur zu einem Land.", f"Die id muss mit „{land.lower()}_“ beginnen.")


def _law(fields: Fields, land: str) -> LandLaw:
    named = fields.text("land")
    if land not in LANDS:
        fields.report.add(
            fields.place, f"Ein Land „{land}“ gibt es nicht.", "Der Ordner muss wie das Kürzel des Landes heißen, zum Beispiel „he“."
        )
    elif named not in (land, ""):
        fields.report.add(
            fields.place,
            f"Die Datei nennt das Land „{named}“, liegt aber im Ordner für {land}.",
            "Ordner und „land“ müssen übereinstimmen.",
        )
    return LandLaw(
        land=land,
        name=fields.text("name"),
        checked_until=fields.date("geprueft_bis", required=True) or dt.date.min,
        statutes=read_statutes(fields, required=True),
        open_points=fields.words("offen"),
        cited=fields.words("zitiert"),
        unmodelled=read_unmodelled(fields),
    )


def _shared_rules(fields: Fields, scope: Scope) -> list[Rule]:
    rules = []
    for node in fields.items("gemeinsam"):
        group = Fields(node, scope.report, "Gruppe in „gemeinsam“")
        group.node("formen", required=True)
        forms = read_forms(group)
        rules += read_rule_sections(group, Scope(scope.prefix, scope.land, "", forms, scope.vocabulary, scope.sources, scope.report))
        group.done()
    return rules


def _read_form(node: Node, land: str, scope: Scope, clauses: MappingOf[str, frozenset[str]], part: LandPart) -> None:
    report = scope.report
    fields = Fields(node, report, "Form")
    identifier = fields.choice("form", FORMS)
    if fields.text("land") not in (land, ""):
        report.add(node.place, f"Die Form gehört nach „land“ nicht zu {land}.", "Berichtigen Sie „land“ oder verschieben Sie die Datei.")
    elif identifier and node.place.path.stem != identifier:
        report.add(node.place, f"Die Datei enthält die Form „{identifier}“.", f"Sie muss dann „{identifier}.yaml“ heißen.")
    available, validity = _availability(fields)
    dated = validity != Validity()
    form = LegalForm(
        id=identifier,
        land=land,
        name=fields.text("bezeichnung"),
        norm=fields.text("norm"),
        legal_personality=fields.flag("rechtspersoenlichkeit"),
        available=available,
        text=fields.text("text", required=dated or not available),
        evidence=read_evidence(fields, scope.sources) if dated or not available or fields.node("beleg") else None,
        place=node.place,
        validity=validity,
        statements=read_statement_names(fields),
        like=fields.choice("wie", FORMS, required=False),
        statute=fields.choice("gesetz", [item.abbreviation for item in part.law.statutes], required=False),
    )
    inner = Scope(
        f"{scope.prefix}.{identifier.replace('_', '-')}",
        land,
        "",
        frozenset({identifier}),
        scope.vocabulary,
        scope.sources,
        report,
        clauses.get(identifier),
    )
    rules = read_rule_sections(fields, inner)
    fields.done()
    if rules and not available:
        report.add(
            rules[0].place, "Eine Form, die es im Land nicht gibt, hat keine Regeln.", "Streichen Sie sie oder setzen Sie „verfuegbar: ja“."
        )
    if any(known.id == identifier for known in part.forms):
        report.add(node.place, f"Die Form „{identifier}“ steht in diesem Land zweimal.", "Legen Sie die Dateien zusammen.")
    part.forms.append(form)
    part.rules += rules


def _availability(fields: Fields) -> tuple[bool, Validity]:
    """`verfuegbar: ja`, `nein` or the days on which the form is available (on all others it is not)."""
    node = fields.node("verfuegbar")
    if isinstance(node, Mapping):
        return True, read_validity(fields, "verfuegbar")
    return fields.choice("verfuegbar", ("ja", "nein"), default="ja") == "ja", Validity()
