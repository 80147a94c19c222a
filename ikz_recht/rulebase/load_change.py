"""rules/change: what change plans are made of; a defective file is left out, and named."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from .check_change import check_ids_once, check_references, without_circles
from .draft import Draft, read_or_report, usable
from .fields import Fields, Report
from .practice_folder import read_folder
from .read_change import change_vocabulary, read_change_file
from .read_statements import Sources

SOURCES = "quellen.yaml"


def read_change(root: Path, draft: Draft, practice: Sources) -> None:
    """Read the folder into the draft. Its own sources go beside those of practice; where both have one, its own counts."""
    sources = _sources(root / "change" / SOURCES, draft, practice)
    vocabulary = change_vocabulary(draft.vocabulary, draft.tasks.values())
    read = partial(read_change_file, vocabulary)
    draft.change = read_folder(root / "change", draft.change, draft, sources, read, check_ids_once, but=SOURCES)
    check_references(draft.change, draft.problems)
    draft.change = without_circles(draft.change)
    for source in sources.by_id.values():
        draft.sources.setdefault(source.id, source)


def _sources(path: Path, draft: Draft, practice: Sources) -> Sources:
    own = Sources(practice.prefix)
    report = Report()
    node = read_or_report(path, report) if path.exists() else None
    if node is not None:
        fields = Fields(node, report, "Quellen")
        own.read(fields.items("quellen"), report)
        draft.cited += fields.words("zitiert")
        fields.done()
    usable(report, f"change/{SOURCES}", draft)
    merged = practice.copy()
    merged.by_id.update(own.by_id)
    return merged
