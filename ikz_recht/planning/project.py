"""Everything that is computed for one project: opinion, benefit, shares, the way through the bodies, the change plan, fitted together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from ..advice.opinion import FormOpinion, Opinion
from ..rulebase.nodes import Node
from .benefit.benefit import Benefit, benefit_of
from .benefit.costs_file import costs_in, read_costs_file
from .benefit.council_sentences import funding_text, leaving_sentence, posts_sentence
from .benefit.read_costs import cost_model
from .benefit.sentences import benefit_sentences, short_sentence, third
from .bodies.choice import chosen_form
from .bodies.given import BenefitFigures, Given
from .bodies.path import DecisionPath, decision_path
from .bodies.read_given import read_given
from .bodies.wishes import wished_start
from .change.anchors import anchors_of
from .change.calendar import wish_in
from .change.choose import form_to_plan
from .change.model import ChangePlan
from .change.plan import change_plan
from .german_names import decline
from .shares.divide import SharesResult, divide
from .shares.from_model import shares_of_case
from .shares.recommend import recommend
from .shares.shares_lines import method_name


@dataclass(frozen=True)
class Project:
    """`benefit` and `shares` are None without cost figures, `path` without a recommended form. `remarks`: sentences about what was left aside."""

    opinion: Opinion
    form: FormOpinion | None
    benefit: Benefit | None
    shares: SharesResult | None
    path: DecisionPath | None
    plan: ChangePlan
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """Where the statements stand: the case (with its nodes), costs and sittings in files of their own (None: there are none)."""

    case: Path
    node: Node
    costs: Path | None = None
    given: Path | None = None


def project(opinion: Opinion, files: ProjectFiles, form: str | None = None, start: dt.date | None = None) -> Project:
    """The whole project, for the named form or the recommended one. Raises InputProblems."""
    costs = read_costs_file(files.costs) if files.costs else costs_in(opinion.case)
    benefit = benefit_of(opinion, costs) if costs is not None else None
    shares = None
    if costs is not None:
        model = cost_model(costs, opinion.case.participants or ())
        shares = divide(shares_of_case(model, opinion, files.costs or files.case), opinion.program.rulebase)
    chosen = chosen_form(opinion, form) if form or opinion.recommendation else None
    wish, remarks = wished_start(opinion, start, files.case)
    path = decision_path(opinion, chosen, _given(opinion, files, benefit, shares), wish) if chosen else None
    anchors = anchors_of(path) if path else None
    plan = change_plan(opinion, form_to_plan(opinion, chosen), wish_in(files.node, opinion, None, start), anchors=anchors)
    return Project(opinion, chosen, benefit, shares, path, plan, tuple(dict.fromkeys((*remarks, *plan.remarks))))


def _given(opinion: Opinion, files: ProjectFiles, benefit: Benefit | None, shares: SharesResult | None) -> Given:
    """What was said about sittings and votes; each participant's benefit and the key, where nobody has stated them, as they were computed."""
    names = [item.name for item in opinion.case.participants or ()]
    given = read_given(files.given, names, opinion.program.rulebase.bodies.steps, opinion.day) if files.given else Given()
    if benefit is None:
        return given
    declined = {item.name: decline(item.name, item.kind, item.land) for item in opinion.case.participants or ()}
    of = {name: third(item.nominative, item.dative) for name, item in declined.items()}
    computed = {
        name: BenefitFigures(
            key=_key(shares),
            told=sentence,
            short=short_sentence(benefit, name),
            posts=posts_sentence(benefit, name, of),
            leaving=leaving_sentence(benefit, name, of),
            funding=funding_text(benefit),
        )
        for name, sentence in benefit_sentences(benefit, of).items()
        if name in of
    }
    return replace(given, benefit={**computed, **given.benefit})


def _key(shares: SharesResult | None) -> str:
    """The key that was chosen, else the one recommended; "" if there is none."""
    if shares is None:
        return ""
    division = shares.of(shares.given.chosen) or recommend(shares).division
    return method_name(shares, division)
