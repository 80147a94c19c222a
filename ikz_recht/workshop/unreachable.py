"""Check: conditions that nothing can meet, requirements that nobody can meet, exclusions that always hold, lines that are never reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from ..rulebase import condition as c
from ..rulebase.fact import NUMERIC, Kind, show_date, show_number
from ..rulebase.fields import Report
from ..rulebase.model import BARRIERS, Certainty, DecisionList, Derivation, DerivedAnswer, LegalForm, Rule, Rulebase, RuleKind
from ..rulebase.nodes import Mapping, Node, Sequence
from ..rulebase.problem import Place, Problem
from ..rulebase.read_conditions import read_condition
from .reach import FIRST_DAY, LAST_DAY, Reach
from .rule_files import RuleFiles

FEDERATION = "BUND"
_KEYS = ("wenn", "verlangt", "bedingung")
_CHECK = "Prüfen Sie „wenn“ und „verlangt“."


def check_reach(rulebase: Rulebase, files: RuleFiles) -> Iterator[Problem]:
    """Everything that can never come true, each at its place; what is only a consequence of another defect is not repeated."""
    reach = Reach(rulebase)
    dead = _Dead(reach)
    for path in files.nodes:
        if files.land_of(path) in ("", *rulebase.lands):
            for entry in files.entries(path):
                for key in _KEYS:
                    if key in entry.node.entries:
                        dead.look_at(entry.node.entries[key][1])
    yield from dead.problems
    known = {problem.place for problem in dead.problems}
    for rule in rulebase.rules:
        if not {node.place for key in _KEYS for node in _nodes(files.value(rule.place, key))} & known:
            yield from _check_rule(rule, reach, files)
    derived: list[Derivation | DerivedAnswer] = [*rulebase.derivations, *rulebase.derived_answers]
    for item in derived:
        yield from _check_lines(item, reach, files, known)


class _Unread(Report):
    """Whether there are defects, not how to mend them."""

    def suggestion(self, word: str, known: Collection[str]) -> str:
        return ""


class _Dead:
    """The smallest parts of conditions that nothing can meet."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self.problems: list[Problem] = []

    def look_at(self, node: Node) -> bool:
        """Note what is dead in the condition; True if something is."""
        if not isinstance(node, Mapping):
            return False
        found = [self._entry(node.place, key, place, value) for key, (place, value) in node.entries.items()]
        if not any(found) and len(found) > 1:
            return self._note(node.place, self._read(node), "Diese Bedingungen widersprechen sich; zusammen gelten sie nie.", _SPLIT)
        return any(found)

    def _entry(self, start: Place, key: str, place: Place, value: Node) -> bool:
        condition = self._read(Mapping(start, {key: (place, value)}))
        if key in ("alle", "eine") and isinstance(value, Sequence):
            found = [self.look_at(item) for item in value.items]
            if any(found) or key == "eine":
                return any(found) if key == "alle" else all(found)
            return self._note(value.place, condition, "Diese Bedingungen widersprechen sich; zusammen gelten sie nie.", _SPLIT)
        if key == "nicht":
            if self.look_at(value):
                return False
            return self._note(value.place, condition, "Was hier verneint wird, gilt immer; die Bedingung gilt nie.", "Streichen Sie sie.")
        return self._note(value.place, condition, f"Kein Wert von „{key}“ erfüllt diesen Vergleich.", self._possible(key))

    def _note(self, place: Place, condition: c.Condition | None, text: str, remedy: str) -> bool:
        if condition is None or self.reach.can_hold((condition, True)):
            return False
        self.problems.append(Problem(place, text, remedy))
        return True

    def _read(self, node: Node) -> c.Condition | None:
        """The condition of a node; None if it has defects, which loading reports."""
        report = _Unread()
        condition = read_condition(node, self.reach.types, report)
        return None if report else condition

    def _possible(self, fact: str) -> str:
        kind = self.reach.types[fact].kind if fact in self.reach.types else Kind.TEXT
        if kind in NUMERIC:
            low, high = self.reach.bounds(fact)
            return f"Möglich sind Werte von {show_number(low)} bis {show_number(high)}; prüfen Sie die Grenzen."
        if kind is Kind.DATE:
            return f"Möglich sind Tage vom {show_date(FIRST_DAY)} bis {show_date(LAST_DAY)}; prüfen Sie die Grenzen."
        return "Prüfen Sie den Wert und die Ableitung dahinter."


_SPLIT = "Streichen Sie eine, oder verbinden Sie sie mit „eine“."


