"""Rules: the entries of voraussetzungen, ausschluesse, auflagen and so on."""

from __future__ import annotations

from dataclasses import dataclass

from .condition import ALWAYS, Condition, Not, both
from .fields import Fields, Report
from .model import FORMS, LEVELS, STEPS, Evidence, Rule, RuleKind
from .nodes import Mapping, Node, Scalar
from .problem import suggestion
from .read_conditions import Vocabulary, read_condition
from .read_statements import Sources, read_evidence, read_forms, read_statement_names, read_validity

SECTIONS = {
    "voraussetzungen": RuleKind.REQUIREMENT,
    "ausschluesse": RuleKind.EXCLUSION,
    "auflagen": RuleKind.OBLIGATION,
    "mindestinhalt": RuleKind.CONTENT,
    "verfahren": RuleKind.STEP,
    "rechtsfolgen": RuleKind.EFFECT,
    "hinweise": RuleKind.NOTE,
}
LAND_SECTIONS = {"landesgrenzen": RuleKind.BORDER, "pflicht": RuleKind.DUTY, "foerderung": RuleKind.FUNDING}
FEDERAL_KINDS = {
    "hinweis": RuleKind.NOTE,
    "auflage": RuleKind.OBLIGATION,
    "voraussetzung": RuleKind.REQUIREMENT,
    "ausschluss": RuleKind.EXCLUSION,
    "verfahren": RuleKind.STEP,
    "rechtsfolge": RuleKind.EFFECT,
}


@dataclass(frozen=True)
class Scope:
    """Where rules are being read: prefix of ids, Land or BUND, topic, forms, and what they may name."""

    prefix: str
    land: str
    topic: str
    forms: frozenset[str] | None
    vocabulary: Vocabulary
    sources: Sources
    report: Report
    clauses: frozenset[str] | None = None


def read_rule_sections(fields: Fields, scope: Scope) -> list[Rule]:
    """All rule sections of a form file or of a group in `gemeinsam`."""
    return [read_rule(node, kind, scope) for key, kind in SECTIONS.items() for node in fields.items(key)]


def read_land_sections(fields: Fields, scope: Scope) -> list[Rule]:
    """landesgrenzen, pflicht, foerderung of a land.yaml."""
    return [read_rule(node, kind, scope) for key, kind in LAND_SECTIONS.items() for node in fields.items(key)]


def read_rule(node: Node, kind: RuleKind, scope: Scope, *, norm_required: bool = True, extra: Condition = ALWAYS) -> Rule:
    """One rule. `extra` is a condition that comes from where the rule stands (a chosen task, for instance)."""
    fields = Fields(node, scope.report, "Regel")
    identifier = fields.identifier()
    when = both(extra, _condition(fields, "wenn", scope, required=kind is RuleKind.EXCLUSION))
    requires = _condition(fields, "verlangt", scope, required=True) if kind is RuleKind.REQUIREMENT else None
    own_forms = scope.forms is None and fields.node("formen") is not None
    forms = read_forms(fields) if own_forms else scope.forms
    rule = Rule(
        id=f"{scope.prefix}.{identifier}",
        kind=kind,
        land=scope.land,
        topic=scope.topic,
        forms=forms,
        when=when,
        requires=requires,
        trigger=both(when, Not(requires)) if requires is not None else when,
        text=fields.text("text"),
        norm=fields.text("norm", required=norm_required),
        evidence=read_evidence(fields, scope.sources),
        validity=read_validity(fields),
        place=node.place,
        consequences=_consequences(fields) if scope.land == "BUND" else {},
        normal=_normal(fields, kind, scope),
        statements=read_statement_names(fields),
        **_extras(fields, kind, scope),
    )
    fields.done()
    return rule


_NORMAL_WORDS = {RuleKind.REQUIREMENT: "erfuellt", RuleKind.EXCLUSION: "greift_nicht"}


def _normal(fields: Fields, kind: RuleKind, scope: Scope) -> Evidence | None:
    """The evidence that a barrier does not stand in the way of an ordinary case; None if nothing says so."""
    word = _NORMAL_WORDS.get(kind)
    if word is None or fields.node("regelfall") is None:
        return None
    if fields.choice("regelfall", (word,)) != word:
        return None
    return read_evidence(fields, scope.sources, "regelfall_beleg")


def _condition(fields: Fields, key: str, scope: Scope, *, required: bool) -> Condition:
    node = fields.node(key, required=required)
    return ALWAYS if node is None else read_condition(node, scope.vocabulary, scope.report)


def _extras(fields: Fields, kind: RuleKind, scope: Scope) -> dict[str, str]:
    if kind is RuleKind.CONTENT:
        clause = fields.text("klausel")
        if scope.clauses is not None and clause and clause not in scope.clauses:
            node = fields.node("klausel")
            hint = suggestion(clause, scope.clauses) or "Die Abschnitte stehen in templates/gliederung.yaml."
            scope.report.add(node.place if node else fields.place, f"Den Abschnitt „{clause}“ hat der Entwurf dieser Form nicht.", hint)
        return {"level": fields.choice("stufe", LEVELS), "clause": clause, "wording": fields.text("wortlaut", required=False)}
    if kind is RuleKind.STEP:
        return {
            "step": fields.choice("schritt", STEPS, default="danach"),
            "deadline": fields.text("frist", required=False),
            **_authority(fields, scope),
        }
    return {}


def _authority(fields: Fields, scope: Scope) -> dict[str, str]:
    node = fields.node("behoerde")
    if node is None:
        return {}
    if isinstance(node, Scalar):
        return {"authority": " ".join(node.text.split())}
    if isinstance(node, Mapping) and list(node.entries) == ["aus"] and isinstance(node.entries["aus"][1], Scalar):
        name = node.entries["aus"][1].text
        if name not in scope.vocabulary:
            scope.report.add(node.place, f"Eine Ableitung „{name}“ gibt es nicht.", suggestion(name, scope.vocabulary))
        return {"authority_from": name}
    scope.report.add(node.place, "„behoerde“ ist falsch geschrieben.", "Schreiben Sie einen Text oder {aus: <ableitung>}.")
    return {}


def _consequences(fields: Fields) -> dict[str, str]:
    consequences = {}
    for form, place, node in fields.pairs("folgen"):
        if form not in FORMS:
            fields.report.add(place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, FORMS))
        elif isinstance(node, Scalar):
            consequences[form] = " ".join(node.text.split())
        else:
            fields.report.add(place, "Eine Folge ist ein Satz.", "Setzen Sie ihn in Anführungszeichen.")
    return consequences
