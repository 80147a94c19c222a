"""Help pages and wrong calls: German, complete, exit code 2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ikz_recht.cli.main import COMMANDS, main

from .conftest import ENGLISH, Ikz

PAGES = [(), *((name,) for name in COMMANDS), ("regeln", "pruefen"), ("regeln", "testen")]


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_every_help_page_is_german_and_explains_every_option(page: tuple[str, ...], ikz: Ikz) -> None:
    result = ikz(*page, "--help")
    assert result.code == 0
    assert result.out.startswith(f"Aufruf: {' '.join(('ikz-recht', *page))} [OPTIONEN]")
    assert "Diese Hilfe zeigen und beenden." in result.out
    words = result.out.replace("--help", "").replace("--version", "")
    assert not ENGLISH.search(words)
    options = words.partition("Optionen:\n")[2].partition("\n\n")[0]
    assert all(len(line.split("  ")[-1].strip()) > 3 for line in options.splitlines())


def test_the_first_page_names_every_command_and_a_short_help_each(ikz: Ikz) -> None:
    page = ikz("--help").out.partition("Befehle:\n")[2]
    assert [line.split()[0] for line in page.splitlines()] == list(COMMANDS)
    assert all(line.endswith(".") for line in page.splitlines())
    assert ikz("-h").out == ikz("--help").out


def test_the_version_is_shown(ikz: Ikz) -> None:
    assert ikz("--version").out.startswith("ikz-recht ")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["bla"], "Den Befehl „bla“ gibt es nicht. Möglich sind: beraten, "),
        (["berate"], "Den Befehl „berate“ gibt es nicht. Gemeint ist vielleicht „beraten“."),
        (["regeln", "prüfen"], "Den Befehl „prüfen“ gibt es nicht. Gemeint ist vielleicht „pruefen“."),
        (["--foo"], "Die Option „--foo“ gibt es nicht."),
        (["beraten", "--jsn"], "Die Option „--jsn“ gibt es nicht. Gemeint ist vielleicht --json oder --neu."),
        (["vermerk"], "Es fehlt die Angabe FALL.yaml."),
        (["warum", "fall.yaml"], "Es fehlt die Angabe FORM."),
        (["vermerk", "fall.yaml"], "Es fehlt die Option -o / --ausgabe."),
        (["vermerk", "-o"], "Nach der Option -o fehlt der Wert."),
        (["beraten", "--json=3"], "Die Option --json nimmt keinen Wert."),
        (["beraten", "a", "b", "c"], "Zu viele Angaben: b c."),
        (["beraten", "--stichtag", "morgen"], "--stichtag: „morgen“ ist kein Datum. Schreiben Sie zum Beispiel 2027-01-31"),
        (["beraten", "--stichtag", "0000-01-01"], "--stichtag: Den Tag „0000-01-01“ gibt es nicht."),
        (["beraten", "--stichtag", "31.02.2027"], "--stichtag: Den Tag „31.02.2027“ gibt es nicht."),
        (["beraten", "--format", "doc", "f"], "Das Format „doc“ gibt es nicht. Möglich sind: md, html, docx, odt, pdf."),
        (["beraten", "--format", "", "f"], "Es fehlt das Format."),
        (["vermerk", "f", "-o", "v.txt"], "Das Format „.txt“ gibt es nicht."),
        (["entwurf", "f", "-o", "ohne"], "Das Format „ohne“ gibt es nicht."),
        (["fragen", "--land", "XX"], "Das Land „XX“ gibt es nicht. Möglich sind: BB, BE,"),
        (["beraten", "--json"], "Mit --json werden keine Fragen gestellt."),
        (["beraten", "--json", "--fragen", "f"], "Mit --json werden keine Fragen gestellt."),
    ],
    ids=" ".join,
)
def test_a_wrong_call_is_explained_in_german(call: list[str], message: str, ikz: Ikz, tmp_path: Path) -> None:
    result = ikz(*call)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith(message)
    assert result.err.splitlines()[-1].startswith("Hilfe: ikz-recht")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", [[], ["regeln"]], ids=["ikz-recht", "regeln"])
def test_a_call_without_a_command_shows_the_help(call: list[str], ikz: Ikz) -> None:
    result = ikz(*call)
    assert (result.code, result.out) == (2, "")
    assert "Befehle:" in result.err


def test_click_checks_no_file_itself_because_it_would_speak_english() -> None:
    def paths(command: click.Command) -> Iterator[click.Path[Path]]:
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                inner = command.get_command(click.Context(command), name)
                assert inner is not None
                yield from paths(inner)
        yield from (param.type for param in command.params if isinstance(param.type, click.Path))

    found = list(paths(main))
    assert found
    assert not any(path.exists or path.readable or path.writable for path in found)
