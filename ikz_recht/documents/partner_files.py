"""The document of the partner search as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..planning.search import Result
from .meta import DocumentMeta
from .partner import partner_markdown
from .write import Office, rendered


def partner_files(
    result: Result, office: Office, formats: Sequence[str], reference: Path | None = None, *, every: bool = False
) -> dict[str, bytes]:
    """The document of the partner search in each format; with `every` it lists all tasks. Raises TemplateProblem, RenderProblem."""
    rulebase, name = result.rulebase, result.findings.own.full_name
    meta = DocumentMeta(
        title=f"Partner für {name}",
        subtitle="Welche Aufgaben mit welchen Partnern",
        date=result.day,
        header=name,
        footer=f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {result.day:%d.%m.%Y}",
    )
    markdown, picture = partner_markdown(result, office.environment(), every=every)
    return rendered(markdown, meta, formats, office.style(reference), (picture,))
