"""Everything for one project as one set of files, with a page that leads to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from ..advice.case import case_bytes
from ..planning.change.task_list import task_list
from ..planning.project import Project
from .benefit_files import benefit_files
from .bodies_set import bodies_set
from .change_files import change_files
from .dossier_index import index_page
from .shares import shares_files
from .write import Office, draft_files, memo_files

INDEX = "index.html"
TASKS = "aufgabenliste.xlsx"
_AT_ONCE = 2  # most of the time goes into programs of their own; more of them only wait for each other


def dossier_files(project: Project, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """The files by name. Raises TemplateProblem, RenderProblem, InputProblems."""
    opinion, form = project.opinion, project.form
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        waiting: dict[str, Future[dict[str, bytes]]] = {
            "kurzfassung": pool.submit(memo_files, opinion, office, formats, reference, short=True),
            "vermerk": pool.submit(memo_files, opinion, office, formats, reference, shares=project.shares),
        }
        if form is not None and form.form.way is None:
            waiting["entwurf"] = pool.submit(draft_files, opinion, form, office, formats, reference)
        if project.benefit is not None:
            waiting["nutzen"] = pool.submit(benefit_files, project.benefit, office, formats, reference)
        if project.shares is not None:
            waiting["kostenteilung"] = pool.submit(shares_files, project.shares, office, formats, opinion.day, reference)
        waiting["veraenderungsplan"] = pool.submit(change_files, project.plan, office, formats, reference)
        bodies = pool.submit(bodies_set, project.path, office, formats, reference) if project.path is not None else None
        files = {f"{stem}.{fmt}": data for stem, future in waiting.items() for fmt, data in future.result().items()}
    files |= bodies.result() if bodies else {}
    files[TASKS] = task_list(project.plan, Path(TASKS))
    files["fall.yaml"] = case_bytes(opinion.case)
    return {INDEX: index_page(project, _by_stem(files), office), **files}


def _by_stem(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names of the files, those that differ only in their ending together."""
    found: dict[str, list[str]] = {}
    for name in files:
        found.setdefault(name.rpartition(".")[0], []).append(name)
    return found
