"""The rule base while it is being read, and what every reader of files does with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .benefit import BenefitRules
from .bodies import BodiesCatalogue
from .change import ChangeCatalogue
from .cost_keys import CostKeyCatalogue
from .fields import Fields, Report
from .model import (
    Criterion,
    Derivation,
    DerivedAnswer,
    LandLaw,
    LegalForm,
    Question,
    Rule,
    Section,
    Source,
    Statute,
    Task,
    Unmodelled,
)
from .network import NetworkCatalogue
from .nodes import Node, read_nodes
from .partner import PartnerCatalogue
from .problem import InputProblems, Problem
from .read_conditions import Vocabulary
from .read_statements import Sources, read_statutes

OTHER_TASK = ("andere", "Andere Aufgabe")


@dataclass
class Draft:
    """The rule base while it is being read."""

    sections: list[Section] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    derivations: list[Derivation] = field(default_factory=list)
    derived_answers: list[DerivedAnswer] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    lands: dict[str, LandLaw] = field(default_factory=dict)
    forms: dict[tuple[str, str], LegalForm] = field(default_factory=dict)
    ways: list[LegalForm] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    criteria: list[Criterion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)
    statutes: list[Statute] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    unmodelled: list[Unmodelled] = field(default_factory=list)
    partner: PartnerCatalogue = field(default_factory=PartnerCatalogue)
    network: NetworkCatalogue = field(default_factory=NetworkCatalogue)
    cost_keys: CostKeyCatalogue = field(default_factory=CostKeyCatalogue)
    benefit: BenefitRules = field(default_factory=BenefitRules)
    bodies: BodiesCatalogue = field(default_factory=BodiesCatalogue)
    change: ChangeCatalogue = field(default_factory=ChangeCatalogue)
    vocabulary: Vocabulary = field(default_factory=dict)


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """In order, without the cases beside the rules."""
    return sorted(path for path in paths if not path.name.endswith(".faelle.yaml"))


def read_or_report(path: Path, report: Report) -> Node | None:
    """A file, or None with what is wrong in the report."""
    try:
        return read_nodes(path)
    except InputProblems as broken:
        report.extend(broken.problems)
        return None


def read_source_file(path: Path, prefix: str, report: Report, draft: Draft) -> Sources:
    """A file of sources; none if it is missing."""
    sources = Sources(prefix)
    if path.exists() and (node := read_or_report(path, report)):
        fields = Fields(node, report, "Quellen")
        sources.read(fields.items("quellen"), report)
        draft.statutes += read_statutes(fields, required=False)
        draft.cited += fields.words("zitiert")
        fields.done()
    draft.sources.update({source.id: source for source in sources.by_id.values()})
    return sources


def usable(report: Report, name: str, draft: Draft) -> bool:
    """Whether a file has no defects; one that has is left out, and named."""
    if report:
        draft.problems += report
        draft.disabled.append(name)
    return not report
