"""Quality figures before and after: positions, cases for each position, qualified persons, days with somebody present."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .model import ZERO, CostItem, CostModel

JOINT = ""


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One partner today, or all of them together (`name` ""). None: not said. `cover_percent`: days covered of all work days."""

    name: str
    positions: Decimal
    cases: Decimal | None
    persons: int | None
    cover_percent: Decimal | None
    enough_cases: bool | None = None

    @property
    def cases_per_position(self) -> Decimal | None:
        """Cases a year for a full-time equivalent."""
        return self.cases / self.positions if self.cases is not None and self.positions else None


def quality_rows(model: CostModel) -> list[QualityRow]:
    """The partners, then the joint service."""
    rows = [_row(model, item.name, item.items, item.cases, item.quality.persons, item.quality.days_covered) for item in model.partners]
    cases = model.cases() if all(item.cases is not None for item in model.partners) else None
    return [*rows, _row(model, JOINT, model.joint, cases, model.quality.persons, model.quality.days_covered)]


def _row(
    model: CostModel, name: str, items: Iterable[CostItem], cases: Decimal | None, persons: int | None, days: int | None
) -> QualityRow:
    positions = sum((item.positions for item in items), ZERO)
    cover = Decimal(days * 100) / model.work_days if days is not None and model.work_days else None
    row = QualityRow(name, positions, cases, persons, None if cover is None else min(cover, Decimal(100)))
    per_position = row.cases_per_position
    if model.cases_per_position is None or per_position is None:
        return row
    return QualityRow(name, positions, cases, persons, row.cover_percent, per_position >= model.cases_per_position)
