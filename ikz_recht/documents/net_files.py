"""The documents on networks as files: from a result to the bytes of a format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from ..planning.network.overview import Overview
from ..planning.network.overview_json import overview_csv, overview_xlsx
from ..planning.network.plan import NetworkPlan
from ..planning.network.view import NetworkView
from ..rulebase.model import Rulebase
from .meta import DocumentMeta
from .net import network_markdown
from .net_overview import overview_markdown
from .net_plan import plan_markdown
from .write import Office, rendered


def network_files(view: NetworkView, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The document of `netz zeigen` in each format. Raises TemplateProblem, RenderProblem."""
    markdown, pictures = network_markdown(view, office.environment())
    meta = _meta(view.portfolio.title, "Wer für wen arbeitet", view.portfolio.rulebase, view.day)
    return rendered(markdown, meta, formats, office.style(reference), pictures)


def plan_files(plan: NetworkPlan, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The document of `netz planen` in each format. Raises TemplateProblem, RenderProblem."""
    markdown, pictures = plan_markdown(plan, office.environment())
    meta = _meta(plan.portfolio.title, "Der Weg in Schritten", plan.portfolio.rulebase, plan.view.day)
    return rendered(markdown, meta, formats, office.style(reference), pictures)


def _meta(title: str, subtitle: str, rulebase: Rulebase, day: dt.date) -> DocumentMeta:
    footer = f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {day:%d.%m.%Y}"
    return DocumentMeta(title=title, subtitle=subtitle, date=day, header=title, footer=footer)


def overview_files(overview: Overview, office: Office, fmt: str, target: Path, reference: Path | None = None) -> bytes:
    """The overview in one format; besides those of documents csv and xlsx. Raises TemplateProblem, RenderProblem, InputProblems."""
    if fmt == "csv":
        return overview_csv(overview)
    if fmt == "xlsx":
        return overview_xlsx(overview, target)
    rulebase = overview.rulebase
    footer = f"Regelwerk {rulebase.version} · {rulebase.fingerprint} · Stichtag {overview.day:%d.%m.%Y}" if rulebase else ""
    meta = DocumentMeta(
        title="Überblick über die Vorhaben",
        subtitle="Stand, nächste Schritte, Fristen",
        date=overview.day,
        header="Überblick",
        footer=footer,
    )
    return rendered(overview_markdown(overview, office.environment()), meta, [fmt], office.style(reference))[fmt]
