"""Overview of the modelled law, generated from the rules: a table across all Länder, and a page for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from ..inference.evaluator import Evaluation
from ..inference.facts import Answers, Participant
from ..inference.program import Program, slice_program
from ..rulebase.condition import ALWAYS
from ..rulebase.fact import show_date
from ..rulebase.model import BARRIERS, Certainty, LandLaw, LegalForm, Rule, Rulebase, RuleKind
from .reader import TITLES

_EVIDENCE = {Certainty.SEEN: "Text gesehen", Certainty.SECONDARY: "sekundär", Certainty.MEMORY: "nicht belegt"}
_TERMINATION = frozenset({"kuendigung", "austritt", "aufloesung"})
_STAFF = frozenset({"personal", "dienstherr_abwicklung", "personal_uebernahme"})
_MADE = "Diese Seite ist aus den Regeln erzeugt (`ikz-recht regeln uebersicht docs/laender`); Änderungen gehören in die Regeln."
_ASIDE = re.compile(r" \([^()]*\)|; .*")
_COLUMNS = (
    "Land",
    "Form",
    "vorgesehen",
    "Norm",
    "Genehmigung oder Anzeige",
    "Behörde",
    "Private",
    "Bekanntmachung",
    "Kündigung, Austritt",
    "Personal",
)


def overview(rulebase: Rulebase) -> dict[str, str]:
    """The pages as Markdown, by file name: `README.md` with the table across all Länder, and one for each Land."""
    pages = {f"{land.lower()}.md": _page(law, rulebase) for land, law in sorted(rulebase.lands.items())}
    rows = [row for land in sorted(rulebase.lands) for row in _rows(land, rulebase)]
    table = "\n".join([_row(_COLUMNS), _row("---" for _ in _COLUMNS), *map(_row, rows)])
    return {"README.md": f"# Die Formen in allen Ländern\n\n{_MADE}\n\n{_READING}\n\n{table}\n", **pages}


_READING = (
    "Gezeigt ist, was für zwei Gemeinden des Landes gelten kann. „je nach Fall“ heißt: Die Regel hat eine Bedingung. Ein Strich heißt: "
    "Dazu gibt es keine Regel; das Gesetz kann dennoch etwas bestimmen. Die Einzelheiten stehen auf der Seite des Landes, was ein Fall "
    "verlangt, sagt das Gutachten."
)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') or '–' for cell in cells)} |"


def _rows(land: str, rulebase: Rulebase) -> Iterator[tuple[str, ...]]:
    program = slice_program(rulebase, (land,), rulebase.lands[land].checked_until)
    inside = Evaluation(program, Answers({}, _towns(land)))
    for form in program.forms:
        rules = [rule for rule in program.rules_of(form) if rule.land == land and inside.truth(rule.trigger) is not False]
        name = f"[{form.name}]({land.lower()}.md)"
        if not form.available:
            yield (land, name, "nein" if _evidenced(form) else "nicht belegt", form.norm, *("" for _ in _COLUMNS[4:]))
            continue
        decided = [rule for rule in rules if rule.step in ("genehmigung", "anzeige")]
        yield (
            land,
            name,
            "ja",
            form.norm,
            _each(decided, lambda rule: "Genehmigung" if rule.step == "genehmigung" else "Anzeige"),
            "; ".join(dict.fromkeys(filter(None, (_authority(rule, program) for rule in decided)))),
            _private(form, program),
            _each((rule for rule in rules if rule.step == "bekanntmachung"), lambda _: "ja"),
            _each((rule for rule in rules if rule.clause in _TERMINATION), lambda rule: rule.level),
            "; ".join(dict.fromkeys(rule.norm for rule in rules if rule.clause in _STAFF)),
        )


def _evidenced(form: LegalForm) -> bool:
    return form.evidence is not None and form.evidence.certainty is not Certainty.MEMORY


def _each(rules: Iterable[Rule], word: Callable[[Rule], str]) -> str:
    """„Genehmigung je nach Fall (§ 1; § 2); Anzeige (§ 3)“: the same word once, with its norms."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        found.setdefault(word(rule), []).append(rule)
    parts = []
    for text, own in found.items():
        sometimes = "" if any(rule.when == ALWAYS for rule in own) else " je nach Fall"
        parts.append(f"{text}{sometimes} ({'; '.join(dict.fromkeys(rule.norm for rule in own))})")
    return "; ".join(parts)


