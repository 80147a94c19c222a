"""User text inside Markdown: every string that a person typed is escaped here before it enters a document.

The result shows exactly the given text in pandoc (any of its Markdown flavours) and in Python-Markdown. Control characters
are dropped and line breaks become spaces, because a value never has more than one line in these documents.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from markupsafe import Markup

_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
_SPACES = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Bidirectional controls could make a name read differently from what it is; a byte order mark is never text, and the last one marks a new page.
_INVISIBLE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\ufffe\uffff\ufdd0")
_BACKSLASHED = "*_[]#"
# Entities where a backslash is not understood by both readers, or would clash with table cells.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\\": "&#92;", "`": "&#96;", "|": "&#124;", "~": "&#126;", "^": "&#94;", "$": "&#36;"}
_SPECIAL = str.maketrans({**{char: f"\\{char}" for char in _BACKSLASHED}, **_ENTITIES})
_CITATION = re.compile(r"(?<!\w)@")
_ENUMERATOR = re.compile(r"^( ?)(\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)([.)])(?!\S)")
_IN_PARENTHESES = re.compile(r"^( ?)\((?=[0-9A-Za-z]+\)(?!\S))")
_BULLET = re.compile(r"^( ?)([-+])")
_LEADING_ENTITY = re.compile(r"^( ?)([=:%])")


class MarkdownText(Markup):
    """Text that already is Markdown. Joining it with plain strings escapes those as Markdown, not as HTML."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: object, /) -> MarkdownText:
        """Markdown that shows `s`; Markdown stays as it is."""
        return cls(s if isinstance(s, Markup) else escape(str(s)))


def escape(text: str) -> Markup:
    """Markdown that shows exactly what is `visible` of the text."""
    inert = _CITATION.sub("&#64;", visible(text).translate(_SPECIAL))
    return MarkdownText(_without_block_start(inert))


def visible(text: str) -> str:
    """The text on one line: runs of white space count as one space, control and other invisible characters are dropped."""
    spaced = _SPACES.sub(" ", text)
    return _SPACES.sub(" ", "".join(char for char in spaced if char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs")))


def german_date(day: datetime.date) -> str:
    """A date as it stands in German letters: „1. Januar 2027“."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _without_block_start(text: str) -> str:
    """A value may stand at the start of a line, where a list, a heading underline or a definition would begin."""
    text = _ENUMERATOR.sub(r"\1\2\\\3", text)
    text = _IN_PARENTHESES.sub(r"\1\\(", text)
    text = _BULLET.sub(r"\1\\\2", text)
    return _LEADING_ENTITY.sub(lambda found: f"{found[1]}&#{ord(found[2])};", text)
