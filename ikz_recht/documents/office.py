"""DOCX and ODT: what pandoc writes, completed with page header and footer, table borders and list indents.

A reference file marks where the document's own texts go: `{{kopfzeile}}`, `{{fusszeile}}`, `{{vermerk}}`, `{{titel}}` and
`{{datum}}` in its page header or footer, each typed in one go so that the word processor keeps it in one piece.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from ikz_recht.documents.archive import checked_reference
from ikz_recht.documents.markdown_text import german_date
from ikz_recht.documents.meta import DocumentMeta
from ikz_recht.documents.odt_lists import divide_lists
from ikz_recht.documents.office_parts import docx_part, odt_part
from ikz_recht.documents.pandoc import run_pandoc
from ikz_recht.documents.pictures import Picture, in_office, told_in_odt, without_addresses
from ikz_recht.documents.tables import balance_tables

_NESTED_LIST = re.compile(r"^ {4,}(?:[-*+]|\d+\.|\(\d+\)|[a-z]\)) ", re.MULTILINE)
_OWN_STYLES = {"word/styles.xml": b'w:styleId="TableText"', "styles.xml": b'style:name="Tight_20_list"'}


def render_office(markdown: str, meta: DocumentMeta, fmt: str, reference: Path, pictures: Sequence[Picture] = ()) -> bytes:
    """A DOCX or ODT (`fmt`) of the prepared Markdown with its `pictures` in the look of the `reference` file. Raises `RenderProblem`."""
    look = checked_reference(reference, fmt)
    options = [f"--metadata=lang:{meta.language}", f"--metadata=title:{meta.title}"]
    options += [f"--metadata=subtitle:{meta.subtitle}"] if meta.subtitle else []
    options.append(f"--metadata=date:{meta.date_line}")
    with tempfile.TemporaryDirectory(prefix="ikz-recht.") as folder:
        copy = Path(folder) / f"reference.{fmt}"  # pandoc reads what was checked, whatever becomes of the file meanwhile
        copy.write_bytes(look)
        archive = _converted(in_office(balance_tables(markdown), pictures), fmt, [f"--reference-doc={copy}", *options], meta.timestamp)
    return _completed(archive, meta, fmt, pictures)


def _converted(markdown: str, fmt: str, options: Sequence[str], timestamp: int) -> bytes:
    if fmt == "odt" and _NESTED_LIST.search(markdown):
        tree = divide_lists(run_pandoc(markdown, "json", [], timestamp).decode())
        return run_pandoc(tree, fmt, options, timestamp, source="json")
    return run_pandoc(markdown, fmt, options, timestamp)


def _completed(archive: bytes, meta: DocumentMeta, fmt: str, pictures: Sequence[Picture]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    texts = _placeholders(meta)
    part = docx_part if fmt == "docx" else odt_part
    own_styles = any(mark in parts.get(name, b"") for name, mark in _OWN_STYLES.items())
    for name, data in parts.items():
        if name.endswith(".xml"):
            text = told_in_odt(data.decode(), pictures) if name == "content.xml" else without_addresses(data.decode())
            parts[name] = part(name, text, texts, own_styles).encode()
    return zipped(parts, meta)


def _placeholders(meta: DocumentMeta) -> Mapping[str, str]:
    texts = {"kopfzeile": meta.header, "fusszeile": meta.footer, "vermerk": meta.note, "titel": meta.title, "datum": german_date(meta.date)}
    return {f"{{{{{name}}}}}": xml_escape(text) for name, text in texts.items()}


def zipped(parts: Mapping[str, bytes], meta: DocumentMeta) -> bytes:
    """The parts in their order (an ODT starts with its `mimetype`), all with the document's date."""
    day = (max(meta.date.year, 1980), meta.date.month, meta.date.day, 0, 0, 0)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, day)
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, data, compresslevel=6)
    return result.getvalue()
