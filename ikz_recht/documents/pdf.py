"""PDF: pandoc turns the Markdown into typst, typst sets it as a tagged PDF/UA with a German language mark.

The typst template reads the document's data from `sys.inputs` (titel, untertitel, datum, sprache, kopfzeile, fusszeile,
vermerk) and is followed by the text; pictures and fonts beside the template are found. Only the fonts inside typst are
used at first, so that a PDF is the same on every machine; system fonts come in when a character is missing from those.
"""

from __future__ import annotations

import re
from pathlib import Path

from ikz_recht.documents.meta import DocumentMeta, RenderProblem
from ikz_recht.documents.pages import typst_pages
from ikz_recht.documents.pandoc import run_pandoc
from ikz_recht.documents.tables import balance_tables
from ikz_recht.rulebase.problem import reason

_MISSING_GLYPH = re.compile(r"could not be displayed|not be displayed with any font", re.IGNORECASE)

# What typst would turn into a dash, an ellipsis, a soft hyphen or a minus sign; addresses of links are left alone.
_SHORTHAND = re.compile(r'(#link\("(?:[^"\\]|\\.)*"\))|-(?=[-?\d])|\.(?=\.)')


def render_pdf(markdown: str, meta: DocumentMeta, template: Path) -> bytes:
    """A PDF/UA-1 of the prepared Markdown in the look of the typst `template`. Raises `RenderProblem`."""
    try:
        look = template.read_text(encoding="utf-8")
    except OSError as error:
        raise RenderProblem(f"Die PDF-Vorlage „{template}“ ist nicht lesbar: {reason(error)}.") from error
    text = run_pandoc(balance_tables(markdown), "typst-smart", [], meta.timestamp).decode()
    text = _SHORTHAND.sub(lambda found: found[1] or f"\\{found[0]}", text)
    return _compile(f"{look}\n{typst_pages(text)}", meta, template.resolve().parent)


def _compile(source: str, meta: DocumentMeta, folder: Path) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise RenderProblem("Für PDF fehlt Typst. Bitte installieren: pip install typst") from error
    try:
        return _typeset(source, meta, folder, system_fonts=False)
    except typst.TypstError as error:
        if not _MISSING_GLYPH.search(str(error)):
            raise RenderProblem(f"Typst konnte das PDF nicht setzen: {error.message}") from error
    try:
        return _typeset(source, meta, folder, system_fonts=True)
    except typst.TypstError as error:
        raise RenderProblem(f"Das PDF enthält ein Zeichen, das keine installierte Schrift darstellen kann: {error.message}") from error


def _typeset(source: str, meta: DocumentMeta, folder: Path, *, system_fonts: bool) -> bytes:
    import typst

    language, _, region = meta.language.partition("-")
    inputs = {
        "titel": meta.title,
        "untertitel": meta.subtitle,
        "datum": meta.date_line,
        "sprache": language,
        "region": region,
        "kopfzeile": meta.header,
        "fusszeile": meta.footer,
        "vermerk": meta.note,
    }
    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=[str(folder)])
    compiler = typst.Compiler(source.encode(), root=str(folder), font_paths=fonts, sys_inputs=inputs)
    document = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=meta.timestamp)
    if not isinstance(document, bytes):
        raise RenderProblem("Typst hat kein PDF geliefert.")
    return document
