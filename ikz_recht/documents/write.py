"""Memo and draft as files: from an opinion to the bytes of a format."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jinja2

from ..advice.opinion import FormOpinion, Opinion
from ..planning.shares.divide import SharesResult
from ..rulebase.outline import load_outlines
from .draft import draft_markdown
from .formats import render_document
from .memo import memo_markdown
from .meta import DocumentMeta, StyleFiles
from .pictures import Picture
from .short import short_markdown
from .templating import environment


@dataclass(frozen=True)
class Office:
    """Templates and style: the office's own folder (may be None) laid over the one shipped."""

    shipped: Path
    own: Path | None = None

    def roots(self) -> list[Path]:
        """Template folders, the office's own first."""
        return [self.own, self.shipped] if self.own else [self.shipped]

    def file(self, name: str) -> Path:
        """A file of the templates, the office's own if there is one."""
        return next((root / name for root in self.roots() if (root / name).is_file()), self.shipped / name)

    def environment(self) -> jinja2.Environment:
        """The template environment over all roots."""
        return environment(self.roots())

    def style(self, reference: Path | None = None) -> StyleFiles:
        """The style files; `reference` replaces the reference document of its own format (.docx or .odt)."""
        own = {f".{suffix}": self.file(f"stil/reference.{suffix}") for suffix in ("docx", "odt")}
        if reference is not None and reference.suffix.lower() in own:
            own[reference.suffix.lower()] = reference
        return StyleFiles(own[".docx"], own[".odt"], self.file("stil/dokument.typ"), self.file("stil/dokument.css"))


def memo_files(
    opinion: Opinion,
    office: Office,
    formats: Sequence[str],
    reference: Path | None = None,
    *,
    short: bool = False,
    shares: SharesResult | None = None,
) -> dict[str, bytes]:
    """The memo in each format; with `short` only its first page, for those who decide; with `shares` what each partner gains.

    Raises TemplateProblem, RenderProblem.
    """
    title = opinion.case.title or opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"
    meta = DocumentMeta(
        title=f"{'Kurzfassung' if short else 'Vermerk'}: {title}",
        subtitle="Rechtsform der interkommunalen Zusammenarbeit",
        date=opinion.day,
        header=title,
        footer=footer(opinion),
    )
    env = office.environment()
    markdown = short_markdown(opinion, env) if short else memo_markdown(opinion, env, shares)
    return rendered(markdown, meta, formats, office.style(reference))


def draft_files(
    opinion: Opinion, form: FormOpinion, office: Office, formats: Sequence[str], reference: Path | None = None
) -> dict[str, bytes]:
    """The draft for a form in each format. Raises TemplateProblem, RenderProblem, InputProblems."""
    outline = load_outlines(office.file("gliederung.yaml")).of(form.form.land, form.form.id)
    deed = outline.deed_in(form.form.land)
    title = opinion.case.title or opinion.value("aufgabe") or deed
    meta = DocumentMeta(
        title=f"{deed}: {title}", subtitle=form.form.name, date=opinion.day, header=title, footer=footer(opinion), draft=True
    )
    markdown = draft_markdown(opinion, form, outline, office.environment())
    return rendered(markdown, meta, formats, office.style(reference))


def rendered(
    markdown: str, meta: DocumentMeta, formats: Sequence[str], style: StyleFiles, pictures: Sequence[Picture] = ()
) -> dict[str, bytes]:
    """The text in each format. They are rendered side by side: most of the time goes into programs of their own."""
    with ThreadPoolExecutor(max_workers=max(1, len(formats))) as pool:
        waiting = {fmt: pool.submit(render_document, markdown, meta, fmt, style, pictures) for fmt in formats}
        return {fmt: future.result() for fmt, future in waiting.items()}


def footer(opinion: Opinion) -> str:
    """Rules and day, at the foot of every page."""
    rulebase = opinion.program.rulebase
    return f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {opinion.day:%d.%m.%Y}"
