"""Click's own texts in German: help pages here, wrong calls in errors.py."""

from __future__ import annotations

from typing import Any

import click

from ..rulebase.problem import suggestion


class GermanHelp(click.Command):
    """A command whose help page is German throughout."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line of the page."""
        pieces = ["[OPTIONEN]" if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Aufruf: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, with their German extras."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section("Optionen"):
            formatter.write_dl([(names, text.replace("[required]", "[Pflicht]")) for names, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, explained in German."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Diese Hilfe zeigen und beenden."
        return option


class GermanGroup(GermanHelp, click.Group):
    """A group of German commands."""

    command_class = GermanHelp

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their first sentence."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Befehle"):
            formatter.write_dl([(name, command.get_short_help_str(80) if command else "") for name, command in commands])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or a German usage error."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.UsageError(f"Den Befehl „{name}“ gibt es nicht. {suggestion(name, self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)


class GroupWithDefault(GermanGroup):
    """A group whose name also works alone: what is not a command goes to `default`."""

    def __init__(self, *args: Any, default: str = "", **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Insert the default command where none is named."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
