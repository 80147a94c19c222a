"""Lines on the screen: broken between words where a person reads them, left whole in a pipe."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TextIO

import click

WIDEST = 100  # a longer line is hard to follow with the eye, however wide the terminal
NARROWEST = 40
_MARKER = re.compile(r"\s*(?:(?:\d+\.|[-–]) )?")


def say(text: str = "") -> None:
    """Print the text; at a terminal no line is longer than the screen is wide, and lists keep their indentation."""
    stream: TextIO | None = sys.stdout  # None if the program was started with its output closed
    click.echo(folded(text, _width()) if stream and stream.isatty() else text)


def folded(text: str, width: int) -> str:
    """The text with every line broken between words at the width; what a line begins with (spaces, number, dash) indents the rest."""
    return "\n".join(_folded_line(line, width) for line in text.split("\n"))


def _folded_line(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    found = _MARKER.match(line)
    marker = found.group() if found else ""
    return textwrap.fill(
        line[len(marker) :],
        width,
        initial_indent=marker,
        subsequent_indent=" " * len(marker),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _width() -> int:
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns - 1))
