"""The prospects of open forms in single cases: the definition that the columns of a screening rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..advice.case import Case
from ..advice.finding import Assessor, Status
from ..advice.known import evaluations, known_answers
from ..advice.prospect import Prospect, outlook
from ..inference.program import Program
from ..rulebase.model import BARRIERS, LegalForm


@dataclass
class Prospects:
    """Prospects by program, form and signature (equal for cases that the form's rules do not tell apart), each computed once."""

    _found: dict[tuple[Program, str, str, int], Prospect] = field(default_factory=dict)

    def of(
        self,
        program: Program,
        form: LegalForm,
        cases: npt.NDArray[np.int64],
        signatures: npt.NDArray[np.uint64],
        alone: Callable[[int], Alone],
    ) -> Sequence[Prospect]:
        """The prospects of the form in these cases; `alone` gives a case by its number."""
        found = []
        for number, signature in zip(cases.tolist(), signatures.tolist(), strict=True):
            key = (program, form.land, form.id, signature)
            if key not in self._found:
                self._found[key] = alone(number).prospect(form)
            found.append(self._found[key])
        return found


class Alone:
    """One case under a program, evaluated as far as somebody asks."""

    def __init__(self, case: Case, program: Program) -> None:
        known = known_answers(case, program)
        self.evaluation, self.confirmed = evaluations(known, program)

    def prospect(self, form: LegalForm) -> Prospect:
        """The prospect of a form that is open, as an opinion on the case gives it: only barriers matter for that."""
        barriers = [rule for rule in self.evaluation.program.rules_of(form) if rule.kind in BARRIERS]
        assessor = Assessor({rule.id: self.evaluation.truth(rule.trigger) for rule in barriers}, self.evaluation, self.confirmed)
        return outlook(form, Status.OPEN, [assessor.finding(rule) for rule in barriers]).prospect
