"""The cases beside the rules: answers and what the law expects of them, written by reading the law."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..inference.engines import EnginesDisagree
from ..inference.evaluator import TRUTH_TEXT
from ..inference.program import slice_program
from ..rulebase.draft import OTHER_TASK
from ..rulebase.fact import LANDS, TASK, ValueProblem, parse_value, write_value
from ..rulebase.fields import Fields, Report
from ..rulebase.model import Rulebase
from ..rulebase.nodes import Mapping, Node, Scalar, read_nodes
from ..rulebase.problem import InputProblems, Place, suggestion
from .case import case_from, lands_of
from .finding import Status
from .opinion import FormOpinion, Opinion, advise
from .prospect import Prospect

DEFAULT_DAY = dt.date(2026, 11, 22)
_OWN_KEYS = ("name", "erwartet", "stichtag")
_LAND = re.compile(r"\b[A-Z]{2}\b")
_OUTCOMES = {"trifft_zu": True, "trifft_nicht_zu": False, "offen": None}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: where it stands, its name, and what was not as expected (empty: passed)."""

    place: Place
    name: str
    failures: tuple[str, ...]


def case_files(root: Path, only: str = "") -> list[Path]:
    """The case files of a rule folder: all, or those of a Land (HE), a form or topic (zweckverband), or one file."""
    files = sorted(root.rglob("*.faelle.yaml"))
    return [path for path in files if not only or _named(path, only)]


def _named(path: Path, only: str) -> bool:
    """True if `only` is the path, as seen from here or from inside the rule folder, or the end of it; or its form, topic or Land."""
    if only.endswith(".yaml"):
        return path.resolve() == Path(only).resolve() or f"/{path.as_posix()}".endswith(f"/{Path(only).as_posix()}")
    return only.casefold() in (path.name.removesuffix(".faelle.yaml"), path.parent.name)


