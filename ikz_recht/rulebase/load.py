"""A folder of YAML files to a Rulebase. One defective Land does not stop the others."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from .check import check_cycles, check_ids
from .collector import collector_paused
from .draft import OTHER_TASK, Draft, read_or_report, read_source_file, rule_files, usable
from .fact import FactType, Kind
from .fields import Fields, Report
from .load_practice import read_practice_files
from .model import (
    LegalForm,
    Question,
    Rule,
    Rulebase,
    Unmodelled,
)
from .nodes import MAX_BYTES, Node, read_nodes
from .outline import Outlines, load_outlines
from .problem import InputProblems, Place, Problem
from .read_facts import declare_derivations, read_derivation, read_derived_answer, read_section
from .read_land import LandPart, read_land
from .read_rules import Scope
from .read_statements import Sources, read_unmodelled
from .read_topics import read_topic, task_keywords, task_names
from .read_ways import read_ways
from .reading import read_limited


def covered_lands(root: Path) -> tuple[str, ...]:
    """The Länder that have a folder with rule files."""
    return tuple(sorted({path.parent.name.upper() for path in root.glob("laender/*/*.yaml")}))


@collector_paused()
def load_rulebase(root: Path, lands: Collection[str] | None = None, templates: Path | None = None) -> Rulebase:
    """Read `root` (a folder like `rules/`); only the given Länder, or all.

    `templates` (the folder with gliederung.yaml) lets clause names be checked. Raises InputProblems if questions, derivations or the
    version cannot be read; defects elsewhere are in `problems`, and what they touch is left out and named in `disabled`.
    """
    if not root.is_dir():
        raise InputProblems([Problem(Place(root), "Den Regelordner gibt es nicht.", "Prüfen Sie --regeln oder die Variable IKZ_REGELN.")])
    draft = Draft()
    for path in sorted(root.rglob("*.yml")):
        draft.problems.append(
            Problem(Place(path), "Diese Datei wird nicht gelesen.", "Regeldateien enden auf „.yaml“; benennen Sie sie um.")
        )
    task_nodes = _read_task_files(root, draft)
    federal = _read_vocabulary(root, draft, task_nodes)
    _read_federal(root, draft, federal)
    _read_federal_ways(root, draft, federal)
    _read_federal_gaps(root, draft)
    read_practice_files(root, draft, task_nodes)
    outlines = _outlines(templates, draft)
    for land in covered_lands(root):
        if lands is None or land in lands:
            _read_one_land(root, land, draft, outlines)
    return Rulebase(
        version=_version(root),
        fingerprint=fingerprint(root),
        sections=tuple(draft.sections),
        questions=draft.questions,
        derivations=tuple(draft.derivations),
        derived_answers=tuple(draft.derived_answers),
        sources=draft.sources,
        lands=draft.lands,
        forms=draft.forms,
        ways=tuple(draft.ways),
        rules=tuple(draft.rules),
        topics=draft.topics,
        tasks=draft.tasks,
        criteria=tuple(draft.criteria),
        problems=tuple(sorted(draft.problems, key=lambda problem: problem.place)),
        disabled=tuple(draft.disabled),
        federal_statutes=tuple(draft.statutes),
        federal_cited=tuple(draft.cited),
        federal_unmodelled=tuple(draft.unmodelled),
        partner=draft.partner,
        network=draft.network,
        cost_keys=draft.cost_keys,
        benefit=draft.benefit,
        bodies=draft.bodies,
        change=draft.change,
    )


def fingerprint(root: Path) -> str:
    """SHA-256 over the rule files (not their cases), independent of where the folder lies; first 16 hex digits."""
    digest = hashlib.sha256()
    for path in rule_files(root.rglob("*.yaml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + _content(path) + b"\0")
    return digest.hexdigest()[:16]


def _content(path: Path) -> bytes:
    """The bytes of a rule file; nothing for what cannot be read as one: no rule comes from it, and reading it has told why."""
    try:
        return read_limited(path, MAX_BYTES)
    except InputProblems:
        return b""


def _version(root: Path) -> str:
    path = root / "regelwerk.yaml"
    report = Report()
    fields = Fields(read_nodes(path), report, "Regelwerk")
    version = fields.text("version")
    fields.text("titel", required=False)
    fields.done()
    if report:
        raise InputProblems(report)
    return version


def _read_task_files(root: Path, draft: Draft) -> dict[Path, Node]:
    nodes = {}
    for path in rule_files(root.glob("aufgaben/*.yaml")):
        try:
            nodes[path] = read_nodes(path)
        except InputProblems as broken:
            draft.problems += broken.problems
            draft.disabled.append(f"aufgaben/{path.name}")
    return nodes


def _read_vocabulary(root: Path, draft: Draft, task_nodes: dict[Path, Node]) -> Sources:
    """Questions and derivations; without them nothing can be read, so their defects end the loading. Returns the federal sources."""
    report = Report()
    tasks = (*(pair for node in task_nodes.values() for pair in task_names(node)), OTHER_TASK)
    keywords = tuple(pair for node in task_nodes.values() for pair in task_keywords(node) if pair[1])
    for path in rule_files(root.glob("fragen/*.yaml")):
        node = read_or_report(path, report)
        if node is None:
            continue
        section, questions = read_section(node, report, FactType(Kind.TASK, tasks, keywords=keywords))
        draft.sections.append(section)
        for question in questions:
            _add_question(question, draft, report)
    if len(draft.sections) < len(rule_files(root.glob("fragen/*.yaml"))):
        raise InputProblems(report)  # everything that names a question of an unreadable file would look wrong
    paths = rule_files(root.glob("ableitungen/*.yaml"))
    files = [Fields(node, report, "Ableitungen") for path in paths if (node := read_or_report(path, report))]
    nodes = [item for fields in files for item in fields.items("ableitungen")]
    answer_nodes = [item for fields in files for item in fields.items("vorgaben")]
    for fields in files:
        fields.done()
    declare_derivations(tuple(nodes), report, draft.vocabulary)
    sources = read_source_file(root / "bund" / "quellen.yaml", "BUND", report, draft)
    draft.derivations = [read_derivation(item, report, draft.vocabulary, sources) for item in nodes]
    draft.derived_answers = [read_derived_answer(item, report, draft.vocabulary, sources) for item in answer_nodes]
    check_cycles((*draft.derivations, *draft.derived_answers), (), report)
    if report:  # with an unreadable file of tasks, every mention of its tasks would look wrong: only the cause is told
        raise InputProblems(report if len(task_nodes) == len(rule_files(root.glob("aufgaben/*.yaml"))) else draft.problems)
    return sources


def _add_question(question: Question, draft: Draft, report: Report) -> None:
    if question.id in draft.vocabulary:
        report.add(question.place, f"Die Frage „{question.id}“ gibt es schon.", "Wählen Sie eine andere id.")
    draft.vocabulary[question.id] = question.type
    draft.questions[question.id] = question


def _read_federal(root: Path, draft: Draft, federal: Sources) -> None:
    for path in rule_files(root.glob("bund/*.yaml")):
        if path.name in ("quellen.yaml", "herkunft.yaml"):
            continue
        report = Report()
        sources = federal.copy()
        node = read_or_report(path, report)
        topic, title, rules = read_topic(node, draft.vocabulary, sources, report) if node else ("", "", [])
        if node and topic in draft.topics:
            report.add(node.place, f"Das Thema „{topic}“ gibt es schon.", "Geben Sie jeder Datei ein eigenes Thema.")
        check_ids(rules, draft.rules, report)
        if usable(report, f"bund/{path.name}", draft):
            draft.rules += rules
            draft.topics[topic] = title
            draft.sources.update({source.id: source for source in sources.by_id.values()})


def _read_federal_gaps(root: Path, draft: Draft) -> None:
    """rules/bund/herkunft.yaml: what of the federal dossier no rule models."""
    path = root / "bund" / "herkunft.yaml"
    report = Report()
    unmodelled: tuple[Unmodelled, ...] = ()
    if path.exists() and (node := read_or_report(path, report)):
        fields = Fields(node, report, "Herkunft")
        unmodelled = read_unmodelled(fields)
        fields.done()
    if usable(report, "bund/herkunft.yaml", draft):
        draft.unmodelled += unmodelled


def _read_federal_ways(root: Path, draft: Draft, federal: Sources) -> None:
    for path in rule_files(root.glob("wege/*.yaml")):
        report = Report()
        sources = federal.copy()
        ways: list[LegalForm] = []
        rules: list[Rule] = []
        if node := read_or_report(path, report):
            fields = Fields(node, report, "Wege")
            sources.read(fields.items("quellen"), report)
            ways, rules = read_ways(fields, Scope("bund", "BUND", "weg", None, draft.vocabulary, sources, report))
            fields.done()
            check_ids(rules, draft.rules, report)
        if usable(report, f"wege/{path.name}", draft):
            draft.ways += ways
            draft.rules += rules
            draft.sources.update({source.id: source for source in sources.by_id.values()})


def _outlines(templates: Path | None, draft: Draft) -> Outlines | None:
    if templates is None:
        return None
    try:
        return load_outlines(templates / "gliederung.yaml")
    except InputProblems as broken:
        draft.problems += broken.problems
        return None


def _read_one_land(root: Path, land: str, draft: Draft, outlines: Outlines | None) -> None:
    folder = root / "laender" / land.lower()
    report = Report()
    land_node = read_or_report(folder / "land.yaml", report)
    form_paths = [path for path in rule_files(folder.glob("*.yaml")) if path.name not in ("land.yaml", "wege.yaml")]
    way_path = folder / "wege.yaml"
    way_node = read_or_report(way_path, report) if way_path.exists() else None
    form_nodes = [node for path in form_paths if (node := read_or_report(path, report))]
    clauses = outlines.clauses(land) if outlines else {}
    part = read_land(land, land_node, form_nodes, way_node, draft.vocabulary, clauses, report) if land_node else None
    if part is not None:
        check_ids(part.rules, (), report)
        check_cycles((*part.derivations, *part.derived_answers), (*draft.derivations, *draft.derived_answers), report)
        _check_sections(part, draft, report)
    if usable(report, land, draft) and part is not None:
        _add_land(part, draft)


def _check_sections(part: LandPart, draft: Draft, report: Report) -> None:
    sections = [section.id for section in draft.sections]
    for question in part.questions:
        if question.section not in sections:
            text = f"Den Abschnitt „{question.section}“ des Fragebogens gibt es nicht."
            report.add(question.place, text, report.suggestion(question.section, sections))


def _add_land(part: LandPart, draft: Draft) -> None:
    draft.lands[part.law.land] = part.law
    draft.questions.update({question.id: question for question in part.questions})
    draft.derivations += part.derivations
    draft.derived_answers += part.derived_answers
    draft.sources.update(part.sources)
    draft.forms.update({(part.law.land, form.id): form for form in part.forms})
    draft.ways += part.ways
    draft.rules += part.rules
