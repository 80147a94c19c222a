r"""The Markdown of templates and documents: one dialect, read alike by pandoc (docx, odt, pdf) and Python-Markdown (html).

    # Heading, ## Heading       levels are taken relative to each other; a blank line before and after
    paragraph                   blank line between; two spaces at the end of a line break it
    | A | B |                   pipe table with header row; column widths follow the text, or the dashes where they differ
    - item                      bullet list, blank line before it
    1. item                     numbered list; starts with the number given
    (1) paragraph               numbered legal paragraphs (Absätze), a blank line between them
    a) item                     lettered list
        1. item                 nested: indented by four spaces under any item
    **bold**, *italic*          emphasis
    [text](https://address)     link
    text[^n] … [^n]: note       footnote; its definition is a paragraph of its own
    ---                         rule, between blank lines
    +++                         new page, between blank lines
    \_\_\_\_\_\_                line for a signature (escaped underscores)
    \* \_ \[ \] \# \- \.        the character itself

Nothing else has a meaning: no raw HTML, TeX, citations, definition lists, smart quotes or other list markers.
"""

from __future__ import annotations

import re

from ikz_recht.documents.meta import RenderProblem
from ikz_recht.documents.pages import MARK

PANDOC_READER = (
    "markdown_strict+pipe_tables+footnotes+fancy_lists+startnum+all_symbols_escapable+intraword_underscores+four_space_rule"
    "+space_in_atx_header+blank_before_header-raw_html-shortcut_reference_links-spaced_reference_links"
)

