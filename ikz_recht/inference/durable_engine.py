"""durable-rules as the forward-chaining engine. It must give what the evaluator gives."""

from __future__ import annotations

import itertools
from typing import Any

from ..rulebase.fact import Value
from .evaluator import Verdicts, product
from .facts import Answers, aggregate
from .network import KNOWN, Network, Pattern, Target, atom_value, bit_name, build_network
from .program import Program

_OPERATORS = {"ungleich": "$neq", "mindestens": "$gte", "hoechstens": "$lte", "mehr_als": "$gt", "weniger_als": "$lt"}
_host: Any = None
_names = itertools.count()
_sids = itertools.count()


class EngineUnavailable(Exception):
    """durable-rules is not installed or does not import; the message is a German sentence."""


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

    def __init__(self, program: Program) -> None:
        self.program = program
        self.network: Network = build_network(program)
        self._fired: set[Target] = set()
        self._ruleset = f"ikz{next(_names)}"
        self._names = {name for patterns, _ in self.network.rules for name, _ in patterns}
        host = _shared_host()
        if self.network.rules:
            host.register_rulesets({self._ruleset: self._definition()})

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
        """Forward chaining to the fixpoint for one case."""
        self._fired = set(self.network.always)
        sid = f"s{next(_sids)}"
        known = self._known_at_start(answers)
        stated: set[str] = set()
        try:
            while True:
                new = {name: value for name, value in known.items() if name not in stated}
                self._assert(sid, new)
                stated.update(new)
                known.update({name: value for kind, name, value in self._fired if kind == "wert" and name not in known})
                self._multiply(known)
                self._spread_bits(known)
                if known.keys() <= stated:
                    break
        finally:
            if self.network.rules and stated & self._names:
                _shared_host().delete_state(self._ruleset, sid)
        return self._verdicts(known, answers)

    def _known_at_start(self, answers: Answers) -> dict[str, Any]:
        values: dict[str, Value] = dict(answers.values)
        for name, rule in self.network.aggregates:
            value = aggregate(rule, answers.participants)
            if value is not None:
                values[name] = value
        known: dict[str, Any] = {}
        for name, single in values.items():
            if isinstance(single, frozenset):
                known.update({bit_name(name, element): int(element in single) for element in self.network.as_bits.get(name, ())})
                known[bit_name(name, KNOWN)] = 1
            else:
                known[name] = atom_value(single)
        self._spread_bits(known)
        return known

    def _spread_bits(self, known: dict[str, Any]) -> None:
        for name, elements in self.network.as_bits.items():
            if name in known:
                for element in elements:
                    known.setdefault(bit_name(name, element), int(known[name] == element))

    def _multiply(self, known: dict[str, Any]) -> None:
        for name, factors in self.network.products:
            result = product([known.get(factor) for factor in factors])
            if result is not None:
                known.setdefault(name, result)

    def _assert(self, sid: str, facts: dict[str, Any]) -> None:
        messages = [{"sid": sid, "frage": name, "wert": value} for name, value in facts.items() if name in self._names]
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

    def _verdicts(self, known: dict[str, Any], answers: Answers) -> Verdicts:
        outcome = {name: bool(value) for kind, name, value in self._fired if kind == "urteil"}
        values: dict[str, Value | None] = {}
        aggregates = dict(self.network.aggregates)
        for derivation in self.program.derivations:
            if derivation.id in aggregates:
                values[derivation.id] = aggregate(aggregates[derivation.id], answers.participants)
            else:
                values[derivation.id] = _typed(known.get(derivation.id), derivation.type.kind.value)
        return Verdicts(values, {name: outcome.get(self.network.roots[condition]) for name, condition in self.program.conditions.items()})


def _typed(value: Any, kind: str) -> Value | None:
    return bool(value) if kind == "ja_nein" and value is not None else value


def _message(pattern: Pattern) -> dict[str, Any]:
    name, tests = pattern
    comparisons = [{"wert": value} if operator == "gleich" else {_OPERATORS[operator]: {"wert": value}} for operator, value in tests]
    return {"$and": [{"frage": name}, *comparisons]}
