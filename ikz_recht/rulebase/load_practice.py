"""Practice rather than law: tasks, criteria of suitability, and what partner finder and planning go by."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from .check import check_ids
from .draft import OTHER_TASK, Draft, read_or_report, read_source_file, rule_files, usable
from .fact import Kind
from .fields import Report
from .load_change import read_change
from .model import Criterion, Task
from .nodes import Node, files_kept
from .practice_folder import read_folder
from .read_benefit import check_benefit_ids, read_benefit_file
from .read_bodies import read_bodies
from .read_cost_keys import check_cost_key_ids, cost_key_vocabulary, read_cost_key_file
from .read_network import check_network_ids, read_network_file
from .read_partner import check_partner_ids, check_usual_partners, partner_vocabulary, read_partner_file
from .read_statements import Sources
from .read_topics import read_criteria, read_tasks


def read_practice_files(root: Path, draft: Draft, task_nodes: dict[Path, Node]) -> None:
    """Tasks, criteria of suitability and the folders of practice; a defective file is left out."""
    report = Report()
    sources = read_source_file(root / "quellen.yaml", "PRAXIS", report, draft)
    draft.problems += report
    for path, task_node in task_nodes.items():
        report = Report()
        tasks, rules = read_tasks(task_node, draft.vocabulary, sources, report)
        _check_tasks(tasks, draft, report)
        check_ids(rules, draft.rules, report)
        if usable(report, f"aufgaben/{path.name}", draft):
            draft.tasks.update({task.id: task for task in tasks})
            draft.rules += rules
    for path in rule_files(root.glob("eignung/*.yaml")):
        report = Report()
        node = read_or_report(path, report)
        criteria = read_criteria(draft.vocabulary, draft.tasks.values(), node, sources, report) if node else []
        _check_criteria(criteria, draft, report)
        if usable(report, f"eignung/{path.name}", draft):
            draft.criteria += criteria
    _read_partners(root, draft, sources)
    bare = partner_vocabulary(draft.vocabulary, draft.tasks.values(), ())
    keys = cost_key_vocabulary(draft.vocabulary, draft.tasks.values())
    draft.network = read_folder(root / "netz", draft.network, draft, sources, partial(read_network_file, bare), check_network_ids)
    read_benefit = partial(read_benefit_file, draft.vocabulary)
    draft.benefit = read_folder(root / "nutzen", draft.benefit, draft, sources, read_benefit, check_benefit_ids)
    read_keys = partial(read_cost_key_file, keys)
    draft.cost_keys = read_folder(root / "kostenschluessel", draft.cost_keys, draft, sources, read_keys, check_cost_key_ids)
    read_bodies(root, draft, sources)
    read_change(root, draft, sources)


def _read_partners(root: Path, draft: Draft, practice: Sources) -> None:
    """rules/partner: what the partner finder goes by. Its conditions may name the kinds of partners that any of the files declares."""
    with files_kept():
        nodes = [node for path in rule_files(root.glob("partner/*.yaml")) if (node := read_or_report(path, Report()))]
        read = partial(read_partner_file, partner_vocabulary(draft.vocabulary, draft.tasks.values(), nodes))
        draft.partner = read_folder(root / "partner", draft.partner, draft, practice, read, check_partner_ids)
    check_usual_partners(draft.tasks.values(), draft.partner, draft.problems)


def _check_tasks(tasks: list[Task], draft: Draft, report: Report) -> None:
    seen = {OTHER_TASK[0], *draft.tasks}
    for task in tasks:
        if task.id in seen:
            report.add(task.place, f"Die Aufgabe „{task.id}“ gibt es schon.", "Vergeben Sie eine andere id.")
        seen.add(task.id)
        for preset in task.presets:
            question = draft.questions.get(preset.question)
            derived = question is None and preset.question in draft.vocabulary
            if derived or (question and question.type.kind in (Kind.PARTICIPANTS, Kind.TASK)):
                report.add(task.place, f"Eine Vorgabe kann „{preset.question}“ nicht beantworten.", "Nennen Sie eine andere Frage.")


def _check_criteria(criteria: list[Criterion], draft: Draft, report: Report) -> None:
    seen = {effect.id for criterion in draft.criteria for effect in criterion.effects}
    for effect in (effect for criterion in criteria for effect in criterion.effects):
        if effect.id in seen:
            report.add(effect.place, f"Die Wirkung „{effect.id}“ gibt es schon.", "Vergeben Sie eine andere id.")
        seen.add(effect.id)
