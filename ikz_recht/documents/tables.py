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
_LONGEST_WORD = 26  # longer words are hyphenated

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
    # The square root keeps one very long cell from starving its neighbours.
    wish = [max(1.0, sum(len(cell) for cell in column)) ** 0.5 for column in columns]
    widths = dict[int, float]()
    while len(widths) < len(columns):
        free = [index for index in range(len(columns)) if index not in widths]
        rest = max(0.0, _LINE_CHARACTERS - sum(widths.values())) / sum(wish[index] for index in free)
        share = {index: min(max(rest * wish[index], least[index]), natural[index]) for index in free}
        # Columns that need more than their share come first; what they leave is divided anew.
        needy = [index for index in free if share[index] > rest * wish[index]]
        settled = needy or [index for index in free if share[index] < rest * wish[index]]
        widths.update({index: share[index] for index in settled or free})
    return [max(3, round(widths[index])) for index in range(len(columns))]


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
