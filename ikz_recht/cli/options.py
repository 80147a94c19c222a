"""Options and loading shared by the commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import click

from ..rulebase.fact import ValueProblem, parse_date
from ..rulebase.model import Rulebase

SHORT_HELP = "Nur die erste Seite für alle, die entscheiden: Empfehlung, Gründe, Bedingungen, nächste Schritte."
TARGET_HELP = "Zieldatei; die Endung bestimmt das Format (md, html, docx, odt, pdf)."
REFERENCE_HELP = "Eigene Word- oder ODT-Datei, deren Formatvorlagen gelten."
_RULES_HELP = "Eigener Regelordner (sonst $IKZ_REGELN, sonst der mitgelieferte)."
_TEMPLATES_HELP = "Eigene Vorlagen; was dort fehlt, kommt aus den mitgelieferten (sonst $IKZ_VORLAGEN)."
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A date on the command line."""

    name = "TAG"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date, or a usage error in German."""
        if isinstance(value, dt.date):
            return value
        try:
            return parse_date(str(value))
        except ValueProblem as problem:
            self.fail(f"{problem} {problem.remedy}", param, ctx)


def rules_option(function: F) -> F:
    """--regeln ORDNER."""
    return click.option("--regeln", "rules", type=click.Path(path_type=Path, readable=False), metavar="ORDNER", help=_RULES_HELP)(function)


def templates_option(function: F) -> F:
    """--vorlagen ORDNER."""
    return click.option("--vorlagen", "templates", type=click.Path(path_type=Path, readable=False), metavar="ORDNER", help=_TEMPLATES_HELP)(
        function
    )


def day_option(function: F) -> F:
    """--stichtag TAG."""
    return click.option("--stichtag", "day", type=Day(), default=None, help="Tag, dessen Recht gilt; sonst heute.")(function)


def json_option(function: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="Ein JSON-Objekt ausgeben, sonst nichts.")(function)


def load_rules(rules: Path | None, lands: Collection[str] | None) -> Rulebase:
    """The rule base, with a plain remark on stderr for everything that had to be left out."""
    from ..rulebase.cache import cached_rulebase
    from ..rulebase.locate import rules_folder

    rulebase = cached_rulebase(rules_folder(rules), lands)
    for name in rulebase.disabled:
        click.echo(f"Hinweis: {name} ist abgeschaltet, weil eine Regeldatei Fehler hat. „ikz-recht regeln pruefen“ nennt sie.", err=True)
    return rulebase
