"""What a screening finds: status, prospect, rank and points of every form, a row per case and a column per form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..advice.opinion_columns import FormColumns

_PARTS = ("status", "prospect", "rank", "points")


@dataclass(frozen=True)
class Results:
    """`status` and `prospect` are positions in opinion_columns.STATUSES and PROSPECTS; `rank` is 0 where there is none.

    `forms` names the columns: Land and id of each form, the looser one first.
    """

    forms: tuple[tuple[str, str], ...]
    status: npt.NDArray[np.int8]
    prospect: npt.NDArray[np.int8]
    rank: npt.NDArray[np.int8]
    points: npt.NDArray[np.int16]  # without weights, points are whole

    @staticmethod
    def of(columns: Sequence[FormColumns], count: int) -> Results:
        """From the columns of each form over `count` cases."""
        shape = (count, len(columns))
        found = Results(
            tuple((item.form.land, item.form.id) for item in columns),
            np.zeros(shape, dtype=np.int8),
            np.zeros(shape, dtype=np.int8),
            np.zeros(shape, dtype=np.int8),
            np.zeros(shape, dtype=np.int16),
        )
        for number, item in enumerate(columns):
            for name in _PARTS:
                getattr(found, name)[:, number] = getattr(item, name)
        return found

    @staticmethod
    def joined(parts: Sequence[Results]) -> Results:
        """Results of the same forms one below the other; there must be at least one."""
        return Results(parts[0].forms, *(np.concatenate([getattr(part, name) for part in parts]) for name in _PARTS))

    def save(self, path: Path) -> None:
        """Write them to a file."""
        with path.open("wb") as file:
            np.savez(file, forms=np.array(self.forms, dtype=str).reshape(-1, 2), **{name: getattr(self, name) for name in _PARTS})

    @staticmethod
    def load(path: Path) -> Results:
        """Read what `save` has written."""
        with np.load(path, allow_pickle=False) as file:
            return Results(tuple((str(land), str(form)) for land, form in file["forms"]), *(file[name] for name in _PARTS))
