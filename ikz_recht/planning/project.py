"""Everything that is computed for one project: opinion, benefit, shares, the way through the bodies, the change plan, fitted together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from ..advice.opinion import FormOpinion, Opinion
from ..rulebase.nodes import Node, read_nodes
from .benefit.benefit import Benefit, benefit_of
from .benefit.costs_file import costs_in, read_costs_file
from .benefit.council_sentences import funding_text, leaving_sentence, posts_sentence
from .benefit.read_costs import cost_model
from .benefit.sentences import benefit_sentences, short_sentence, third
from .bodies.choice import chosen_form
from .bodies.given import BenefitFigures, Given
from .bodies.path import DecisionPath, decision_path
from .bodies.read_given import given_from
from .bodies.wishes import wished_start
from .change.anchors import anchors_for, anchors_of
from .change.calendar import wish_in
from .change.choose import form_to_plan
from .change.model import ChangePlan
from .change.plan import change_plan
from .change.readiness import answers_from
from .german_names import decline
from .shares.divide import SharesResult, divide
from .shares.from_model import shares_of_case
from .shares.key_law import key_law
from .shares.read_shares import shares_from
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
    """Where the statements stand: the case (with its nodes), costs and sittings in files of their own (None: there are none).

    Who keeps such files elsewhere names their nodes: `sittings` in place of `given`, `shares` in place of what follows from the costs,
    and `readiness`, the answers of the readiness check.
    """

    case: Path
    node: Node
    costs: Path | None = None
    given: Path | None = None
    sittings: Node | None = None
    shares: Node | None = None
    readiness: Node | None = None


def project(
    opinion: Opinion, files: ProjectFiles, form: str | None = None, start: dt.date | None = None, begin: dt.date | None = None
) -> Project:
    """The whole project, for the named form or the recommended one; the work on it begins on `begin`. Raises InputProblems."""
    benefit, shares = benefit_in(opinion, files), shares_in(opinion, files)
    chosen = form_in(opinion, form)
    path, remarks = (
        path_in(opinion, files, chosen, start, benefit, shares) if chosen else (None, wished_start(opinion, start, files.case)[1])
    )
    plan = plan_in(opinion, files, chosen, start, begin, path)
    return Project(opinion, chosen, benefit, shares, path, plan, tuple(dict.fromkeys((*remarks, *plan.remarks))))


def form_in(opinion: Opinion, form: str | None) -> FormOpinion | None:
    """The named form, else the recommended one; None if none is recommended. Raises InputProblems."""
    return chosen_form(opinion, form) if form or opinion.recommendation else None


def benefit_in(opinion: Opinion, files: ProjectFiles) -> Benefit | None:
    """The benefit; None without cost figures. Raises InputProblems."""
    costs = _costs(opinion, files)
    return benefit_of(opinion, costs) if costs is not None else None


def shares_in(opinion: Opinion, files: ProjectFiles, chosen: str = "") -> SharesResult | None:
    """The division of the costs (with `chosen` in place of the key that the figures name); None without figures. Raises InputProblems."""
    rulebase = opinion.program.rulebase
    if files.shares is not None:
        given = replace(shares_from(files.shares, rulebase), law=key_law(opinion))
    else:
        costs = _costs(opinion, files)
        if costs is None:
            return None
        given = shares_of_case(cost_model(costs, opinion.case.participants or ()), opinion, files.costs or files.case)
    return divide(replace(given, chosen=chosen or given.chosen), rulebase)


def path_in(
    opinion: Opinion,
    files: ProjectFiles,
    chosen: FormOpinion,
    start: dt.date | None = None,
    benefit: Benefit | None = None,
    shares: SharesResult | None = None,
) -> tuple[DecisionPath, tuple[str, ...]]:
    """The way through the bodies, with remarks; benefit and key stand in the papers where nobody has stated others. Raises InputProblems."""
    wish, remarks = wished_start(opinion, start, files.case)
    return decision_path(opinion, chosen, _given(opinion, files, benefit, shares), wish), remarks


def plan_in(
    opinion: Opinion,
    files: ProjectFiles,
    chosen: FormOpinion | None,
    start: dt.date | None = None,
    begin: dt.date | None = None,
    path: DecisionPath | None = None,
) -> ChangePlan:
    """The change plan, around the days of the way through the bodies. Raises InputProblems."""
    names = [item.name for item in opinion.case.participants or ()]
    answered = answers_from(files.readiness, opinion.program.rulebase.change, names) if files.readiness is not None else None
    wish = wish_in(files.node, opinion, begin, start)
    anchors = anchors_of(path) if path and begin is None else anchors_for(opinion, chosen, wish, _given(opinion, files, None, None))
    return change_plan(opinion, form_to_plan(opinion, chosen), wish, answered, anchors)


def _costs(opinion: Opinion, files: ProjectFiles) -> Node | None:
    return read_costs_file(files.costs) if files.costs else costs_in(opinion.case)


def _given(opinion: Opinion, files: ProjectFiles, benefit: Benefit | None, shares: SharesResult | None) -> Given:
    """What was said about sittings and votes; each participant's benefit and the key, where nobody has stated them, as they were computed."""
    names = [item.name for item in opinion.case.participants or ()]
    node = read_nodes(files.given) if files.given else files.sittings
    given = given_from(node, names, opinion.program.rulebase.bodies.steps, opinion.day, files.given) if node is not None else Given()
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
