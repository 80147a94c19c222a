"""What is usual for a task speaks for a form: it decides between the two kinds of Vereinbarung as long as nothing else is known."""

from __future__ import annotations

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import advise
from ikz_recht.inference.facts import Participant
from tests.real import DAY, RULES

HANDED_OVER, CARRIED_OUT = "oeffentlich_rechtliche_vereinbarung_delegierend", "oeffentlich_rechtliche_vereinbarung_mandatierend"
PAIR = tuple(Participant(name, "gemeinde", "HE", number, district="Gießen") for name, number in (("Laubach", 9700), ("Grünberg", 13700)))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("task", "first"), [("personalabrechnung", CARRIED_OUT), ("standesamt", HANDED_OVER)])
def test_the_usual_kind_of_agreement_comes_first(task: str, first: str) -> None:
    opinion = advise(Case("Probe", PAIR, {"aufgabe": task}), RULES, DAY)
    assert opinion.recommendation is not None
    assert opinion.recommendation.chosen.form.id == first


def test_every_task_with_usual_forms_has_one_effect_for_them() -> None:
    usual = {task.id.replace("_", "-"): set(task.usual_forms) for task in RULES.tasks.values() if task.usual_forms}
    effects = [effect for criterion in RULES.criteria if criterion.id == "uebliche-form" for effect in criterion.effects]
    assert {effect.id.rpartition(".")[2]: set(effect.forms or ()) for effect in effects} == usual
    assert len(effects) == len(usual) > 80
