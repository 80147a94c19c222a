"""The HTML templates: escaped always, strict about names, with a few German words as filters."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import jinja2

from ..advice.progress import value_of
from ..advice.prospect import Prospect
from ..documents.summary import points_text
from ..rulebase.fact import FactType, Kind, Value, ValueProblem, show_date, show_number, show_value, write_value
from ..rulebase.model import Question

PROSPECTS = {
    Prospect.SURE: ("zulässig", "success"),
    Prospect.BY_CHOICE: ("zulässig, wenn so gestaltet", "success"),
    Prospect.NORMALLY: ("im Regelfall zulässig", "info"),
    Prospect.UNCERTAIN: ("ungewiss", "warning"),
    Prospect.EXCLUDED: ("ausgeschlossen", "danger"),
}
CERTAINTIES = {
    "text_gesehen": "Normtext gelesen",
    "sekundaer": "nach Sekundärquelle",
    "erinnerung": "nicht belegt, zu prüfen",
}


def page_environment() -> jinja2.Environment:
    """The environment of all pages."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("ikz_recht.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        zahl=show_number,
        tag=_day,
        zeit=_time,
        iso_tag=_iso_day,
        antwort=_answer,
        gesagt=_said,
        punkte=points_text,
        sicherheit=lambda text: CERTAINTIES.get(text, text),
    )
    env.globals.update(AUSSICHT=PROSPECTS, Kind=Kind, als_text=_written)
    return env


def _day(value: Any) -> str:
    return show_date(value if isinstance(value, dt.date) else dt.datetime.fromtimestamp(float(value)).date())


def _iso_day(text: str) -> str:
    """A day as JSON and files have it; what is none stays as it was typed."""
    try:
        return show_date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _time(seconds: float) -> str:
    moment = dt.datetime.fromtimestamp(seconds)
    return f"{show_date(moment.date())}, {moment:%H:%M} Uhr"


def _said(written: str, question: Question | None) -> str:
    """An answer of the record, as JSON, the way it reads."""
    if question is None:
        return written
    try:
        return _answer(value_of(json.loads(written), question), question.type)
    except ValueProblem:  # the rules no longer know it
        return written


def _answer(value: Value | None, fact_type: FactType) -> str:
    return "weiß nicht" if value is None else show_value(value, fact_type)


def _written(value: Value | None) -> Any:
    """As somebody types it: with a comma, for 3.125 are three thousand."""
    written = "" if value is None else write_value(value)
    return str(written).replace(".", ",") if isinstance(written, float) else written
