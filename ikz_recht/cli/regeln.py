"""ikz-recht regeln: check the rule files and run the cases beside them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .german import GermanGroup
from .options import json_option, load_rules

MOST_LANDS = 3  # so many Länder meet in one place of Germany

if TYPE_CHECKING:
    from ..rulebase.model import Rulebase


@click.group(name="regeln", cls=GermanGroup, subcommand_metavar="BEFEHL …")
def command() -> None:
    """Regeln prüfen und testen."""


@command.command("pruefen")
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False), metavar="[ORDNER]")
def check(folder: Path | None) -> int:
    """Alle Regeldateien prüfen: Schreibweise, Fragen, Belege, Fundstellen, Widersprüche."""
    from ..rulebase.collector import collector_paused
    from ..rulebase.load import load_rulebase
    from ..rulebase.locate import rules_folder, templates_folder
    from ..rulebase.nodes import files_kept
    from ..workshop.checks import check_rules, gathered

    root = rules_folder(folder)
    with files_kept(), collector_paused():
        rulebase = load_rulebase(root, None, templates_folder())
        problems = (*rulebase.problems, *check_rules(root, rulebase))
        limit = "" if problems else _engine_limit(rulebase)
    for line in gathered(problems, Path.cwd()):
        click.echo(line)
    if problems:
        click.echo(f"{len(problems)} Fehler. Abgeschaltet: {', '.join(rulebase.disabled) or 'nichts'}.")
        return 1
    if limit:
        click.echo(f"durable-rules trägt dieses Regelwerk nicht: {limit} Bis dahin entscheidet der Auswerter allein.")
        return 1
    click.echo(
        f"In Ordnung: {len(rulebase.rules)} Regeln, {len(rulebase.questions)} Fragen, {len(rulebase.derivations)} Ableitungen, "
        f"{len(rulebase.criteria)} Kriterien, {len(rulebase.tasks)} Aufgaben, Länder {', '.join(rulebase.lands)}."
    )
    return 0


def _engine_limit(rulebase: Rulebase) -> str:
    """Why durable-rules could not run these rules, for one Land or for those three together that have the most; "" if it can."""
    from ..inference.network import CannotCarry, build_network
    from ..inference.program import slice_program

    sizes = Counter(rule.land for rule in rulebase.rules if rule.land in rulebase.lands)
    for lands in [*((land,) for land in rulebase.lands), tuple(land for land, _ in sizes.most_common(MOST_LANDS))]:
        try:
            build_network(slice_program(rulebase, lands, dt.date.today()))
        except CannotCarry as limit:
            return f"{', '.join(lands)}: {limit}"
    return ""


@command.command("testen")
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False), metavar="[ORDNER]")
@click.option(
    "--nur", "only", default="", metavar="FORM|LAND|DATEI", help="Nur die Fälle dieser Form, dieses Landes oder dieser Falldatei."
)
def test(folder: Path | None, only: str) -> int:
    """Die Fälle neben den Regeln ausführen."""
    from ..rulebase.locate import rules_folder
    from ..workshop.case_runs import run_in_parallel

    root = rules_folder(folder)
    results = run_in_parallel(root, only)
    if not results:
        raise click.UsageError(f"Zu „{only}“ gibt es keine Fälle." if only else "Neben den Regeln liegen keine Fälle.")
    failed = [result for result in results if result.failures]
    for result in failed:
        click.echo(f"{result.place}: {result.name}")
        for failure in result.failures:
            click.echo(f"    {failure}")
    click.echo(f"{len(results) - len(failed)} Fälle bestanden, {len(failed)} nicht.")
    return 1 if failed or not results else 0


@command.command("uebersicht")
@click.argument("target", type=click.Path(path_type=Path, readable=False), metavar="ZIEL")
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False), metavar="[ORDNER]")
def overview_pages(target: Path, folder: Path | None) -> None:
    """Die Übersichten der Länder als Markdown in den Ordner ZIEL schreiben."""
    from ..advice.file_set import write_set
    from ..workshop.overview import overview

    pages = overview(load_rules(folder, None))
    write_set(target, {name: text.encode() for name, text in pages.items()})
    click.echo(f"Geschrieben: {len(pages)} Seiten in {target}.")


@command.command("herkunft")
@click.argument("folder", required=False, type=click.Path(path_type=Path, readable=False), metavar="[ORDNER]")
@click.option("--land", "lands", multiple=True, metavar="KÜRZEL", help="Nur dieses Land (auch mehrmals); BUND für das Bundesrecht.")
@click.option(
    "--dossiers", type=click.Path(path_type=Path, readable=False), metavar="ORDNER", help="Ordner der Rechtsdossiers (sonst $IKZ_DOSSIERS)."
)
@click.option("--luecken", "gaps", is_flag=True, help="Nur zeigen, was noch keine Regel und keinen Grund hat.")
@json_option
def provenance(folder: Path | None, lands: tuple[str, ...], dossiers: Path | None, gaps: bool, as_json: bool) -> int:
    """Zeigen, was aus den Aussagen der Rechtsdossiers geworden ist."""
    from ..rulebase.locate import rules_folder
    from ..workshop.dossier import dossier_folder
    from ..workshop.provenance_report import accounts, report_json, report_lines
    from .output import print_json

    rulebase = load_rules(folder, None)
    wanted = tuple(land.upper() for land in lands)
    found = accounts(rulebase, dossier_folder(rules_folder(folder), dossiers), wanted)
    if as_json:
        print_json([report_json(item) for item in found])
    for line in () if as_json else (line for item in found for line in report_lines(item, gaps)):
        click.echo(line)
    if not as_json:
        missing, total = sum(len(item.missing) for item in found), sum(len(item.fates) for item in found)
        wrong, differ = sum(len(item.errors) for item in found), sum(len(item.deviations) for item in found)
        click.echo(f"{total} Aussagen, {missing} ohne Regel und ohne Grund, {wrong} falsche Angaben, {differ} Abweichungen.")
    return 0 if all(item.complete for item in found) else 1
