"""Footnotes: each norm with how well it is supported becomes one; the sources that the document really cites are handed back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..rulebase.model import Certainty, Evidence, LegalForm, Rule, Source
from .citations import STATUTE_TEXT, citation, is_inference, support
from .markdown_text import MarkdownText, escape

_MARK = re.compile(r"(?<!\\)\[\^(\d+)\]")
_SIDE_BY_SIDE = re.compile(r"(?<=\d\])[ ]?(?=\[\^\d+\])")


@dataclass(frozen=True, slots=True)
class _Note:
    """A norm with its evidence, or a text of its own."""

    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Footnotes:
    """A text with its footnotes numbered as they come: their definitions, their plain texts, and the sources that they cite."""

    markdown: str
    definitions: str
    texts: tuple[str, ...]
    sources: tuple[Source, ...]


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
        """The footnote mark for a norm with its evidence; "" where a footnote would have nothing to name.

        A statement without norm that rests on knowledge alone, or follows from the case, gets no footnote: the template says so in words.
        """
        if not norm and (evidence is None or evidence.certainty is Certainty.MEMORY or is_inference(evidence.source)):
            return MarkdownText("")
        return self._mark(_Note(norm, evidence))

    def text(self, text: str) -> MarkdownText:
        """The footnote mark for a text of one's own."""
        return self._mark(_Note(text))

    def _mark(self, note: _Note) -> MarkdownText:
        return MarkdownText(f"[^{self.notes.setdefault(note, len(self.notes) + 1)}]")

    def finish(self, markdown: str) -> Footnotes:
        """The text with footnotes numbered as they come, and a comma between two notes at one place."""
        by_number = {number: note for note, number in self.notes.items()}
        used = list(dict.fromkeys(int(number) for number in _MARK.findall(markdown) if int(number) in by_number))
        renumbered = {old: new for new, old in enumerate(used, start=1)}
        text = _MARK.sub(lambda match: f"[^{renumbered.get(int(match[1]), match[1])}]", _SIDE_BY_SIDE.sub(",", markdown))
        notes = [by_number[old] for old in used]
        texts = tuple(_text(note, self.sources) for note in notes)
        definitions = "\n\n".join(f"[^{number}]: {escape(shown)}" for number, shown in enumerate(texts, start=1))
        cited = dict.fromkeys(note.evidence.source for note in notes if note.evidence and note.evidence.certainty is not Certainty.MEMORY)
        return Footnotes(text, definitions, texts, tuple(self.sources[name] for name in cited if name in self.sources))


def _text(note: _Note, sources: dict[str, Source]) -> str:
    if note.evidence is None:
        return note.text
    source = sources.get(note.evidence.source)
    norm = note.text or (citation(source) if source is not None and source.kind == STATUTE_TEXT else "")
    words = support(source, note.evidence.certainty, norm)
    text = f"{norm} – {words}" if norm else f"{words[0].upper()}{words[1:]}"
    return text if text.endswith(".") else f"{text}."