def _nodes(node: Node | None) -> Iterator[Node]:
    if node is not None:
        yield node
        inner = (
            [value for _, value in node.entries.values()] if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else ()
        )
        for item in inner:
            yield from _nodes(item)


def _check_rule(rule: Rule, reach: Reach, files: RuleFiles) -> Iterator[Problem]:
    when = files.place(rule.place, "wenn")
    if not reach.can_hold((rule.when, True)):
        yield Problem(when, "Diese Regel gilt nie: „wenn“ widerspricht der Aufgabe oder dem Ort, an dem sie steht.", "Prüfen Sie „wenn“.")
        return
    if rule.kind is RuleKind.EXCLUSION and not reach.can_hold((rule.when, False)):
        remedy = "Kennt das Land die Form nicht, schreiben Sie „verfuegbar: nein“; sonst prüfen Sie „wenn“."
        yield Problem(when, "Dieser Ausschluss gilt in jedem Fall.", remedy)
    if rule.requires is not None:
        place = files.place(rule.place, "verlangt")
        if not reach.can_hold((rule.when, True), (rule.requires, True)):
            remedy = f"{_CHECK} Soll sie immer entgegenstehen, schreiben Sie einen Ausschluss mit diesem „wenn“."
            yield Problem(
                place, "Wo diese Voraussetzung gilt, kann sie niemand erfüllen: „wenn“ und „verlangt“ widersprechen sich.", remedy
            )
        elif not reach.can_hold((rule.when, True), (rule.requires, False)):
            yield Problem(place, "Diese Voraussetzung ist immer erfüllt, wo sie gilt; sie entscheidet nichts.", _CHECK)


def _check_lines(item: Derivation | DerivedAnswer, reach: Reach, files: RuleFiles, known: set[Place]) -> Iterator[Problem]:
    if not isinstance(item.rule, DecisionList):
        return
    node = files.value(item.place, "liste")
    places = [line.place for line in node.items] if isinstance(node, Sequence) else [item.place] * len(item.rule.lines)
    inner = [{part.place for part in _nodes(line)} for line in node.items] if isinstance(node, Sequence) else []
    for position, (condition, _) in enumerate(item.rule.lines):
        before = [(earlier, False) for earlier in _decisive(item.rule, position)]
        spoilt = position < len(inner) and inner[position] & known
        if not spoilt and not reach.can_hold((condition, True), *before):
            text = "Diese Zeile wirkt nie: Wo sie zutrifft, gilt schon eine Zeile davor, oder eine mit anderem Wert ist noch offen."
            yield Problem(places[position], text, "Streichen Sie sie, oder stellen Sie sie weiter nach vorn.")


def _decisive(rule: DecisionList, position: int) -> Iterator[c.Condition]:
    """The lines before that keep a line from counting: those with another value, and those with the same that are then decided, too."""
    condition, value = rule.lines[position]
    before = rule.lines[:position]
    decided = {*c.facts_in(condition), *(fact for earlier, other in before if other != value for fact in c.facts_in(earlier))}
    return (earlier for earlier, other in before if other != value or decided >= set(c.facts_in(earlier)))


def check_forms(rulebase: Rulebase, files: RuleFiles) -> Iterator[Problem]:
    """Forms and paths that today no case can have, because what is well evidenced excludes itself."""
    reach = Reach(rulebase)
    today = dt.date.today()
    barriers = [rule for rule in rulebase.rules if rule.kind in BARRIERS and rule.validity.covers(today)]
    for form in (*rulebase.forms.values(), *rulebase.ways):
        if form.available == form.validity.covers(today):
            own = [rule for rule in barriers if _bars(rule, form)]
            core = _core(own, reach)
            if len(core) > 1:  # one alone that always bars is told as such
                remedy = f"Es widersprechen sich: {', '.join(rule.id for rule in core)}."
                yield Problem(form.place, f"„{form.name}“ ist in keinem Fall zulässig.", remedy)


def _bars(rule: Rule, form: LegalForm) -> bool:
    """The rule can exclude the form: it speaks of it and is evidenced."""
    if rule.evidence.certainty is Certainty.MEMORY or not rule.concerns(form):
        return False
    return rule.land == form.land or (rule.land == FEDERATION and form.way is None)


def _core(rules: list[Rule], reach: Reach) -> list[Rule]:
    """The fewest of the rules that cannot all let a case pass; [] if some case passes them all."""
    if reach.can_hold(*((rule.trigger, False) for rule in rules)):
        return []
    core = list(rules)
    for rule in rules:
        rest = [other for other in core if other is not rule]
        if not reach.can_hold(*((other.trigger, False) for other in rest)):
            core = rest
    return core
