"""Footnotes: each norm with its evidence becomes one, and the sources that the document really cites become a numbered list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..rulebase.model import Certainty, Evidence, LegalForm, Rule, Source
from .markdown_text import MarkdownText, escape

CERTAINTY_TEXT = {
    Certainty.SEEN: "gelesen",
    Certainty.SECONDARY: "nach Sekundärquelle",
    Certainty.MEMORY: "nicht belegt, vor Verwendung zu prüfen",
}
_MARK = re.compile(r"(?<!\\)\[\^(\d+)\]")


@dataclass(frozen=True, slots=True)
class _Note:
    """A norm with its evidence, or a text of its own."""

    text: str
    evidence: Evidence | None = None


@dataclass
class Notes:
    """Collects footnotes while a document is being written; `finish` keeps and numbers those that are used."""

    sources: dict[str, Source]
    notes: dict[_Note, int] = field(default_factory=dict)

    def rule(self, rule: Rule) -> MarkdownText:
        """The footnote mark for a rule."""
        return self.mark(rule.norm, rule.evidence)

    def form(self, form: LegalForm) -> MarkdownText:
        """The footnote mark for a form's own evidence; its norm alone where it has none."""
        return self.mark(form.norm, form.evidence)

    def mark(self, norm: str, evidence: Evidence | None) -> MarkdownText:
        """The footnote mark for a norm with its evidence; "" if there is neither."""
        return self._mark(_Note(norm, evidence)) if norm or evidence else MarkdownText("")

    def text(self, text: str) -> MarkdownText:
        """The footnote mark for a text of one's own."""
        return self._mark(_Note(text))

    def _mark(self, note: _Note) -> MarkdownText:
        return MarkdownText(f"[^{self.notes.setdefault(note, len(self.notes) + 1)}]")

    def finish(self, markdown: str) -> tuple[str, str, list[tuple[int, Source]]]:
        """The text with footnotes numbered as they come, their definitions, and the sources that they cite with their numbers."""
        by_number = {number: note for note, number in self.notes.items()}
        used = list(dict.fromkeys(int(number) for number in _MARK.findall(markdown) if int(number) in by_number))
        renumbered = {old: new for new, old in enumerate(used, start=1)}
        text = _MARK.sub(lambda match: f"[^{renumbered.get(int(match[1]), match[1])}]", markdown)
        cited: dict[str, int] = {}
        definitions = "\n\n".join(f"[^{renumbered[old]}]: {escape(_text(by_number[old], cited))}" for old in used)
        return text, definitions, [(number, self.sources[source]) for source, number in cited.items() if source in self.sources]


def _text(note: _Note, cited: dict[str, int]) -> str:
    if note.evidence is None:
        return note.text
    number = cited.setdefault(note.evidence.source, len(cited) + 1)
    support = f"{CERTAINTY_TEXT[note.evidence.certainty]}; Quelle {number}."
    text = f"{note.text} – {support}" if note.text else support
    return f"{text[0].upper()}{text[1:]}"
