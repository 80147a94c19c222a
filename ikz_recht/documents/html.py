"""HTML: one complete page without outside references, from the same Markdown dialect, by Python-Markdown."""

from __future__ import annotations

import re
import string
from html import escape as html_escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ikz_recht.documents.meta import DocumentMeta, RenderProblem, read_style
from ikz_recht.documents.pages import MARK

if TYPE_CHECKING:
    from markdown import Markdown

_OUTSIDE = re.compile(r"@import|\burl\((?!\s*[\"']?(?:data:|#))|\bimage-set\(", re.IGNORECASE)

_PAGE = string.Template("""<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="date" content="$iso_date">
<title>$title</title>
<style>
$css
</style>
</head>
<body>
$header<main>
<div class="titel">
<h1>$title</h1>
$subtitle<p class="datum">$date</p>
</div>
$body
</main>
$footer</body>
</html>
""")


def render_html(markdown: str, meta: DocumentMeta, css: Path) -> bytes:
    """A page in UTF-8 of Markdown prepared with headings from level 2 on; level 1 is the title. Raises `RenderProblem`."""
    style = read_style(css).strip()
    if _OUTSIDE.search(style):
        raise RenderProblem(
            f"Die CSS-Datei „{css}“ holt etwas von außerhalb. Erlaubt sind nur eingebettete Daten („url(data:…)“), kein @import."
        )
    page = _PAGE.substitute(
        language=html_escape(meta.language),
        iso_date=meta.date.isoformat(),
        title=html_escape(meta.title),
        css=style.replace("</", "<\\/"),
        header=_line("header", " · ".join(text for text in (meta.header, meta.note) if text)),
        subtitle=_line("p", meta.subtitle, "untertitel"),
        date=html_escape(meta.date_line),
        body=html_body(markdown).replace(f"<p>{MARK}</p>", '<div class="seitenumbruch"></div>'),
        footer=_line("footer", meta.footer),
    )
    return page.encode()


def html_body(markdown: str) -> str:
    """The HTML of prepared Markdown without the page around it."""
    return _reader().convert(markdown)


def _line(tag: str, text: str, css_class: str = "") -> str:
    attribute = f' class="{css_class}"' if css_class else ""
    return f"<{tag}{attribute}>{html_escape(text)}</{tag}>\n" if text else ""


def _reader() -> Markdown:
    """A fresh reader for each document: footnotes leave state behind."""
    try:
        import markdown
    except ImportError as error:
        raise RenderProblem("Für HTML fehlt das Paket Markdown. Bitte installieren: pip install Markdown") from error
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.tables import TableExtension

    from ikz_recht.documents.html_lists import add_lists

    notes = FootnoteExtension(BACKLINK_TITLE="Zurück zur Fußnote {} im Text", SUPERSCRIPT_TEXT="{}")
    reader = markdown.Markdown(extensions=[TableExtension(), notes], output_format="html")
    reader.preprocessors.deregister("html_block")  # no raw HTML: a tag in the text is text
    reader.inlinePatterns.deregister("html")
    add_lists(reader)
    _add_table_scopes(reader)
    return reader


def _add_table_scopes(reader: Markdown) -> None:
    """Header cells say that they head a column, which screen readers announce."""
    from markdown.treeprocessors import Treeprocessor

    class TableScopes(Treeprocessor):
        def run(self, root: Element) -> None:
            for cell in root.iter("th"):
                cell.set("scope", "col")

    reader.treeprocessors.register(TableScopes(reader), "table-scopes", 1)
