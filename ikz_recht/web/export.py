"""A project as one ZIP file: everything that is kept about it, in formats that need no ikz-recht to be read."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

from sqlalchemy import Engine

from .desk_entry import with_section
from .store.attachments import find_attachments
from .store.desk_entries import find_entry
from .store.members import list_members
from .store.people import list_links
from .store.projects import Project, StoredCase, history, list_cases, list_results
from .store.views import list_views

_ALL = 1_000_000


def project_archive(engine: Engine, project: Project) -> bytes:
    """The archive; the same bytes as long as nothing changes."""
    files: dict[str, bytes] = {"vorhaben.json": _json(_project(engine, project))}
    section = find_entry(engine, project.id).section
    for number, stored in enumerate(list_cases(engine, project.id), 1):
        files |= {f"fall-{number}/{name}": data for name, data in _case(engine, stored, section).items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _project(engine: Engine, project: Project) -> dict[str, Any]:
    return {
        "titel": project.title,
        "stand": project.status,
        "angelegt": _moment(project.created),
        "geaendert": _moment(project.updated),
        "mitglieder": [user.name for user in list_members(engine, project.id)],
        "faelle": [{"ordner": f"fall-{number}", "titel": item.title} for number, item in enumerate(list_cases(engine, project.id), 1)],
    }


def _case(engine: Engine, stored: StoredCase, section: str) -> dict[str, bytes]:
    answers = [
        {"fassung": item.version, "frage": item.question, "wert": json.loads(item.value), "wer": item.who, "zeit": _moment(item.at)}
        for item in reversed(history(engine, stored.id, _ALL))
    ]
    results = [
        {
            "fassung": item.version,
            "stichtag": item.day,
            "regelwerk": {"version": item.rulebase, "fingerabdruck": item.fingerprint},
            "empfehlung": item.recommended,
            "zeit": _moment(item.at),
        }
        for item in list_results(engine, stored.id)
    ]
    views = [
        {"wer": item.party or "Koordination", "frage": item.question, "wert": item.value, "zeit": _moment(item.at), "zaehlt": item.counts}
        for item in list_views(engine, stored.id)
    ]
    links = [
        {
            "name": item.name,
            "angelegt": _moment(item.created),
            "gilt_bis": _moment(item.expires),
            "gesperrt": item.revoked,
            "fertig": item.finished,
        }
        for item in list_links(engine, stored.id)
    ]
    return {
        "fall.yaml": with_section(stored.document, section).encode(),
        **{f"{item.kind}.yaml": item.document.encode() for item in find_attachments(engine, stored.id).values() if item.document},
        "antworten.json": _json(answers),
        "ergebnisse.json": _json(results),
        "gemeinsam.json": _json({"beitraege": views, "links": links}),
    }


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
