"""From one Markdown text to every format: md, html, docx, odt, pdf. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from ikz_recht.documents.dialect import hold_together, prepare, readable
from ikz_recht.documents.markdown_text import escape
from ikz_recht.documents.meta import DocumentMeta, RenderProblem, StyleFiles
from ikz_recht.documents.pictures import Picture, in_html, in_markdown

__all__ = ["FORMATS", "DocumentMeta", "RenderProblem", "StyleFiles", "render_document"]

FORMATS = ("md", "html", "docx", "odt", "pdf")


def render_document(markdown: str, meta: DocumentMeta, fmt: str, style: StyleFiles, pictures: Sequence[Picture] = ()) -> bytes:
    """The document in one of `FORMATS`, as the bytes of a file (text formats in UTF-8).

    `markdown` follows the dialect described in `ikz_recht.documents.dialect`; `pictures` stand where it has their marks. Whatever goes wrong
    is a `RenderProblem` with a German message.
    """
    if fmt == "md":
        return _plain(in_markdown(readable(prepare(markdown, shift=1)), pictures), meta).encode()
    if fmt == "html":
        from ikz_recht.documents.html import render_html

        return in_html(render_html(prepare(markdown, shift=1), meta, style.css), pictures)
    if fmt in ("docx", "odt"):
        from ikz_recht.documents.office import render_office

        reference = style.reference_docx if fmt == "docx" else style.reference_odt
        return render_office(hold_together(prepare(markdown)), meta, fmt, reference, pictures)
    if fmt == "pdf":
        from ikz_recht.documents.pdf import render_pdf

        return render_pdf(hold_together(prepare(markdown)), meta, style.typst_template, pictures)
    raise RenderProblem(f"Das Format „{fmt}“ gibt es nicht; möglich sind {', '.join(FORMATS)}.")


def _plain(markdown: str, meta: DocumentMeta) -> str:
    """The Markdown with a title block in the same dialect; header and footer, which pages would carry, frame it."""
    parts = [f"# {escape(meta.title)}"]
    parts += [f"**{escape(meta.subtitle)}**"] if meta.subtitle else []
    parts.append(" · ".join(escape(text) for text in (meta.date_line, meta.header) if text).replace("\\.", ".", 1))
    parts += ["---", markdown.strip("\n")]
    parts += ["---", str(escape(meta.footer))] if meta.footer else []
    return "\n\n".join(parts) + "\n"
