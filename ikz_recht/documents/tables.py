"""Column widths of pipe tables, worked out from the text in the columns.

pandoc takes the relative widths of a wide table from the dashes of its separator line. Authors rarely count dashes, so a
separator whose cells are all equally long is rewritten here; unequal ones are an author's choice and stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR = re.compile(r"^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_MARKUP = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)|\*\*|\\(?=\W)|(?<!\\)\[")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_LINE_CHARACTERS = 92  # what fits beside each other between the margins of an A4 page in the size of table text
_LONGEST_WORD = 24  # longer words are hyphenated

_PADDING = 3  # inner margins, and that the bold letters of the header are wider
_PADDING_OF_LONG = 2


def balance_tables(markdown: str) -> str:
    """The same Markdown with the separator line of every pipe table weighted by its columns' text."""
    lines = markdown.split("\n")
    for index in range(1, len(lines)):
        if "|" in lines[index - 1] and "|" in lines[index] and _SEPARATOR.match(lines[index]):
            lines[index] = _balanced(lines, index)
    return "\n".join(lines)


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Characters per column for rows of equally many cells: every word fits if possible, the rest goes where the text is."""
    columns = list(zip(*rows, strict=True))
    natural = [max(len(cell) for cell in column) + _PADDING for column in columns]
    if sum(natural) <= _LINE_CHARACTERS:
        return [max(3, width) for width in natural]
    least = [min(width, _room(min(_LONGEST_WORD, _longest_word(column)))) for width, column in zip(natural, columns, strict=True)]
    rest = max(0, _LINE_CHARACTERS - sum(least))
    # The square root keeps one very long cell from starving its neighbours.
    wish = [
        max(1.0, sum(len(cell) for cell in column)) ** 0.5 if width > small else 0.0
        for width, small, column in zip(natural, least, columns, strict=True)
    ]
    total = sum(wish) or 1.0
    return [max(3, round(small + rest * share / total)) for small, share in zip(least, wish, strict=True)]


def _balanced(lines: Sequence[str], separator: int) -> str:
    marks = [mark.strip() for mark in _cells(lines[separator])]
    if len({len(mark.strip(":")) for mark in marks}) > 1:
        return lines[separator]
    rows = [_cells(lines[separator - 1])]
    for line in lines[separator + 1 :]:
        if "|" not in line or not line.strip():
            break
        rows.append(_cells(line))
    padded = [[_MARKUP.sub("", cell) for cell in (row + [""] * len(marks))[: len(marks)]] for row in rows]
    return "|" + "|".join(_mark(mark, width) for mark, width in zip(marks, column_widths(padded), strict=True)) + "|"


def _room(word: int) -> int:
    return word + (_PADDING if word < 10 else _PADDING_OF_LONG)


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in re.split(r"[\s\-]+", cell)), default=0)


def _mark(mark: str, width: int) -> str:
    return (":" if mark.startswith(":") else "") + "-" * width + (":" if mark.endswith(":") else "")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_BORDER.split(line.strip().removeprefix("|").removesuffix("|"))]
