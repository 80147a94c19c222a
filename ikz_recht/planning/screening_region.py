"""The municipalities of a screening, as participants and as columns (needs numpy, extra `[spalten]`)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..inference.facts import NO_ASSOCIATION, Participant, attribute_of
from ..inference.roster import KIND_CODES, LAND_CODES, Roster

ATTRIBUTES = ("land", "kreis", "verband")
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Region:
    """Municipalities by number. Who has no kind (gemeindefreies Gebiet) must be left out.

    The columns are made from `people`; inhabitants NaN: unknown; attributes -1: unknown, 0: belongs to none.
    """

    keys: tuple[str, ...]
    people: tuple[Participant, ...]
    kind: Codes = field(init=False, repr=False, compare=False)
    land: Codes = field(init=False, repr=False, compare=False)
    inhabitants: npt.NDArray[np.float64] = field(init=False, repr=False, compare=False)
    attributes: dict[str, Codes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {"": -1, NO_ASSOCIATION: 0}

        def codes(attribute: str) -> Codes:
            return np.array([names.setdefault(attribute_of(item, attribute), len(names)) for item in self.people], dtype=np.int64)

        columns = {
            "kind": np.array([KIND_CODES[item.kind] for item in self.people], dtype=np.int64),
            "land": np.array([LAND_CODES[item.land] for item in self.people], dtype=np.int64),
            "inhabitants": np.array([np.nan if item.inhabitants is None else item.inhabitants for item in self.people], dtype=np.float64),
            "attributes": {name: codes(name) for name in ATTRIBUTES},
        }
        for name, column in columns.items():
            object.__setattr__(self, name, column)

    def roster(self, one: Codes, other: Codes) -> Roster:
        """The participants of cases of two municipalities each, of whom nothing else is known."""
        members = np.stack([one, other], axis=1).reshape(-1)
        count = len(one)
        return Roster(
            count=count,
            none=np.zeros(count, dtype=np.bool_),
            owner=np.repeat(np.arange(count), 2),
            kind=self.kind[members],
            role=np.full(2 * count, -1, dtype=np.int64),
            inhabitants=self.inhabitants[members],
            holds_task=np.full(2 * count, -1, dtype=np.int8),
            land=self.land[members],
            attributes={name: column[members] for name, column in self.attributes.items()},
            without=0,
        )
