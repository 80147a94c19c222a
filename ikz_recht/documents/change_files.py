"""The change plan as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..planning.change.model import ChangePlan
from .change import change_markdown
from .meta import DocumentMeta
from .write import Office, footer, rendered


def change_files(plan: ChangePlan, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The change plan in each format. Raises TemplateProblem, RenderProblem."""
    meta = DocumentMeta(
        title=f"Veränderungsplan: {plan.title}",
        subtitle=plan.chosen.form.name if plan.chosen else "Rechtsform noch offen",
        date=plan.opinion.day,
        header=plan.title,
        footer=footer(plan.opinion),
    )
    markdown, picture = change_markdown(plan, office.environment())
    return rendered(markdown, meta, formats, office.style(reference), (picture,))