_HEADING = re.compile(r"^(#{1,6})[ \t]+(?=\S)")
# No format can hold these; the first two would also end up in Python-Markdown's own placeholders.
_CONTROL = re.compile("[\x02\x03\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MONTHS = "(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_MONTH = re.compile(rf"(\b\d{{1,2}})\\?\. (?={_MONTHS}\b)")
_PARAGRAPH_SIGN = re.compile(r"(§) (?=[\dIVX])")
_DATE = re.compile(rf"^( {{0,3}}\d{{1,2}})\. (?={_MONTHS}\b)")
# Markers that only pandoc would take for a list: „A.“, „iv.“, „1)“, „(a)“, „#.“.
_ROMAN = "[ivxlcdm]{2,}|[IVXLCDM]{2,}"
_FOREIGN_MARKER = re.compile(rf"^( *)(?:(\d+|[A-Z]|{_ROMAN}|#)(\))|([A-Za-z]|{_ROMAN}|#)(\.))(?=\s|$)")
_FOREIGN_PARENTHESES = re.compile(rf"^( *)\((?=(?:[A-Za-z]|{_ROMAN}|#)\)(?:\s|$))")
_PAGE = re.compile(r"^\+\+\+$", re.MULTILINE)
# Escapes that protect a place where the character would mean something, seen at places where it does not.
_NEEDLESS = (
    (re.compile(r"(?<=\w)\\_(?=\w)"), "_"),
    (re.compile(r"&amp;(?!#?\w+;)"), "&"),
)
# Where a block may start: after the markers of lists, quotations and footnotes that already stand on the line.
_BLOCK_START = re.compile(r"(?:\s*(?:[-+*>]|\d+[.)]|\(?[A-Za-z\d]{1,4}\)|\[\^\d+\]:)\s+)*\s*")
_LIST_ESCAPES = (
    (re.compile(r"(?<![\w\\])(\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+)\\([.)])(?=\s|$|[*|])"), r"\1\2"),
    (re.compile(r"(?<![\\\]])\\([-+(])"), r"\1"),
)
_NUMBERED = re.compile(r"\n+(?=\(\d+\) )")
_GAPS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_PICTURE = re.compile(r"(?<!\\)(?:\\\\)*!\[(?!\^)")
_NOTE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](:?)")


def prepare(markdown: str, shift: int = 0) -> str:
    """The dialect reduced to what both readers agree on; headings are numbered from level `1 + shift` without gaps.

    Raises `RenderProblem` when a footnote is referred to but not defined, or defined twice, and for a picture: a reader of the
    document would fetch it from elsewhere.
    """
    lines = _CONTROL.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n")).expandtabs(4).split("\n")
    _check_notes("\n".join(lines))
    _check_pictures(lines)
    text = "\n".join(_without_foreign_lists(line) for line in _levelled(lines, shift)).strip("\n") + "\n"
    return _PAGE.sub(MARK, text)


def tidy(markdown: str) -> str:
    """What filling templates leaves uneven: a blank line before every numbered paragraph, and never more than one blank line."""
    return _GAPS.sub("\n\n", _NUMBERED.sub("\n\n", markdown)).strip("\n")


def readable(markdown: str) -> str:
    """Prepared Markdown for people to read as text: no escape where the character means nothing, and a rule for a new page."""
    text = markdown.replace(MARK, "---")
    for pattern, plain in _NEEDLESS:
        text = pattern.sub(plain, text)
    return "\n".join(map(_without_needless, text.split("\n")))


def _without_needless(line: str) -> str:
    """A line whose list markers stay escaped only where a list could start."""
    start = _BLOCK_START.match(line)
    first = start.end() if start else 0
    for pattern, plain in _LIST_ESCAPES:
        kept = pattern.match(line, first)
        cut = kept.end() if kept else first
        line = line[:cut] + pattern.sub(plain, line[cut:])
    return line


def hold_together(markdown: str) -> str:
    """Prepared Markdown for pages: no line break between § and its number, or between the day and the month of a date."""
    return _MONTH.sub("\\1.\u00a0", _PARAGRAPH_SIGN.sub("\\1\u00a0", markdown))


def _levelled(lines: list[str], shift: int) -> list[str]:
    """PDF/UA and screen readers need headings that start at the top and skip no level."""
    open_levels: list[int] = []
    result = []
    for line in lines:
        found = _HEADING.match(line)
        if found:
            while open_levels and open_levels[-1] >= len(found[1]):
                open_levels.pop()
            open_levels.append(len(found[1]))
            line = "#" * min(6, len(open_levels) + shift) + " " + line[found.end() :]
        result.append(line)
    return result


def _without_foreign_lists(line: str) -> str:
    line = _DATE.sub(r"\1\\. ", line)
    line = _FOREIGN_PARENTHESES.sub(r"\1\\(", line)
    found = _FOREIGN_MARKER.match(line)
    if not found:
        return line
    word, sign = (found[2], found[3]) if found[2] else (found[4], found[5])
    escaped = r"\#" if word == "#" else word
    return f"{found[1]}{escaped}\\{sign}{line[found.end() :]}"


def _check_pictures(lines: list[str]) -> None:
    for line in lines:
        found = _PICTURE.search(line)
        if found:
            raise RenderProblem(
                f"Bilder sind im Text nicht vorgesehen („{line[found.start() : found.start() + 40]}“). Setzen Sie sie in die eigene Referenzdatei oder"
                " PDF-Vorlage; ein Ausrufezeichen vor einem Link braucht ein Leerzeichen."
            )


def _check_notes(markdown: str) -> None:
    used: set[str] = set()
    defined: set[str] = set()
    for found in _NOTE.finditer(markdown):
        at_line_start = found.start() == 0 or markdown[found.start() - 1] == "\n"
        if not (found[2] and at_line_start):
            used.add(found[1])
        elif found[1] in defined:
            raise RenderProblem(f"Die Fußnote [^{found[1]}] ist mehrfach definiert.")
        else:
            defined.add(found[1])
    missing = sorted(used - defined)
    if missing:
        raise RenderProblem(f"Zu diesen Fußnotenzeichen fehlt der Text: {', '.join(f'[^{name}]' for name in missing)}.")
