"""The draft: agreement, Verbandssatzung, Unternehmenssatzung and so on, as numbered sections filled from the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from ..advice.opinion import FormOpinion, Opinion
from ..inference.facts import Participant
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, show_value
from ..rulebase.model import Certainty, Rule, RuleKind
from ..rulebase.outline import Outline, OutlineSection
from .markdown_text import MarkdownText, escape
from .notes import Notes
from .templating import render

LEVEL_TEXT = {"muss": "Pflichtinhalt", "soll": "Sollinhalt", "kann": "Wahlweiser Inhalt"}


@dataclass(frozen=True, slots=True)
class PartyView:
    """A participant as templates see it."""

    name: str
    art_text: str
    land_name: str
    einwohner: int | None
    rolle: str


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A section of the draft with the mandatory-content rules that it answers."""

    outline: OutlineSection
    rules: tuple[Rule, ...]


def draft_sections(form: FormOpinion, outline: Outline) -> list[DraftSection]:
    """The sections of a draft: those that always stand, and those that an applying rule of mandatory content demands."""
    rules: dict[str, list[Rule]] = {}
    for finding in form.of(RuleKind.CONTENT):
        rules.setdefault(finding.rule.clause, []).append(finding.rule)
    return [
        DraftSection(section, tuple(rules.get(section.id, ()))) for section in outline.sections if section.always or section.id in rules
    ]


def draft_markdown(opinion: Opinion, form: FormOpinion, outline: Outline, env: jinja2.Environment) -> str:
    """The draft as Markdown. Raises TemplateProblem."""
    notes = Notes(opinion.program.rulebase.sources)
    context = draft_context(opinion, form, outline)
    parts = []
    for number, section in enumerate(draft_sections(form, outline), start=1):
        parts.append(_section(number, section, context, env, notes, outline, form.form.land))
    frame = {
        **context,
        "absatz": _counter(),
        "abschnitte": MarkdownText("\n\n".join(parts)),
        "titel": opinion.case.title or str(context["aufgabe"]),
    }
    text = render(env, f"entwurf/{outline.family}.md", frame)
    body, definitions, _ = notes.finish("\n\n".join(part for part in (text.strip(), _open_contents(opinion, form, notes)) if part))
    return f"{body}\n\n{definitions}\n"


def _section(
    number: int, section: DraftSection, context: Mapping[str, object], env: jinja2.Environment, notes: Notes, outline: Outline, land: str
) -> str:
    absatz = _counter()
    name = _clause_template(env, outline.family, land, section.outline.id)
    body = render(env, name, {**context, "absatz": absatz, "regeln": section.rules}).strip()
    own_words = [f"{absatz()} {escape(rule.wording)}" for rule in section.rules if rule.wording]
    body = "\n\n".join([body, *own_words])
    marks = "".join(dict.fromkeys(str(_note(rule, notes)) for rule in section.rules))
    optional = bool(section.rules) and not section.outline.always and all(rule.level == "kann" for rule in section.rules)
    title = f"§ {number} {section.outline.title}" + (" (wahlweise)" if optional else "")
    return f"## {escape(title)}\n\n{body}{marks}"


def _clause_template(env: jinja2.Environment, family: str, land: str, section: str) -> str:
    """The Land's own variant of a clause if there is one, else the general one."""
    own = f"klauseln/{family}/{land.lower()}/{section}.md"
    loader = env.loader
    exists = loader is not None and any((Path(root) / own).is_file() for root in getattr(loader, "searchpath", ()))
    return own if exists else f"klauseln/{family}/{section}.md"


def _note(rule: Rule, notes: Notes) -> MarkdownText:
    doubt = "" if rule.evidence.certainty is not Certainty.MEMORY else " Nicht belegt, vor Verwendung zu prüfen."
    return notes.text(f"{LEVEL_TEXT[rule.level]}, {rule.norm}: {rule.text}{doubt}")


def _open_contents(opinion: Opinion, form: FormOpinion, notes: Notes) -> str:
    """Contents that become mandatory only if an open question is answered in a certain way."""
    lines = []
    for finding in form.of(RuleKind.CONTENT, truth=None):
        asked = "; ".join(opinion.program.questions[name].text for name in finding.questions)
        lines.append(f"- {escape(finding.rule.text)}{_note(finding.rule, notes)} {escape(f'Offen: {asked}')}")
    return (
        "\n".join(
            ["## Noch offene Inhalte", "", "Ob die folgenden Inhalte aufzunehmen sind, hängt von noch offenen Angaben ab:", "", *lines]
        )
        if lines
        else ""
    )


def draft_context(opinion: Opinion, form: FormOpinion, outline: Outline) -> dict[str, object]:
    """The names available in clause templates; docs/vorlagen.md describes them."""
    parties = [_party(item) for item in opinion.case.participants or ()]
    answers = opinion.case.answers
    evaluation = opinion.evaluation
    law = opinion.program.rulebase.lands[form.form.land]

    def wert(name: str, text: str) -> object:
        value = evaluation.value(name)
        return platzhalter(text) if value is None else show_value(value, opinion.program.types[name])

    def ist(name: str, wanted: str) -> bool:
        value = evaluation.value(name)
        return value is not None and wanted == (("ja" if value else "nein") if isinstance(value, bool) else value)

    task = opinion.program.rulebase.tasks.get(str(answers.get("aufgabe", "")))
    return {
        "platzhalter": platzhalter,
        "wert": wert,
        "ist": ist,
        "bekannt": lambda name: evaluation.value(name) is not None,
        "namen": _names,
        "aufgabe": answers.get("aufgabe_beschreibung") or (task.name if task else platzhalter("Aufgabe")),
        "beteiligte": parties,
        "abgebende": [party for party in parties if party.rolle == "abgebend"],
        "uebernehmende": [party for party in parties if party.rolle == "uebernehmend"],
        "form": form.form.id,
        "form_bezeichnung": form.form.name,
        "land": form.form.land,
        "land_name": law.name,
        "gesetz": law.statutes[0].abbreviation if law.statutes else law.name,
        "einrichtung": answers.get("name_einrichtung") or platzhalter("Name der gemeinsamen Einrichtung"),
        "urkunde": outline.deed,
    }


def platzhalter(text: str) -> MarkdownText:
    """A marked gap for what the case does not say."""
    return MarkdownText(f"**\\[bitte ergänzen: {escape(text)}\\]**")


def _party(item: Participant) -> PartyView:
    return PartyView(item.name, PARTICIPANT_KINDS.get(item.kind, item.kind), LANDS.get(item.land, ""), item.inhabitants, item.role)


def _names(parties: Iterable[PartyView]) -> MarkdownText:
    names = [str(escape(party.name)) for party in parties]
    if not names:
        return platzhalter("Name")
    return MarkdownText(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}")


def _counter() -> Callable[[], MarkdownText]:
    number = 0

    def absatz() -> MarkdownText:
        nonlocal number
        number += 1
        return MarkdownText(f"({number})")

    return absatz
