"""A field of a form that is no question of the rule base: what it asks, what was entered, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """`choices`: the possible answers (empty: a line of text, with `lines` of several); `may_be_open`: „weiß nicht“ can be ticked, `unknown`: it is."""

    id: str
    label: str
    hint: str = ""
    value: str = ""
    problem: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    may_be_open: bool = False
    unknown: bool = False
    lines: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together."""

    title: str
    fields: tuple[Field, ...]


def faults_of(groups: Iterable[Group]) -> list[tuple[str, str]]:
    """What is wrong, by field; in a list away from the field, so with whose it is and what was asked."""
    return [
        (field.id, f"{group.title}: {field.label}{' ' if field.label.endswith('?') else ': '}{field.problem}")
        for group in groups
        for field in group.fields
        if field.problem
    ]
