"""What a citation says: provisions, decisions and works, as typed values that can be written again.

`show(parse(text))` is the citation in one spelling; `parse(show(citation)) == citation`. The grammar is in `read_norm.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADS = {"§": "§§", "Art.": "Art.", "Abschn.": "Abschn.", "R": "R", "Anlage": "Anlagen", "Anhang": "Anhänge"}
"""Units with which a provision begins, each with its plural (and „Nr.“ in guidelines)."""
RANKS = {**dict.fromkeys(HEADS, 0), "Abs.": 1, "Unterabs.": 2, "S.": 3, "Hs.": 4, "Alt.": 4, "Nr.": 5, "Buchst.": 6}
"""Depth of each unit below its Paragraf or Artikel."""
TOGETHER = "i. V. m."
ALSO = (",", "und", TOGETHER, "bzw.")


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers of one unit: `5`, `4` to `22a`, `5` with what follows (`following` is f. or ff.)."""

    first: str
    last: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One unit with its numbers. `link` ties it to the step before: "" means within it, else one of ALSO."""

    unit: str
    spans: tuple[Span, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """Places in one law. `version`: a. F. or n. F.; `note` stands before the law, `remark` behind it."""

    steps: tuple[Step, ...]
    law: str
    version: str = ""
    note: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision or circular: who, when, and what else stands there (file number, name, Leitsatz), piece by piece."""

    court: str
    date: dt.date | None
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A law, treaty or guideline as a whole, or a body of rules without a statute."""

    name: str
    version: str = ""
    remark: str = ""


Norm = Provision | Decision | Work


@dataclass(frozen=True, slots=True)
class Citation:
    """Norms in order, each with what ties it to the one before (";" or one of ALSO; "" for the first)."""

    norms: tuple[tuple[str, Norm], ...]


_CASE = re.compile(r"^(?:der|dem) |^des (\w+?)e?s\b")


def laws(citation: Citation) -> Iterator[str]:
    """The names of the laws and works that the citation names, without article („des Abkommens“: Abkommen); decisions have none."""
    for _, norm in citation.norms:
        if not isinstance(norm, Decision):
            yield law_of(norm)


def law_of(norm: Provision | Work) -> str:
    """The name of the law or work without article."""
    return _CASE.sub(lambda match: match[1] or "", norm.law if isinstance(norm, Provision) else norm.name)


def show(citation: Citation) -> str:
    """The citation in one spelling: § 23 Abs. 1 S. 2 GkG NRW."""
    return "".join(_tied(link, _show_norm(norm)) for link, norm in citation.norms)


def _tied(link: str, text: str) -> str:
    if not link:
        return text
    return f"{link} {text}" if link in (";", ",") else f" {link} {text}"


def _show_norm(norm: Norm) -> str:
    if isinstance(norm, Decision):
        when = f" {norm.date.day}.{norm.date.month}.{norm.date.year}" if norm.date else ""
        details = ", ".join(norm.details)
        comma = when and not details.startswith(("(", "zu "))
        return f"{norm.court}{when}" + (f"{',' if comma else ''} {details}" if details else "")
    tail = (f" {norm.version}" if norm.version else "") + (f" ({norm.remark})" if norm.remark else "")
    if isinstance(norm, Work):
        return norm.name + tail
    steps = "".join(_tied(step.link, _show_step(step)) if step.link else f" {_show_step(step)}" for step in norm.steps)
    return steps.strip() + (f" ({norm.note})" if norm.note else "") + f" {norm.law}{tail}"


def _show_step(step: Step) -> str:
    spans = ", ".join(
        f"{span.first}{'–' if span.last else ''}{span.last}{' ' * bool(span.following)}{span.following}" for span in step.spans
    )
    several = len(step.spans) > 1 or step.spans[0].last or step.spans[0].following
    return f"{HEADS.get(step.unit, step.unit) if several else step.unit} {spans}"


Key = tuple[int, str]
Level = tuple[str, Key, Key]
_END = (10**9, "")


def paths(provision: Provision) -> Iterator[tuple[Level, ...]]:
    """Every place that the provision names: from the Paragraf down, each level with its first and last number."""
    current: list[Level] = []
    for position, step in enumerate(provision.steps):
        if step.link:
            current = _above(current, step.unit)
        levels = [_level(step.unit, span) for span in step.spans]
        yield from ((*current, level) for level in levels[:-1])
        current = [*current, levels[-1]]
        following = provision.steps[position + 1 : position + 2]
        if not following or following[0].link:
            yield tuple(current)


def _above(path: list[Level], unit: str) -> list[Level]:
    """The part of the path under which another step with that unit stands."""
    units = [level[0] for level in path]
    if unit in units:
        return path[: units.index(unit)]
    return [level for level in path if RANKS[level[0]] < RANKS[unit]]


def _level(unit: str, span: Span) -> Level:
    first = _key(span.first)
    if span.following:
        return unit, first, _END if span.following == "ff." else (first[0] + 1, "~")
    return unit, first, _key(span.last) if span.last else first


def _key(number: str) -> Key:
    match = re.match(r"(\d*)(.*)", number, re.DOTALL)
    return (int(match[1] or 0), match[2]) if match else (0, number)


def agreement(one: Norm, other: Norm) -> int:
    """How far two norms agree: 0 different law, 1 same law, 2 same Paragraf, 3 and more also below. A whole law agrees with all of it."""
    if isinstance(one, Decision) or isinstance(other, Decision):
        return 9 if one == other or _same_file(one, other) else 0
    if law_of(one) != law_of(other):
        return 0
    if isinstance(one, Work) or isinstance(other, Work):
        return 9 if type(one) is type(other) else 1
    return max(_common(mine, theirs) for mine in paths(one) for theirs in paths(other))


def _same_file(one: Norm, other: Norm) -> bool:
    if not (isinstance(one, Decision) and isinstance(other, Decision)) or one.court != other.court:
        return False
    if one.date and other.date:
        return one.date == other.date
    return bool(_file(one) and _file(one) == _file(other))


def _file(decision: Decision) -> str:
    return decision.details[0].split(" (")[0] if decision.details else ""


def _common(mine: tuple[Level, ...], theirs: tuple[Level, ...]) -> int:
    """1 plus the number of levels from the top that overlap; a place that ends earlier covers all below it."""
    depth = 1
    for (unit, first, last), (other, start, end) in zip(mine, theirs, strict=False):
        if unit != other:
            return depth
        if first > end or start > last:
            return depth
        depth += 1
    return depth


def share(one: Citation, other: Citation) -> int:
    """The furthest agreement between a norm of one citation and a norm of the other."""
    return max(agreement(mine, theirs) for _, mine in one.norms for _, theirs in other.norms)
