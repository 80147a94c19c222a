"""One page for those who decide: recommendation, reasons, conditions, what to do next, by whom and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import jinja2

from ..advice.opinion import FormOpinion, Opinion
from ..advice.prospect import GOOD, Condition
from ..advice.sentences import condition_kind
from ..rulebase.model import Nature, RuleKind
from .assumptions import origins_in_words
from .dates import date_warnings, is_past
from .dialect import tidy
from .markdown_text import german_date
from .open_points import unread_norms
from .summary import form_title, recommendation_sentence, summary_sentences
from .templating import render
from .views import authority, clause, first_sentence

_MAX_OTHERS = 3
# From generous to tight: how many reasons for, against, obligations, conditions the page shows, and whether all steps. The first that fits counts.
_LIMITS = (
    (3, 2, 4, 5, True),
    (3, 1, 3, 4, True),
    (2, 1, 2, 4, True),
    (2, 0, 2, 3, True),
    (2, 0, 2, 3, False),
    (1, 0, 1, 3, False),
    (1, 0, 1, 2, False),
    (1, 0, 0, 1, False),
)
_MAIN_STEPS = ("beschluss", "anzeige", "genehmigung")
_LINES, _LINE, _CELL = 35, 92, 44  # lines of the page under its title, characters of a line and of the first column
_BODIES = "Vertretungskörperschaften aller Beteiligten"
# Who acts in a step if the rule names no authority, and until when if it names no deadline.
_WHO = {
    "vorbereitung": ("Verwaltungen der Beteiligten", "vor den Beschlüssen"),
    "unterrichtung": ("Verwaltungen der Beteiligten", "vor den Beschlüssen"),
    "beschluss": (_BODIES, "vor der Unterzeichnung"),
    "unterzeichnung": ("gesetzliche Vertreterinnen und Vertreter aller Beteiligten", "nach den Beschlüssen"),
    "anzeige": ("Beteiligte gemeinsam", "nach der Unterzeichnung"),
    "genehmigung": ("Beteiligte gemeinsam", "nach der Unterzeichnung"),
    "bekanntmachung": ("Beteiligte oder Aufsicht, je nach Gesetz", "vor dem Wirksamwerden"),
}


def short_markdown(opinion: Opinion, env: jinja2.Environment) -> str:
    """The page as Markdown. Raises TemplateProblem."""
    return f"{tidy(render(env, 'kurzfassung.md', {**short_context(opinion), 'allein': True}))}\n"


def short_context(opinion: Opinion) -> dict[str, Any]:
    """Everything the template kurzfassung.md may name; docs/vorlagen.md describes it."""
    found = opinion.recommendation
    return {
        "allein": False,
        "titel": opinion.case.title or opinion.value("aufgabe") or "Interkommunale Zusammenarbeit",
        "kurz": _decision(found.chosen, opinion) if found else None,
        "kurz_empfehlung": recommendation_sentence(opinion) if opinion.forms else " ".join(summary_sentences(opinion)),
        "kurz_bemerkungen": _remarks(opinion),
        "kurz_andere": _others(opinion, found.chosen if found else None),
        "kurz_daneben": _beside(opinion, found.chosen) if found else [],
    }


def _decision(chosen: FormOpinion, opinion: Opinion) -> dict[str, Any]:
    """What is said of the recommended form or path, as much as fits on the page."""
    views = (_view(chosen, opinion, limits) for limits in _LIMITS)
    found = next(views)
    around = (recommendation_sentence(opinion), *_remarks(opinion), *_others(opinion, chosen), *_beside(opinion, chosen))
    while _lines(found, around) > _LINES and (tighter := next(views, None)):
        found = tighter
    return found


def _view(chosen: FormOpinion, opinion: Opinion, limits: tuple[int, int, int, int, bool]) -> dict[str, Any]:
    pro, contra, most_obligations, most_conditions, all_steps = limits
    best = chosen.outlook.sets[0] if chosen.outlook.sets else None
    effects = sorted(chosen.score.effects, key=lambda effect: -effect.strength)
    obligations = [finding.rule.text for finding in chosen.of(RuleKind.OBLIGATION)]
    # What the councils themselves decide comes first: it must not be among the conditions for which there is no room.
    ordered = sorted(best.conditions, key=lambda item: item.nature is not Nature.CHOICE) if best else []
    conditions = [_condition(item, opinion) for item in ordered]
    return {
        "name": form_title(chosen, opinion),
        "norm": chosen.form.norm,
        "text": chosen.form.text if chosen.form.way else "",
        "gute_aussicht": chosen.prospect in GOOD,
        "warum": [effect.text for effect in effects if effect.points() > 0][:pro],
        "dagegen": [effect.text for effect in effects if effect.points() < 0][:contra],
        "bedingungen": conditions[:most_conditions],
        "weitere_bedingungen": max(0, len(conditions) - most_conditions),
        "zweifel": [f"{rule.text.rstrip('.')} ({rule.norm}); nicht belegt" for rule in best.doubts] if best else [],
        "auflagen": [first_sentence(text) for text in obligations[:most_obligations]],
        "weitere_auflagen": max(0, len(obligations) - most_obligations),
        "schritte": _steps(chosen, opinion, tuple(_WHO) if all_steps else _MAIN_STEPS, conditional=bool(conditions)),
    }


def _lines(view: dict[str, Any], around: Sequence[str]) -> int:
    """About how many lines the page takes; `around` are the texts that stand on it anyway."""
    texts = [view["text"], *view["warum"], *view["dagegen"], *view["bedingungen"], *view["zweifel"], *view["auflagen"]]
    rows = sum(1 + max(len(row["was"]) // _CELL, len(row["wer"]) // 26, len(row["bis"]) // 18) * 0.8 for row in view["schritte"])
    return round(sum(1.3 + len(text) // _LINE for text in texts) + sum(len(text) / _LINE for text in around) + 1.3 * rows + 9)


def _condition(item: Condition, opinion: Opinion) -> str:
    return f"{clause(item, opinion)} ({condition_kind(item)})"


def _steps(chosen: FormOpinion, opinion: Opinion, shown: Sequence[str], *, conditional: bool) -> list[dict[str, str]]:
    """The next steps in order, from what is still to be settled to the beginning."""
    rows = []
    if chosen.form.way is None:
        settle = "Bedingungen klären und begründen, über die Gestaltung entscheiden; den" if conditional else "Den"
        what = f"{settle} Entwurf ergänzen, steuer- und vergaberechtlich prüfen, mit der Aufsicht abstimmen."
        rows.append({"was": what, "wer": "Verwaltungen der Beteiligten", "bis": "vor den Beschlüssen"})
    elif not chosen.steps():
        what = "Den Weg mit der zuständigen Behörde und allen Beteiligten abstimmen und das Ergebnis in der Akte festhalten."
        rows.append({"was": what, "wer": "Verwaltungen der Beteiligten", "bis": "vor den Beschlüssen"})
    for step in shown:
        who, until = _WHO[step]
        found = [finding.rule for finding in chosen.steps() if finding.rule.step == step]
        if found:
            authorities = [authority(rule, opinion) for rule in found]
            named = list(dict.fromkeys(name.removesuffix(" (zu prüfen)") for name in authorities if name))
            deadlines = list(dict.fromkeys(rule.deadline for rule in found if rule.deadline))
            more = "" if len(found) == 1 else " Weiteres im Vermerk."
            rows.append(
                {
                    "was": first_sentence(found[0].text) + more,
                    "wer": "; ".join(named) if named and step not in ("beschluss", "unterzeichnung") else who,
                    "bis": "; ".join(deadlines) or until,
                }
            )
    start = opinion.evaluation.value("beginn")
    if isinstance(start, dt.date) and not is_past(opinion, "beginn"):
        rows.append({"was": "Gewünschter Beginn der Zusammenarbeit.", "wer": "alle Beteiligten", "bis": german_date(start)})
    return rows


def _remarks(opinion: Opinion) -> list[str]:
    """What whoever decides has to know besides: how clear it is, dates that have passed, what nobody has said."""
    found = opinion.recommendation
    unread = unread_norms(opinion, found.chosen) if found else []
    told = (
        [f"Nicht oder nicht in der geltenden Fassung gelesen und vor dem Beschluss zu prüfen: {'; '.join(unread)} (Abschnitt 10)."]
        if unread
        else []
    )
    return [*(found.remarks if found else ()), *told, *date_warnings(opinion), *_assumed(opinion)]


def _assumed(opinion: Opinion) -> list[str]:
    count = len([name for name in opinion.known.presets if name in opinion.program.questions])
    if not count:
        return []
    what = "Eine Angabe folgt" if count == 1 else f"{count} Angaben folgen"
    return [f"{what} aus {origins_in_words(opinion)} und {'ist' if count == 1 else 'sind'} noch zu bestätigen (Abschnitt 1)."]


def _others(opinion: Opinion, chosen: FormOpinion | None) -> list[str]:
    """The other forms and paths of good prospect, the best first; a path that only stands beside a form is no alternative to one."""
    forms = [form for form in opinion.forms if form.rank and form.prospect in GOOD and form is not chosen]
    ways = [way for way in _open_ways(opinion, chosen) if not _accompanies(way)]
    return [form_title(item, opinion) for item in (*forms, *ways)][:_MAX_OTHERS]


def _beside(opinion: Opinion, chosen: FormOpinion) -> list[str]:
    """Paths that may stand beside the recommended form."""
    return [form_title(way, opinion) for way in _open_ways(opinion, chosen) if chosen.form.id in _accompanies(way)][:_MAX_OTHERS]


def _open_ways(opinion: Opinion, chosen: FormOpinion | None) -> list[FormOpinion]:
    return [way for way in opinion.ways if way.prospect in GOOD and way.governing and way is not chosen]


def _accompanies(way: FormOpinion) -> frozenset[str]:
    return frozenset(way.form.way.accompanies if way.form.way else ())
