"""Truth over many cases as bit planes, and the columns of values that comparisons read.

A plane holds one bit per case in 64-bit words; bits behind the last case are 0. A truth is two planes: where it is true and where it is
false; where it is neither, it is open. Needs numpy (extra `[spalten]`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..rulebase import condition as c
from ..rulebase.fact import Value
from .evaluator import order

Plane = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]
_KNOWN = "\0"  # no option is called that
_OPERATORS: dict[str, Callable[[npt.NDArray[np.float64], float], Flags]] = {
    c.EQUAL: np.equal,
    c.AT_LEAST: np.greater_equal,
    c.AT_MOST: np.less_equal,
    c.MORE: np.greater,
    c.LESS: np.less,
}


def pack(flags: Flags) -> Plane:
    """One flag per case as a plane."""
    bits = np.packbits(flags, bitorder="little")
    plane = np.zeros(-(-len(bits) // 8), dtype=np.uint64)
    plane.view(np.uint8)[: len(bits)] = bits
    return plane


def unpack(plane: Plane, count: int) -> Flags:
    """A plane as one flag per case."""
    return np.unpackbits(plane.view(np.uint8), count=count, bitorder="little").view(np.bool_)


@dataclass(frozen=True, slots=True)
class Truths:
    """Where something is true and where it is false; nowhere both."""

    true: Plane
    false: Plane

    def opposite(self) -> Truths:
        """The truth of the negation."""
        return Truths(self.false, self.true)

    def same_as(self, constant: Value) -> Plane:
        """Where the value is the constant."""
        return self.true if constant is True else self.false if constant is False else np.zeros_like(self.true)

    @property
    def known(self) -> Plane:
        """Where it is not open."""
        return self.true | self.false


@dataclass(frozen=True)
class Choices:
    """A value out of a few: `codes` are positions in `options`, -1 where unknown."""

    options: tuple[str, ...]
    codes: npt.NDArray[np.int16]
    _planes: dict[str, Plane] = field(default_factory=dict)

    def same_as(self, constant: Value) -> Plane:
        """Where the value is the constant."""
        name = str(constant)
        if name not in self._planes:
            code = self.options.index(name) if name in self.options else -2
            self._planes[name] = pack(self.codes == code)
        return self._planes[name]

    @property
    def known(self) -> Plane:
        """Where there is a value."""
        if _KNOWN not in self._planes:
            self._planes[_KNOWN] = pack(self.codes >= 0)
        return self._planes[_KNOWN]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers, or days as ordinals; NaN where unknown."""

    values: npt.NDArray[np.float64]

    def compared(self, operator: str, constant: float) -> Plane:
        """Where the comparison holds."""
        return pack(_OPERATORS[operator](self.values, constant))

    @property
    def known(self) -> Plane:
        """Where there is a value."""
        return pack(~np.isnan(self.values))


@dataclass(frozen=True, slots=True)
class Sets:
    """A set of options: where it is known, and for each option where it is in the set."""

    known: Plane
    elements: Mapping[str, Plane]


Column = Truths | Choices | Numbers | Sets


def compared(column: Column, comparison: c.Compare) -> Truths:
    """A column against the constant of a comparison, as `evaluator.holds` defines it; open where the value is unknown."""
    known = column.known
    true = _holds(column, comparison) & known
    return Truths(true, known & ~true)


def _holds(column: Column, comparison: c.Compare) -> Plane:
    operator, constant = comparison.operator, comparison.value
    if isinstance(column, Sets):
        if isinstance(constant, frozenset):  # nur
            outside = [plane for option, plane in column.elements.items() if option not in constant]
            return ~_any_of(outside, column.known)
        return column.elements.get(str(constant), np.zeros_like(column.known))
    if isinstance(constant, frozenset):  # eins_von
        return _any_of([_holds(column, c.Compare(comparison.fact, c.EQUAL, item)) for item in constant], column.known)
    if isinstance(column, Numbers):
        return column.compared(operator, order(constant))
    return column.same_as(constant)


def _any_of(planes: Sequence[Plane], shape: Plane) -> Plane:
    result: Plane = np.zeros_like(shape)
    for plane in planes:
        result = result | plane
    return result


def column_of(values: Sequence[Value | None], options: tuple[str, ...], sample: type) -> Column:
    """A column from single values (None: unknown); `sample` is the type of the known ones: bool, str, frozenset, or float for numbers and days."""
    if sample is bool:
        return Truths(pack(np.array([value is True for value in values])), pack(np.array([value is False for value in values])))
    if sample is frozenset:
        known = pack(np.array([value is not None for value in values]))
        return Sets(known, {option: pack(np.array([isinstance(v, frozenset) and option in v for v in values])) for option in options})
    if sample is str:
        codes = {option: position for position, option in enumerate(options)}
        return Choices(options, np.array([-1 if value is None else codes.get(str(value), -3) for value in values], dtype=np.int16))
    return Numbers(np.array([np.nan if value is None else _number(value) for value in values], dtype=np.float64))


def _number(value: Value) -> float:
    return value.toordinal() if isinstance(value, dt.date) else order(value)
