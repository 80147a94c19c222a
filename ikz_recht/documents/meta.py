"""What every rendering needs besides the text: the document's data, the style files, and how a rendering fails."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from ikz_recht.documents.markdown_text import german_date, visible
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.rulebase.reading import read_text

DRAFT_NOTE = "Entwurf"


class RenderProblem(Exception):
    """A document could not be rendered; the message is German and says what to do.

    `detail` is what the program behind it said, in its own words; users see it only when they look for an error.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class RenderNotice(UserWarning):
    """A document was rendered, but something in it differs from its text; the message is German."""


MAX_STYLE = 1_000_000


def read_style(path: Path) -> str:
    """The text of a template for PDF or HTML. Raises `RenderProblem` (missing, too large, not UTF-8)."""
    try:
        return read_text(path, MAX_STYLE)
    except InputProblems as problems:
        raise RenderProblem(str(problems)) from None


@dataclass(frozen=True)
class DocumentMeta:
    """Title, subtitle, date and language of a document, the texts of its page header and footer, and whether it is a draft.

    `subtitle`, `header` and `footer` may be empty. All texts are plain text, not Markdown.
    """

    title: str
    subtitle: str
    date: datetime.date
    language: str = "de-DE"
    header: str = ""
    footer: str = ""
    draft: bool = False

    def __post_init__(self) -> None:
        """Texts are reduced to one visible line: they go into XML and command lines, where control characters do harm."""
        for name in ("title", "subtitle", "header", "footer"):
            object.__setattr__(self, name, visible(getattr(self, name)).strip())

    @property
    def date_line(self) -> str:
        """The line under the title: the date, and for a draft the word „Entwurf“."""
        date = german_date(self.date)
        return f"{date} · {DRAFT_NOTE}" if self.draft else date

    @property
    def note(self) -> str:
        """The mark on every page of a draft; empty otherwise."""
        return DRAFT_NOTE if self.draft else ""

    @property
    def timestamp(self) -> int:
        """Midnight UTC of the date in Unix seconds: the only time that goes into a file, so equal input gives equal bytes.

        ZIP archives know no year before 1980, so earlier dates count as 1980-01-01.
        """
        day = max(self.date, datetime.date(1980, 1, 1))
        return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())


@dataclass(frozen=True)
class StyleFiles:
    """The files that decide how documents look; an office may replace any of them by its own."""

    reference_docx: Path
    reference_odt: Path
    typst_template: Path
    css: Path

    @classmethod
    def in_folder(cls, folder: Path) -> StyleFiles:
        """The four files under their usual names in one folder such as `templates/stil`."""
        return cls(folder / "reference.docx", folder / "reference.odt", folder / "dokument.typ", folder / "dokument.css")
