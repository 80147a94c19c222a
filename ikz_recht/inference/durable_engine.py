"""durable-rules as the forward-chaining engine. It must give what the evaluator gives.

Rule sets are compiled here; each case runs in a forked child. durable-rules 2.0.28 corrupts its heap when it deletes (valgrind: invalid
frees in deleteStateNode, reads past the end in deleteMessageFromFrame; a crash or a wrong result in some ten thousand cases). A child that
starts from the freshly compiled network, runs one case and ends never deletes anything, and a crash could not take the program along.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable
from typing import Any, ClassVar

from ..rulebase.fact import Value
from .child import Child, ChildCrashed
from .evaluator import Verdicts, holds, product
from .facts import Answers, aggregate
from .network import Network, Pattern, Target, atom_value, build_network
from .program import Program

_OPERATORS = {"ungleich": "$neq", "mindestens": "$gte", "hoechstens": "$lte", "mehr_als": "$gt", "weniger_als": "$lt"}
_host: Any = None
_names = itertools.count()
_SID = "fall"
_disposable = False
STAYING = 8
"""So many programs stay compiled in one process, each with some 30 MB that durable-rules cannot give back."""


def work_without_children() -> None:
    """Compute every further case in this process, none deleted: only in a child that ends after some dozen cases (each takes 20 MB)."""
    global _disposable
    _disposable = True


class EngineUnavailable(Exception):
    """durable-rules is not installed, does not import or crashed; the message is a German sentence."""


def _shared_host() -> Any:
    """One host per process, without the polling threads that durable-rules would start."""
    global _host
    if _host is None:
        try:
            from durable import engine
        except Exception as error:
            raise EngineUnavailable(f"durable-rules lässt sich nicht laden ({error}).") from error

        class QuietHost(engine.Host):  # type: ignore[misc]
            def _run(self) -> None:
                """No timer threads: no rule here waits for time to pass."""

        _host = QuietHost()
    return _host


class DurableEngine:
    """A program compiled once; `run` may be called for any number of cases. Raises CannotCarry, EngineUnavailable."""

    _staying: ClassVar[int] = 0

    def __init__(self, program: Program) -> None:
        self.program = program
        self.network: Network = build_network(program)
        self._fired: set[Target] = set()
        self._stated: dict[str, Any] = {}
        self._ruleset = f"ikz{next(_names)}"
        self._sid = _SID
        self._names = {name for patterns, _ in self.network.rules for name, _ in patterns}
        self._roots = {name: self.network.roots[condition] for name, condition in program.conditions.items()}
        self._compiled = not self.network.rules
        _shared_host()

    def _compile(self) -> None:
        """Hand the rules to durable-rules; a fact that no rule tests lets it build its (large) state, so that every child inherits it."""
        from durable import engine

        host = _shared_host()
        host.register_rulesets({self._ruleset: self._definition()})
        with contextlib.suppress(engine.MessageNotHandledException):
            host.assert_fact(self._ruleset, {"sid": _SID, "frage": "", "wert": 0})
        self._compiled = True

    def _compile_to_stay(self) -> None:
        """Compile here as long as there is room; later each child compiles for itself, for what is compiled is never given back."""
        if not self._compiled and (_disposable or DurableEngine._staying < STAYING or not hasattr(os, "fork")):
            DurableEngine._staying += 1
            self._compile()

    def _definition(self) -> dict[str, Any]:
        joins: dict[tuple[Pattern, ...], list[Target]] = {}
        for patterns, target in self.network.rules:
            joins.setdefault(patterns, []).append(target)
        return {
            f"r{number}": {"all": [{f"m{i}": _message(pattern)} for i, pattern in enumerate(patterns)], "run": self._consequent(targets)}
            for number, (patterns, targets) in enumerate(joins.items())
        }

    def _consequent(self, targets: list[Target]) -> Any:
        def fire(_closure: Any) -> None:
            self._fired.update(targets)

        return fire

    def run(self, answers: Answers) -> Verdicts:
        """Forward chaining to the fixpoint for one case. Raises EngineUnavailable if durable-rules crashes twice."""
        return self.begin(answers)()

    def begin(self, answers: Answers) -> Callable[[], Verdicts]:
        """Start the run in a child process of its own (in this one where the system has no fork); what is returned waits for the result.

        That raises EngineUnavailable if durable-rules crashes twice.
        """
        self._compile_to_stay()
        if _disposable:
            return lambda: self._run_beside(answers)
        if not hasattr(os, "fork"):
            return lambda: self._run(answers)
        first = Child(lambda: self._run(answers))

        def result() -> Verdicts:
            with contextlib.suppress(ChildCrashed):
                return first.result()
            try:
                return Child(lambda: self._run(answers)).result()
            except ChildCrashed:
                raise EngineUnavailable("durable-rules ist beim Rechnen abgestürzt.") from None

        return result

    def _run_beside(self, answers: Answers) -> Verdicts:
        """Run with a state of its own; that of the cases before stays, for nothing may be deleted."""
        self._sid, self._stated = f"{_SID}{next(_names)}", {}
        return self._run(answers)

    def _run(self, answers: Answers) -> Verdicts:
        if not self._compiled:
            self._compile()
        self._retract(self._stated)
        self._fired = set(self.network.always)
        known = self._known_at_start(answers)
        stated = self._stated = {}
        self._conclude(known)
        while not known.keys() <= stated.keys():
            new = {name: value for name, value in known.items() if name not in stated}
            stated.update(new)
            self._assert(new)
            self._conclude(known)
        return self._verdicts(known, answers)

    def _conclude(self, known: dict[str, Any]) -> None:
        """Add what the rules that have fired state, and what can be multiplied."""
        known.update({name: value for kind, name, value in self._fired if kind == "wert" and name not in known})
        self._multiply(known)
        self._copy(known)

    def _known_at_start(self, answers: Answers) -> dict[str, Any]:
        values: dict[str, Value] = dict(answers.values)
        for name, rule in self.network.aggregates:
            value = aggregate(rule, answers.participants)
            if value is not None:
                values[name] = value
        known: dict[str, Any] = {}
        for name, single in values.items():
            if isinstance(single, frozenset):
                known.update({bit: int(holds(single, comparison)) for bit, comparison in self.network.bits.get(name, ())})
            else:
                known[name] = atom_value(single)
        self._copy(known)
        return known

    def _copy(self, known: dict[str, Any]) -> None:
        for name, copies in self.network.copies.items():
            if name in known:
                known.update(dict.fromkeys(copies, known[name]))

    def _multiply(self, known: dict[str, Any]) -> None:
        for name, factors in self.network.products:
            result = product([known.get(factor) for factor in factors])
            if result is not None:
                known.setdefault(name, result)

    def _assert(self, facts: dict[str, Any]) -> None:
        messages = [{"sid": self._sid, "frage": name, "wert": value} for name, value in facts.items() if name in self._names]
        if not messages:
            return
        from durable import engine

        host = _shared_host()
        for message in messages:
            try:
                state = host.assert_fact(self._ruleset, message)
            except engine.MessageNotHandledException:
                continue  # a value that no rule tests for is expected
            if state and state.get("exception"):
                raise RuntimeError(str(state["exception"]))

    def _retract(self, facts: dict[str, Any]) -> None:
        """Take the facts of the case before back; only needed where there is no child process per case."""
        from durable import engine

        host = _shared_host()
        for name, value in facts.items():
            if name in self._names:
                try:
                    host.retract_fact(self._ruleset, {"sid": self._sid, "frage": name, "wert": value})
                except engine.MessageNotHandledException:
                    continue

    def _verdicts(self, known: dict[str, Any], answers: Answers) -> Verdicts:
        outcome = {name: bool(value) for kind, name, value in self._fired if kind == "urteil"}
        values: dict[str, Value | None] = {}
        aggregates = dict(self.network.aggregates)
        for derivation in self.program.derivations:
            if derivation.id in aggregates:
                values[derivation.id] = aggregate(aggregates[derivation.id], answers.participants)
            else:
                values[derivation.id] = _typed(known.get(derivation.id), derivation.type.kind.value)
        return Verdicts(values, {name: outcome.get(root) for name, root in self._roots.items()})


def _typed(value: Any, kind: str) -> Value | None:
    return bool(value) if kind == "ja_nein" and value is not None else value


def _message(pattern: Pattern) -> dict[str, Any]:
    name, tests = pattern
    comparisons = [{"wert": value} if operator == "gleich" else {_OPERATORS[operator]: {"wert": value}} for operator, value in tests]
    return {"$and": [{"frage": name}, *comparisons]}
