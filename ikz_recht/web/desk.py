"""Everything a page needs: the rule base, the database, the templates. Made once at the start and never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import jinja2
from sqlalchemy import Engine

from ..documents.write import Office
from ..rulebase.model import Rulebase
from .settings import Settings
from .workers import Workers


@dataclass(frozen=True)
class Desk:
    """`today` gives the day whose law applies; `workers` make documents, so that pages stay quick."""

    settings: Settings
    rulebase: Rulebase
    engine: Engine
    office: Office
    pages: jinja2.Environment
    workers: Workers
    today: Callable[[], dt.date]