def _authority(rule: Rule, program: Program) -> str:
    if not rule.authority_from:
        return rule.authority
    options = program.derivation[rule.authority_from].type.options
    return " oder ".join(dict.fromkeys(_ASIDE.sub("", text) for _, text in options))


def _towns(land: str) -> tuple[Participant, ...]:
    return Participant("A", "gemeinde", land), Participant("B", "gemeinde", land)


def _private(form: LegalForm, program: Program) -> str:
    """Whether a private party may take part, read off what becomes of the rules when one joins two municipalities."""
    without = Evaluation(program, Answers({}, _towns(form.land)))
    joined = Evaluation(program, Answers({}, (*_towns(form.land), Participant("P", "privat", form.land))))
    new = [rule for rule in program.rules_of(form) if joined.truth(rule.trigger) is not without.truth(rule.trigger)]
    stated = [rule for rule in new if joined.truth(rule.trigger) is not False]
    for word, chosen in (
        ("nein", [rule for rule in stated if rule.kind in BARRIERS and joined.truth(rule.trigger)]),
        ("unter Bedingungen", [rule for rule in stated if rule.kind in BARRIERS]),
        ("mit Auflagen", [rule for rule in stated if rule.kind is RuleKind.OBLIGATION]),
    ):
        if chosen:
            return f"{word} ({'; '.join(dict.fromkeys(rule.norm for rule in chosen))})"
    return "ja"


def _page(law: LandLaw, rulebase: Rulebase) -> str:
    lines = [
        f"# {law.name} ({law.land})",
        "",
        _MADE,
        "",
        f"Das Recht ist bis zum {show_date(law.checked_until)} geprüft.",
        "",
        "## Gesetze",
        "",
    ]
    lines += [f"- {item.title} ({item.abbreviation}){f': {item.version}' if item.version else ''}" for item in law.statutes]
    lines += _general(law.land, rulebase)
    for form in (item for (land, _), item in rulebase.forms.items() if land == law.land):
        lines += ["", f"## {form.name}", "", f"{form.norm}."]
        lines += ["", f"In diesem Land nicht vorgesehen: {form.text}"] if not form.available else ["", form.text] if form.text else []
        lines += _sections(
            rule for rule in rulebase.rules if rule.land == law.land and rule.forms == frozenset({form.id}) and rule.topic != "weg"
        )
    for way in (item for item in rulebase.ways if item.land == law.land):
        lines += ["", f"## Weg: {way.name}", "", f"{way.norm}. {way.text}"]
        lines += _sections(rule for rule in rulebase.rules if rule.land == law.land and rule.forms == frozenset({way.id}))
    if law.open_points:
        lines += ["", "## Offen", "", *(f"- {point}" for point in law.open_points)]
    return "\n".join(lines) + "\n"


def _general(land: str, rulebase: Rulebase) -> Iterator[str]:
    shared = [rule for rule in rulebase.rules if rule.land == land and rule.topic != "weg" and (rule.forms is None or len(rule.forms) > 1)]
    if shared:
        yield from ("", "## Für mehrere Formen")
        yield from _sections(shared)


def _sections(rules: Iterable[Rule]) -> Iterator[str]:
    order = list(TITLES)
    ordered = sorted(rules, key=lambda rule: order.index(rule.kind))
    for kind, own in groupby(ordered, key=lambda rule: rule.kind):
        yield from ("", f"**{TITLES[kind]}**", "")
        yield from (_line(rule) for rule in own)


def _line(rule: Rule) -> str:
    level = f"{rule.level}: " if rule.level else ""
    days = rule.validity
    since = f", ab {show_date(days.start)}" if days.start else ""
    until = f", bis {show_date(days.end)}" if days.end else ""
    return f"- {level}{rule.text} ({rule.norm}; {_EVIDENCE[rule.evidence.certainty]}{since}{until}) `{rule.id}`"
