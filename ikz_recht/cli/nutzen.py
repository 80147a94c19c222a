"""ikz-recht nutzen: what a cooperation brings, and how its costs are shared."""

from __future__ import annotations

import click

from .german import GermanGroup
from .tausch import command as tausch
from .teilen import command as teilen


@click.group(name="nutzen", cls=GermanGroup, subcommand_metavar="BEFEHL …")
def command() -> None:
    """Nutzen einer Zusammenarbeit: Kosten teilen, Aufgaben tauschen."""


command.add_command(teilen)
command.add_command(tausch)
