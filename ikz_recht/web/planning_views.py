"""What goes to the jobs for the parts of a project, and what comes back for their pages; other processes take it as it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job is about: the text of the case, the day of the law, the form (`LAND:form`, "": the recommended one), the wished start and
    begin of the work, and the texts of the files beside the case ("": there is none)."""

    document: str
    day: dt.date
    form: str = ""
    start: dt.date | None = None
    begin: dt.date | None = None
    sittings: str = ""
    readiness: str = ""
    shares: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as part of a page; `forms` are those one may plan for (id, name), `form` the one that was."""

    content: Markup
    forms: tuple[tuple[str, str], ...] = ()
    form: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownShares:
    """The division as part of a page, and the methods to choose from (id, name)."""

    content: Markup
    methods: tuple[tuple[str, str], ...]
    recommended: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A question of the readiness check with its answer; `step` closes the gap."""

    id: str
    group: str
    text: str
    help: str
    gap: str
    answer: bool | None
    lacking: tuple[str, ...]
    step: str
