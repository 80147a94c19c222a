"""The municipalities of the register in use ($IKZ_DATEN, else the example region)."""

from __future__ import annotations

from ikz_recht.planning.screening import Pair
from ikz_recht.planning.screening_region import Region
from ikz_recht.register.participants import participant_of
from ikz_recht.register.store import open_register


def load_region() -> tuple[Region, list[Pair]]:
    """All of them that are municipalities in law and have neighbours, and the pairs of neighbours."""
    with open_register() as register:
        pairs = register.pairs()
        people = {key: person for key in sorted({key for pair in pairs for key in pair}) if (person := participant_of(register, key))}
    numbers = {key: number for number, key in enumerate(people)}
    return Region(tuple(people), tuple(people.values())), [(numbers[a], numbers[b]) for a, b in pairs if a in numbers and b in numbers]
