"""The documents of the way through the bodies as files: path, council papers, presentation, fact sheet, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..planning.bodies.path import DecisionPath
from .bodies import bodies_markdown
from .formats import render_document
from .meta import DocumentMeta
from .pictures import Picture
from .write import Office


def bodies_files(path: DecisionPath, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The document of the path in each format. Raises TemplateProblem, RenderProblem."""
    title = project_title(path)
    meta = DocumentMeta(
        title=f"Durch die Gremien: {title}", subtitle="Weg, Beschlüsse, Einwände", date=path.today, header=title, footer=footer(path)
    )
    markdown, picture = bodies_markdown(path, office.environment())
    return rendered(markdown, meta, formats, office, reference, (picture,))


def project_title(path: DecisionPath) -> str:
    """The title of the case, else its task."""
    return path.opinion.case.title or path.opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"


def footer(path: DecisionPath) -> str:
    """What stands at the foot of every page."""
    rulebase = path.opinion.program.rulebase
    return f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {path.today:%d.%m.%Y}"


def rendered(
    markdown: str, meta: DocumentMeta, formats: Sequence[str], office: Office, reference: Path | None, pictures: Sequence[Picture] = ()
) -> dict[str, bytes]:
    """The text in each format."""
    style = office.style(reference)
    return {fmt: render_document(markdown, meta, fmt, style, pictures) for fmt in formats}
