"""ikz-recht nutzen teilen: sharing the costs of a cooperation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanHelp
from .options import REFERENCE_HELP, TARGET_HELP, day_option, json_option, load_rules, rules_option, templates_option

if TYPE_CHECKING:
    from ..planning.shares.divide import SharesResult
    from ..planning.shares.given import SharesInput
    from ..rulebase.model import Rulebase

FILE = click.Path(path_type=Path, readable=False)


@click.command(name="teilen", cls=GermanHelp)
@click.argument("path", metavar="DATEI.yaml", type=FILE)
@click.option("--kosten", "costs_path", type=FILE, metavar="DATEI", help="Kostenangaben zu einer Falldatei (YAML oder .xlsx).")
@click.option(
    "--schluessel", "chosen", default="", metavar="VERFAHREN", help="Diesen Schlüssel prüfen, auch wenn ein anderer empfohlen wird."
)
@click.option("--fall", "case_path", type=FILE, metavar="FALL.yaml", help="Den gewählten, sonst den empfohlenen Schlüssel dort eintragen.")
@click.option("-o", "--ausgabe", "target", type=FILE, metavar="DATEI", help=TARGET_HELP)
@click.option("--referenz", "reference", type=FILE, metavar="DATEI", help=REFERENCE_HELP)
@rules_option
@templates_option
@day_option
@json_option
def command(
    path: Path,
    costs_path: Path | None,
    chosen: str,
    case_path: Path | None,
    target: Path | None,
    reference: Path | None,
    rules: Path | None,
    templates: Path | None,
    day: dt.date | None,
    as_json: bool,
) -> None:
    """Kosten teilen und prüfen, wer allein oder in kleinerer Gruppe günstiger wegkäme.

    DATEI.yaml nennt unter „koalitionen“, was jede Gruppe von Kommunen ohne die anderen zahlen würde, oder ist eine Falldatei mit Kosten.
    """
    from ..planning.shares.shares_json import shares_document
    from ..planning.shares.shares_lines import shares_lines
    from .documents import check_reference, format_of
    from .output import print_json

    fmt = format_of(target) if target else ""
    check_reference(reference)
    result = shares_on(path, rules, day, costs_path, chosen, case_path)
    written = []
    if case_path is not None:
        _enter(result, case_path, rules)
        written.append(case_path)
    if target is not None:
        _write(result, target, fmt, templates, reference, day or dt.date.today())
        written.append(target)
    if as_json:
        print_json(shares_document(result))
        return
    for line in shares_lines(result):
        click.echo(line)
    if written:
        click.echo(f"\nGeschrieben: {', '.join(map(str, written))}")


def shares_on(
    path: Path,
    rules: Path | None,
    day: dt.date | None = None,
    costs_path: Path | None = None,
    chosen: str = "",
    case_path: Path | None = None,
) -> SharesResult:
    """The divisions of a file; with a case also what the law of its form says of the key.

    Raises InputProblems, and a usage error for a key that cannot be computed.
    """
    from dataclasses import replace

    from ..planning.shares.divide import divide

    given, rulebase = _given(path, rules, day, costs_path)
    if case_path is not None and not given.law:
        from ..planning.shares.key_law import key_law
        from .case_file import opinion_on

        opinion = opinion_on(case_path, rules, day)
        given, rulebase = replace(given, law=key_law(opinion)), opinion.program.rulebase
    result = divide(replace(given, chosen=chosen or given.chosen), rulebase)
    if chosen and result.of(chosen) is None:
        known = ", ".join(item.method for item in result.divisions)
        raise click.UsageError(f"Der Schlüssel „{chosen}“ lässt sich nicht rechnen. Möglich sind hier: {known}.")
    return result


def _given(path: Path, rules: Path | None, day: dt.date | None, costs_path: Path | None) -> tuple[SharesInput, Rulebase]:
    from ..planning.shares.read_shares import is_case, read_shares

    if costs_path is None and not is_case(path):
        rulebase = load_rules(rules, ())
        return read_shares(path, rulebase), rulebase
    from ..planning.benefit.costs_file import costs_of
    from ..planning.benefit.read_costs import cost_model
    from ..planning.shares.from_model import shares_of_case
    from .case_file import opinion_on

    opinion = opinion_on(path, rules, day)
    model = cost_model(costs_of(opinion.case, path, costs_path), opinion.case.participants or ())
    return shares_of_case(model, opinion, path), opinion.program.rulebase


def _enter(result: SharesResult, case_path: Path, rules: Path | None) -> None:
    """The key as answers of a case file; what else stands in it stays."""
    from ..advice.case_store import CaseStore
    from ..planning.shares.recommend import recommend
    from ..planning.shares.to_case import with_clause
    from .case_file import load_case

    _, rulebase = load_case(case_path, rules)  # refuses a file that is missing or wrong
    store = CaseStore(case_path)
    case = store.load(rulebase)
    store.save(with_clause(case, result, result.of(result.given.chosen) or recommend(result).division))


def _write(result: SharesResult, target: Path, fmt: str, templates: Path | None, reference: Path | None, day: dt.date) -> None:
    from ..advice.files import write_atomically
    from ..documents.shares import shares_files
    from .documents import office

    write_atomically(target, shares_files(result, office(templates), [fmt], day, reference)[fmt])
