"""The draft: agreement, Verbandssatzung, Unternehmenssatzung and so on, as numbered sections filled from the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from ..advice.finding import Finding
from ..advice.opinion import FormOpinion, Opinion
from ..rulebase.model import Certainty, Rule, RuleKind
from ..rulebase.outline import Outline, OutlineSection
from .dialect import tidy
from .draft_context import counter, draft_context
from .markdown_text import MarkdownText, escape
from .marks import Marks
from .notes import Notes
from .templating import render

LEVEL_TEXT = {"muss": "Pflichtinhalt", "soll": "Sollinhalt", "kann": "Wahlweiser Inhalt"}


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A section of the draft with the mandatory-content rules that it answers; `undecided`: open questions decide whether the law demands it."""

    outline: OutlineSection
    rules: tuple[Rule, ...]
    undecided: bool = False

    def title(self) -> str:
        """The title, with a mark where the section is a choice."""
        if self.outline.always or any(rule.level != "kann" for rule in self.rules):
            return self.outline.title
        return f"{self.outline.title} ({'noch zu entscheiden' if self.undecided and not self.rules else 'wahlweise'})"


def draft_sections(form: FormOpinion, outline: Outline) -> list[DraftSection]:
    """The sections of a draft: those that always stand, those that an applying rule of mandatory content demands, and those offered as a choice."""
    rules = _by_clause(form.of(RuleKind.CONTENT))
    undecided = _by_clause(form.of(RuleKind.CONTENT, truth=None))
    return [
        DraftSection(section, tuple(rules.get(section.id, ())), section.id in undecided)
        for section in outline.sections
        if section.always or section.id in rules or section.optional == "immer" or (section.optional == "offen" and section.id in undecided)
    ]


def _by_clause(findings: Iterable[Finding]) -> dict[str, list[Rule]]:
    rules: dict[str, list[Rule]] = {}
    for finding in findings:
        rules.setdefault(finding.rule.clause, []).append(finding.rule)
    return rules


def draft_markdown(opinion: Opinion, form: FormOpinion, outline: Outline, env: jinja2.Environment) -> str:
    """The draft as Markdown. Raises TemplateProblem."""
    notes = Notes(opinion.program.rulebase.sources)
    context = draft_context(opinion, form, outline)
    sections = draft_sections(form, outline)
    parts = [_section(number, section, context, env, notes, outline, form.form.land) for number, section in enumerate(sections, start=1)]
    numbers = {section.outline.id: number for number, section in enumerate(sections, start=1)}
    frame = {
        **context,
        "absatz": counter(),
        "abschnitte": MarkdownText("\n\n".join(parts)),
        "titel": opinion.case.title or str(context["aufgabe"]),
    }
    text = render(env, f"entwurf/{outline.family}.md", frame)
    done = notes.finish("\n\n".join(part for part in (text.strip(), _open_contents(opinion, form, notes, numbers)) if part))
    return f"{tidy(done.markdown)}\n\n{done.definitions}\n"


def _section(
    number: int, section: DraftSection, context: Mapping[str, object], env: jinja2.Environment, notes: Notes, outline: Outline, land: str
) -> str:
    absatz = counter()
    marks = Marks([rule for rule in section.rules if not rule.wording], lambda rule: _note(rule, notes))
    name = _clause_template(env, outline.family, land, section.outline.id)
    body = render(env, name, {**context, "absatz": absatz, "regeln": section.rules, "pflicht": marks.pflicht}).strip()
    own_words = [f"{absatz()} {escape(rule.wording)}{_note(rule, notes)}" for rule in section.rules if rule.wording]
    body = "\n\n".join([f"{body}{marks.rest()}", *own_words])
    return f"## {escape(f'§ {number} {section.title()}')}\n\n{body}"


def _clause_template(env: jinja2.Environment, family: str, land: str, section: str) -> str:
    """The Land's own variant of a clause if there is one, else the general one."""
    own = f"klauseln/{family}/{land.lower()}/{section}.md"
    loader = env.loader
    exists = loader is not None and any((Path(root) / own).is_file() for root in getattr(loader, "searchpath", ()))
    return own if exists else f"klauseln/{family}/{section}.md"


def _note(rule: Rule, notes: Notes) -> MarkdownText:
    doubt = "" if rule.evidence.certainty is not Certainty.MEMORY else " Nicht belegt, vor Verwendung zu prüfen."
    return notes.text(f"{LEVEL_TEXT[rule.level]}, {rule.norm}: {rule.text}{doubt}")


def _open_contents(opinion: Opinion, form: FormOpinion, notes: Notes, numbers: Mapping[str, int]) -> str:
    """Contents that become mandatory only if an open question is answered in a certain way; `numbers` are the sections that stand already."""
    lines = []
    for finding in form.of(RuleKind.CONTENT, truth=None):
        asked = " ".join(opinion.program.questions[name].text for name in finding.questions)
        stands = f" Im Entwurf: § {numbers[finding.rule.clause]}." if finding.rule.clause in numbers else ""
        lines.append(f"- {escape(finding.rule.text)}{_note(finding.rule, notes)}{escape(f'{stands} Offen: {asked}')}")
    lead = "Ob die folgenden Inhalte aufzunehmen sind, hängt von noch offenen Angaben ab:"
    return "\n".join(["## Noch offene Inhalte", "", lead, "", *lines]) if lines else ""
