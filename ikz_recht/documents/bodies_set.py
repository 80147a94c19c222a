"""All papers for the way through the bodies as one set of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..planning.bodies.path import Council, DecisionPath
from .bodies_calendar import path_calendar
from .bodies_files import bodies_files, fact_sheet_files, paper_files, slides_pptx
from .write import Office

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def bodies_set(path: DecisionPath, office: Office, formats: Sequence[str], reference: Path | None = None) -> dict[str, bytes]:
    """Path, calendar, presentation, fact sheet, and for every council its paper, by file name. Raises TemplateProblem, RenderProblem."""
    councils = [council for council in path.councils if council.decider.council]
    names = file_names(councils)
    with ThreadPoolExecutor(max_workers=2) as pool:  # most of the time goes into programs of their own
        waiting = {"gremienweg": pool.submit(bodies_files, path, office, formats, reference)}
        for council, name in zip(councils, names, strict=True):
            waiting[f"beschlussvorlage-{name}"] = pool.submit(paper_files, path, council, office, formats, reference)
        waiting["faktenblatt"] = pool.submit(fact_sheet_files, path, office, formats, reference)
        slides = pool.submit(slides_pptx, path, office)
        files = {f"{stem}.{fmt}": data for stem, future in waiting.items() for fmt, data in future.result().items()}
    return {**files, "praesentation.pptx": slides.result(), "gremienweg.ics": path_calendar(path)}


def file_names(councils: Iterable[Council]) -> list[str]:
    """A short name of plain letters for every participant, each another."""
    names: list[str] = []
    for council in councils:
        plain = unicodedata.normalize("NFKD", council.decider.party.name.lower().translate(_GERMAN)).encode("ascii", "ignore").decode()
        name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "beteiligte"
        names.append(name if name not in names else f"{name}-{len(names) + 1}")
    return names
