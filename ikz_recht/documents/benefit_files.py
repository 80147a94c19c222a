"""The document of the benefit as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..planning.benefit.benefit import Benefit
from .benefit import benefit_markdown
from .meta import DocumentMeta
from .write import Office, rendered


def benefit_files(benefit: Benefit, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The document in each format. Raises TemplateProblem, RenderProblem."""
    opinion = benefit.opinion
    rulebase = opinion.program.rulebase
    title = opinion.case.title or opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"
    meta = DocumentMeta(
        title=f"Nutzen: {title}",
        subtitle="Was die Zusammenarbeit jedem Beteiligten bringt",
        date=opinion.day,
        header=title,
        footer=f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {opinion.day:%d.%m.%Y}",
    )
    markdown, pictures = benefit_markdown(benefit, office.environment())
    return rendered(markdown, meta, formats, office.style(reference), pictures)