def lands_in(paths: Iterable[Path]) -> frozenset[str]:
    """The Länder whose rules the cases may need: those that they name and those in whose folders they lie."""
    lands = {path.parent.name.upper() for path in paths}
    for path in paths:
        lands.update(_LAND.findall(path.read_text(encoding="utf-8", errors="replace")))
    return frozenset(lands & LANDS.keys())


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A case beside the rules, not yet understood: its nodes, where it lies, the day of the law."""

    node: Node
    path: Path
    root: Path
    day: dt.date

    def slice_key(self) -> tuple[tuple[str, ...], dt.date, bool]:
        """Cases with the same key run on the same slice of the rule base: Länder, day, and whether no task of the catalogue is chosen."""
        own = _case_node(self.node, any_task=_target(self.path, self.root)[1] != "")
        task = Fields(own, Report(), "").node("antworten")
        other = isinstance(task, Mapping) and TASK in task.entries and getattr(task.entries[TASK][1], "text", "") == OTHER_TASK[0]
        return lands_of(own), self.day, other


def read_rule_cases(root: Path, only: str = "") -> Iterator[RuleCase | CaseResult]:
    """The cases of a rule folder (`only`: of a Land, a form, a file) in their order; a file that cannot be read is a failed result."""
    for path in case_files(root, only):
        try:
            node = read_nodes(path)
        except InputProblems as broken:
            yield CaseResult(broken.problems[0].place, path.name, tuple(problem.text for problem in broken.problems))
            continue
        report = Report()
        fields = Fields(node, report, "Falldatei")
        items = fields.items("faelle", required=True)
        fields.done()
        if report:
            yield CaseResult(node.place, path.name, tuple(map(str, report)))
        for item in items:
            yield _rule_case(item, path, root)


def _rule_case(node: Node, path: Path, root: Path) -> RuleCase | CaseResult:
    report = Report()
    day = Fields(node, report, "Fall").date("stichtag") or DEFAULT_DAY
    if report or not isinstance(node, Mapping):
        return CaseResult(node.place, path.name, tuple(map(str, report)) or ("Ein Fall muss aus Schlüsseln und Werten bestehen.",))
    return RuleCase(node, path, root, day)


def run_rule_cases(root: Path, rulebase: Rulebase, only: str = "") -> Iterator[CaseResult]:
    """Run the cases beside the rules one after the other. Cases of a disabled Land fail with that reason."""
    for item in read_rule_cases(root, only):
        yield item if isinstance(item, CaseResult) else run_rule_case(item, rulebase)


def run_rule_case(item: RuleCase, rulebase: Rulebase) -> CaseResult:
    """Run one case."""
    node, report = item.node, Report()
    fields = Fields(node, report, "Fall")
    name = fields.text("name", required=False) or "ohne Namen"
    form, land, prefix = _target(item.path, item.root)
    if land and land not in rulebase.lands:
        return CaseResult(node.place, name, (f"Das Land {land} ist abgeschaltet oder fehlt; „ikz-recht regeln pruefen“ nennt den Grund.",))
    _, day, other = item.slice_key()
    try:
        case = case_from(_case_node(node, any_task=bool(land)), rulebase)
        program = slice_program(rulebase, case.lands(), day, OTHER_TASK[0] if other else "")
        opinion = advise(case, rulebase, day, program)
    except InputProblems as broken:
        return CaseResult(node.place, name, tuple(str(problem) for problem in broken.problems))
    except EnginesDisagree as disagreement:
        return CaseResult(node.place, name, (str(disagreement),))
    expected = fields.node("erwartet", required=True)
    if expected is None or report:
        return CaseResult(node.place, name, tuple(map(str, report)))
    return CaseResult(node.place, name, tuple(_failures(expected, opinion, form, land, prefix)))


def _target(path: Path, root: Path) -> tuple[str, str, str]:
    """Form, Land and id prefix of a case file, from where it lies."""
    stem = path.name.removesuffix(".faelle.yaml")
    parts = path.relative_to(root).parts
    if parts[0] == "laender":
        land = parts[1].upper()
        return (stem if stem != "land" else ""), land, f"{land.lower()}.{stem.replace('_', '-')}." if stem != "land" else f"{land.lower()}."
    return "", "", "aufgabe." if parts[0] == "aufgaben" else f"bund.{stem}."


def _case_node(node: Node, *, any_task: bool) -> Node:
    """The case itself. `any_task`: a case of a Land that names no task is about one for which no statute of its own exists."""
    assert isinstance(node, Mapping)  # see _rule_case
    entries = {key: entry for key, entry in node.entries.items() if key not in _OWN_KEYS}
    place, answers = entries.get("antworten", (node.place, Mapping(node.place, {})))
    if any_task and isinstance(answers, Mapping) and TASK not in answers.entries:
        other = (place, Scalar(place, OTHER_TASK[0], True))
        entries["antworten"] = (place, Mapping(answers.place, {TASK: other, **answers.entries}))
    return Mapping(node.place, entries)


def _failures(expected: Node, opinion: Opinion, form: str, land: str, prefix: str) -> Iterator[str]:
    report = Report()
    fields = Fields(expected, report, "erwartet")
    found = opinion.form(form, land) if form else None
    wanted = fields.choice("status", [str(status) for status in Status], required=False)
    if wanted and found is None:
        yield f"Die Form {form} kommt im Ergebnis nicht vor; gehört das Land {land} zu den Beteiligten?"
    elif wanted and found is not None and found.status != wanted:
        because = "; ".join(
            f"{finding.rule.id} ({', '.join(finding.questions or finding.because) or 'immer'})" for finding in found.reasons()
        )
        yield f"Status: erwartet {wanted}, ist {found.status}. Maßgeblich: {because or 'Auflagen oder nichts'}."
    yield from _outlook_failures(fields, opinion, found)
    yield from _truth_failures(fields, opinion, prefix)
    yield from _value_failures(fields, opinion)
    fields.done()
    yield from (str(problem) for problem in report)


def _outlook_failures(fields: Fields, opinion: Opinion, found: FormOpinion | None) -> Iterator[str]:
    """Prospect, recommendation, and the status of paths beside the forms."""
    wanted = fields.choice("aussicht", [str(prospect) for prospect in Prospect], required=False)
    if wanted and found is not None and found.prospect != wanted:
        yield f"Aussicht: erwartet {wanted}, ist {found.prospect}."
    if fields.node("empfohlen") is not None and found is not None:
        chosen = opinion.recommended()
        recommended = chosen is not None and chosen.form == found.form
        if fields.flag("empfohlen") is not recommended:
            yield f"Empfohlen ist {chosen.form.id if chosen else 'keine Form'}."
    forms = {form.form.id: form for form in opinion.forms}
    for name, place, node in fields.pairs("formen"):
        text = node.text if isinstance(node, Scalar) else ""
        actual = f"{forms[name].status} {forms[name].prospect}" if name in forms else "fehlt"
        if text not in (actual, actual.split()[0]):
            yield f"{place}: Form {name}: erwartet {text}, ist {actual}. {'' if name in forms else suggestion(name, forms)}".rstrip()
    ways = {way.form.id: way for way in opinion.ways}
    for name, place, node in fields.pairs("wege"):
        text = node.text if isinstance(node, Scalar) else ""
        actual = str(ways[name].status) if name in ways else "fehlt"
        if text != actual:
            yield f"{place}: Weg {name}: erwartet {text}, ist {actual}. {'' if name in ways else suggestion(name, ways)}".rstrip()


def _truth_failures(fields: Fields, opinion: Opinion, prefix: str) -> Iterator[str]:
    rules = {rule.id: rule for rule in opinion.program.rulebase.rules if rule.validity.covers(opinion.day)}
    for key, outcome in _OUTCOMES.items():
        for short in fields.words(key):
            rule = rules.get(prefix + short) or rules.get(short)
            if rule is None:
                yield f"Eine Regel „{short}“ gibt es hier nicht. {suggestion(prefix + short, rules)}"
                continue
            truth = opinion.evaluation.truth(rule.when if rule.requires is None else rule.trigger)
            if truth is not outcome:
                yield f"Regel {rule.id}: erwartet {TRUTH_TEXT[outcome]}, ist {TRUTH_TEXT[truth]}."


def _value_failures(fields: Fields, opinion: Opinion) -> Iterator[str]:
    for fact, place, node in fields.pairs("werte"):
        fact_type = opinion.program.types.get(fact)
        text = node.text if isinstance(node, Scalar) else ""
        if fact_type is None:
            yield f"{place}: Einen Wert „{fact}“ gibt es nicht. {suggestion(fact, opinion.program.types)}"
            continue
        try:
            wanted = None if text == "unbekannt" else parse_value(text, fact_type)
        except ValueProblem as problem:
            yield f"{place}: {problem}"
            continue
        actual = opinion.evaluation.value(fact)
        if actual != wanted:
            shown = "unbekannt" if actual is None else write_value(actual)
            yield f"Wert {fact}: erwartet {text}, ist {shown}."
