"""The documents of the way through the bodies as files: path, council papers, presentation, fact sheet, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..planning.bodies.path import Council, DecisionPath
from ..rulebase.outline import load_outlines
from .bodies import bodies_markdown
from .council_paper import deed_of, paper_markdown
from .fact_sheet import fact_sheet_markdown
from .formats import render_document
from .meta import DocumentMeta
from .pictures import Picture
from .slides import slides_file
from .write import Office


def bodies_files(path: DecisionPath, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The document of the path in each format. Raises TemplateProblem, RenderProblem."""
    title = project_title(path)
    meta = DocumentMeta(
        title=f"Durch die Gremien: {title}", subtitle="Weg, Beschlüsse, Einwände", date=path.today, header=title, footer=footer(path)
    )
    markdown, picture = bodies_markdown(path, office.environment())
    return rendered(markdown, meta, formats, office, reference, (picture,))


def paper_files(
    path: DecisionPath, council: Council, office: Office, formats: Sequence[str], reference: Path | None = None
) -> dict[str, bytes]:
    """The council paper of a participant in each format. Raises TemplateProblem, RenderProblem, InputProblems."""
    title, party = project_title(path), council.decider.party.name
    meta = DocumentMeta(
        title=f"Beschlussvorlage: {title}", subtitle=party, date=path.today, header=f"{party}: {title}", footer=footer(path), draft=True
    )
    deed = deed_of(path, load_outlines(office.file("gliederung.yaml")))
    return rendered(paper_markdown(path, council, deed, office.environment()), meta, formats, office, reference)


def slides_pptx(path: DecisionPath, office: Office) -> bytes:
    """The presentation for councillors. Raises TemplateProblem, RenderProblem."""
    title = project_title(path)
    meta = DocumentMeta(title=title, subtitle="Information für die Vertretungen", date=path.today, draft=True)
    return slides_file(path, meta, office.environment(), office.file("stil/reference.pptx"))


def fact_sheet_files(path: DecisionPath, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The fact sheet for citizens in each format. Raises TemplateProblem, RenderProblem."""
    title = project_title(path)
    meta = DocumentMeta(title=title, subtitle="Faktenblatt für Bürgerinnen und Bürger", date=path.today, header=title, draft=True)
    return rendered(fact_sheet_markdown(path, office.environment()), meta, formats, office, reference)


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
