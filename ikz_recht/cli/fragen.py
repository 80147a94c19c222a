"""ikz-recht fragen: every question."""

from __future__ import annotations

from pathlib import Path

import click

from .german import GermanHelp
from .options import json_option, load_rules, rules_option


@click.command(name="fragen", cls=GermanHelp)
@click.option(
    "--land", "land", default=None, metavar="LAND", help="Nur die gemeinsamen Fragen und die dieses Landes (Kürzel, zum Beispiel HE)."
)
@rules_option
@json_option
def command(land: str | None, rules: Path | None, as_json: bool) -> None:
    """Alle Fragen zeigen, mit Kennung, Typ, Antworten und Hilfe."""
    from ..advice.opinion import uncovered_text
    from ..advice.opinion_json import questions_document
    from ..rulebase.fact import LANDS
    from ..rulebase.problem import suggestion
    from .output import print_json

    if land is not None and land.upper() not in LANDS:
        raise click.UsageError(f"Das Land „{land}“ gibt es nicht. {suggestion(land.upper(), LANDS)}")
    rulebase = load_rules(rules, None if land is None else [land.upper()])
    if land is not None and land.upper() not in (*rulebase.lands, *rulebase.disabled):
        click.echo(f"{uncovered_text(land.upper(), rulebase)} Gezeigt werden die gemeinsamen Fragen.", err=True)
    if as_json:
        print_json({"fragen": questions_document(rulebase.questions.values())})
        return
    titles = {section.id: section.title for section in rulebase.sections}
    for section, title in titles.items():
        click.echo(f"\n{title}")
        for question in rulebase.questions.values():
            if question.section == section:
                click.echo(f"  {question.id} ({question.type.kind}): {question.text}")
                for option, text in question.type.options if question.type.kind not in ("aufgabe", "land") else ():
                    click.echo(f"      {option}: {text}")
