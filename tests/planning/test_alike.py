"""Pairs that no rule tells apart are computed once, and nothing comes out differently for it."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from ikz_recht.advice.opinion import advise
from ikz_recht.inference.bounds import inhabitant_bounds
from ikz_recht.inference.facts import NO_ASSOCIATION, Participant
from ikz_recht.inference.program import slice_program
from ikz_recht.planning.alike import pair_classes
from ikz_recht.planning.screening import Pair, Screening, columns_of
from ikz_recht.planning.screening_region import Region
from ikz_recht.planning.screening_table import row_count, table_of
from ikz_recht.rulebase.fact import FactType, Kind
from ikz_recht.rulebase.model import Aggregate, Product
from tests.real import DAY, RULES

TASKS = ("bauaufsicht", "standesamt", "wohngeld", "denkmalschutz", "bauhof", "jugendhilfe")
LANDS = ("HE", "RP", "BY", "SN", "SH", "BE")


def random_region(rng: random.Random, count: int) -> Region:
    """Municipalities on both sides of every bound, with known and unknown Kreise, associations and numbers."""
    bounds = sorted(
        {int(bound) for land in LANDS for bound in inhabitant_bounds(slice_program(RULES, [land], DAY)) or ()}
        | {int(bound) for task in RULES.tasks.values() for holder in task.holders for bound in (holder.at_least, holder.below) if bound}
    )
    people = []
    for number in range(count):
        bound = rng.choice(bounds) // rng.choice([1, 1, 2])
        people.append(
            Participant(
                f"Ort {number}",
                rng.choice(["gemeinde", "gemeinde", "gemeinde", "kreisfreie_stadt"]),
                rng.choice(LANDS),
                rng.choice([None, bound - 1, bound, bound + 1, rng.randrange(100, 90_000)]),
                district=rng.choice(["", "Kreis A", "Kreis B"]),
                association=rng.choice(["", NO_ASSOCIATION, "Verband A", "Verband B"]),
            )
        )
    return Region(tuple(str(number) for number in range(count)), tuple(people))


def random_pairs(rng: random.Random, region: Region, count: int) -> list[Pair]:
    return [(one, other) for one, other in (rng.sample(range(len(region.keys)), 2) for _ in range(count))]


@pytest.mark.parametrize("seed", range(4))
def test_with_and_without_classes_the_rows_are_the_same(seed: int) -> None:
    rng = random.Random(seed)
    region = random_region(rng, 60)
    pairs = random_pairs(rng, region, 700)
    screening = Screening(RULES, DAY, region)
    together, alone = (list(screening.batches(pairs, TASKS, grouped=grouped)) for grouped in (True, False))
    assert sum(len(batch.results.status) for batch in together) < sum(len(batch.results.status) for batch in alone)
    for first, second in zip(together, alone, strict=True):
        for only_first in (False, True):
            found = table_of(first, region, only_first=only_first)
            assert found.equals(table_of(second, region, only_first=only_first))
            assert found.num_rows == row_count(first, only_first=only_first)


@pytest.mark.usefixtures("quick")
def test_a_case_of_a_class_is_what_it_is_alone() -> None:
    rng = random.Random(7)
    region = random_region(rng, 80)
    screening = Screening(RULES, DAY, region)
    for batch in screening.batches(random_pairs(rng, region, 300), TASKS):
        for number in rng.sample(range(len(batch.cases)), 3):
            case = screening.case(batch.cases, number)
            opinion = advise(case, RULES, DAY)
            said = {(form.form.land, form.form.id): form for form in opinion.forms}
            first = table_of(replace(batch, cases=batch.cases.part(np.array([number])), row=batch.row[[number]]), region, only_first=False)
            for row in first.to_pylist():
                form = said[row["land"], row["form"]]
                wanted = (form.status, form.prospect, form.rank or 0, form.score.total({}))
                assert (row["status"], row["aussicht"], row["rang"], row["punkte"]) == wanted, case


def classes(*pairs: tuple[Participant, Participant]) -> list[int]:
    people = [person for pair in pairs for person in pair]
    region = Region(tuple(map(str, range(len(people)))), tuple(people))
    one, other = columns_of([(2 * number, 2 * number + 1) for number in range(len(pairs))])
    program = slice_program(RULES, {person.land for person in people}, DAY)
    return pair_classes(region, one, other, program, [RULES.tasks["wohngeld"]]).of.tolist()


def town(
    inhabitants: int | None = 5_000, kind: str = "gemeinde", district: str = "Kreis A", association: str = NO_ASSOCIATION
) -> Participant:
    return Participant("Ort", kind, "BY", inhabitants, district=district, association=association)


def test_names_and_order_do_not_matter() -> None:
    one, other = town(5_000), town(6_000, association="VG")
    assert (
        len({*classes((one, other), (other, one), (town(5_001, district="Kreis B"), town(6_001, district="Kreis B", association="VG 2")))})
        == 1
    )


@pytest.mark.parametrize(
    "other",
    [
        town(None),
        town(100_001),  # bounds of the law of Bayern lie between
        town(kind="kreisfreie_stadt"),
        town(district="Kreis B"),
        town(district=""),
        town(association=""),
        town(association="VG"),
    ],
)
def test_what_a_rule_may_see_makes_another_class(other: Participant) -> None:
    assert len({*classes((town(), town()), (town(), other))}) == 2


def test_numbers_that_are_calculated_with_count_as_they_are() -> None:
    program = slice_program(RULES, ["BY"], DAY)
    assert inhabitant_bounds(program)
    people = next(item for item in program.derivations if isinstance(item.rule, Aggregate) and item.rule.operation == "summiert")
    product = replace(people, id="produkt", type=FactType(Kind.NUMBER), rule=Product((people.id, people.id)))
    assert inhabitant_bounds(replace(program, derivations=(*program.derivations, product))) is None
