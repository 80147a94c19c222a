"""Which key to take, with reasons: what the task is usually shared by, whether the figures are there, and whether nobody loses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...rulebase.cost_keys import EQUAL_GAIN, NUCLEOLUS, PROPORTIONAL, SEPARABLE, SHAPLEY, SIZES, CostKey, KeyStatement
from ...rulebase.fact import show_number
from ..judging import holds_for
from ..task_facts import task_facts
from .amounts import show_amount, show_percent
from .divide import Division, SharesResult
from .given import Ground

_SIMPLE_FIRST = (EQUAL_GAIN, PROPORTIONAL, SHAPLEY, SEPARABLE, NUCLEOLUS)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`key` is None where only a notion of fairness fits; `lacking`: keys usual for the task whose figures are missing."""

    division: Division
    key: CostKey | None
    grounds: tuple[Ground, ...]
    lacking: tuple[CostKey, ...] = ()


def fitting_keys(result: SharesResult) -> list[CostKey]:
    """The keys that the rules name for the task."""
    task = result.rulebase.tasks.get(result.given.task)
    if task is None:
        return []
    facts = task_facts(task)
    return [key for key in result.rulebase.cost_keys.keys if key.fits is not None and holds_for(key.fits, facts)]


def recommend(result: SharesResult) -> Recommendation:
    """The usual key of the task under which the fewest lose; where there is none, or it makes someone lose, what is said beside it.

    First come keys usual for the task, among them those where the fewest lose, then those where the fewest groups would do better alone, then
    the one under which who saves least in percent saves most. Without one: any key under which nobody and no group loses; else the simplest fair division.
    """
    usual = [(key, division) for key in fitting_keys(result) if (division := result.of(key.method))]
    lacking = tuple(key for key in fitting_keys(result) if result.of(key.method) is None)
    if usual:
        key, division = min(usual, key=lambda item: (len(item[1].losers), len(item[1].better), -least_rate(result, item[1])))
        others = [(other, found) for other, found in usual if other is not key]
        grounds = (*_grounds(result, key, division, usual=True), *_beside(result, others), *result.given.law)
        return Recommendation(division, key, grounds, lacking)
    fair = [item for item in result.divisions if item.is_key and item.fair and item.method in SIZES]
    key_of = {key.method: key for key in reversed(result.rulebase.cost_keys.keys)}
    if fair and not result.given.task:
        division = fair[0]
        found = key_of.get(division.method)
        return Recommendation(division, found, (*_grounds(result, found, division, usual=False), *result.given.law), lacking)
    divisions = [item for name in _SIMPLE_FIRST if (item := result.of(name))]
    division = next((item for item in divisions if item.fair), divisions[-1])
    return Recommendation(division, None, (*_grounds(result, None, division, usual=False), *result.given.law), lacking)


def _grounds(result: SharesResult, key: CostKey | None, division: Division, *, usual: bool) -> Iterator[Ground]:
    task = result.rulebase.tasks.get(result.given.task)
    if usual and task is not None:
        yield Ground("aufgabe", f"Für die Aufgabe „{task.name}“ nennt das Regelwerk diesen Schlüssel als geeignet.")
    elif task is not None:
        yield Ground("aufgabe", f"Für die Aufgabe „{task.name}“ nennt das Regelwerk keinen Schlüssel, zu dem Zahlen vorliegen.")
    yield from (Ground("rechnung", text) for text in verdict_sentences(result, division))
    if not division.losers and (rate := least_rate(result, division)) > 0:
        yield Ground("rechnung", f"Wer am wenigsten davon hat, spart {show_percent(rate)}.")
    if key is not None:
        facts = task_facts(task) if task is not None else {}
        for kind, statements in (("vorteil", key.advantages), ("nachteil", key.drawbacks), ("praxis", key.examples)):
            yield from (_statement(kind, item) for item in statements if item.fits is None or holds_for(item.fits, facts))


def least_rate(result: SharesResult, division: Division) -> Fraction:
    """What the partner that gains least saves, as a part of its costs alone; partners without costs do not count."""
    rates = [gain / cost for gain, cost in zip(division.gains, result.game.alone(), strict=True) if cost]
    return min(rates, default=Fraction(0))


def _beside(result: SharesResult, others: Sequence[tuple[CostKey, Division]]) -> Iterator[Ground]:
    """The other keys that are usual for the task, and why they come after."""
    for key, division in others:
        if division.losers or division.better:
            text = " ".join(verdict_sentences(result, division))
        else:
            text = f"Auch dabei verliert niemand; wer am wenigsten davon hat, spart {show_percent(least_rate(result, division))}."
        yield Ground("daneben", f"Ebenfalls geeignet: {key.name}. {text}")


def _statement(kind: str, item: KeyStatement) -> Ground:
    return Ground(kind, item.text, item.evidence, item.norm)


def verdict_sentences(result: SharesResult, division: Division) -> Iterator[str]:
    """Whether anyone loses, and whether a group would do better alone."""
    game, places = result.game, places_of(result)
    names = [game.names[number] for number in division.losers]
    if names:
        worst = -sum((min(gain, Fraction(0)) for gain in division.gains), Fraction(0))
        amount = f"{show_amount(worst, places)} {result.given.unit}"
        if len(names) == 1:
            yield f"{names[0]} zahlt {amount} mehr als allein."
        else:
            yield f"{listed(names)} zahlen mehr als allein, zusammen {amount}."
    elif any(item.mask.bit_count() > 1 for item in division.better):
        yield "Keine Kommune zahlt mehr als allein."
    else:
        yield "Keine Kommune zahlt mehr als allein, und keine Gruppe käme ohne die anderen günstiger weg."
    groups = [item for item in division.better if item.mask.bit_count() > 1]
    if groups:
        first = groups[0]
        what = f"{listed(game.members(first.mask))} kämen zusammen um {show_amount(first.by, places)} {result.given.unit} günstiger weg"
        more = "" if len(groups) == 1 else f"; so geht es {show_number(len(groups))} Gruppen, dies ist der größte Betrag"
        yield f"{what}{more}."


def listed(names: tuple[str, ...] | list[str]) -> str:
    """A, B und C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"


def places_of(result: SharesResult) -> int:
    """Decimal places with which amounts are shown: none for large sums, else cents, and more where all are small."""
    total = max(result.game.total, max(result.game.alone()))
    return 0 if total >= 10_000 else 2 if total >= 100 else 4
