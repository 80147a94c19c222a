"""Where pages break: at the mark, and never between a line with a colon and the list it introduces."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from ikz_recht.documents.formats import FORMATS, DocumentMeta, StyleFiles, render_document

TEXT = (
    "# Eins\n\nGenannt sind:[^1]\n\n- a\n- b\n\n(1) Dazu gehören:\n    1. x,\n    2. y.\n\n+++\n\n# Zwei\n\n\\+++ ist Text\n\n[^1]: Norm\n"
)


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_mark_is_not_shown_and_typed_pluses_are(meta: DocumentMeta, style: StyleFiles, fmt: str) -> None:
    data = render_document(TEXT, meta, fmt, style)
    names = {"docx": "word/document.xml", "odt": "content.xml"}
    if fmt == "pdf":
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        assert len(pages) == 2
        assert "Eins" in pages[0]
        assert "Zwei" in pages[1]
        text = " ".join(pages)
    else:
        text = part(data, names[fmt]) if fmt in names else data.decode()
    assert text.count("+++") == 1
    assert "\ufdd0" not in text


def test_docx_keeps_lead_ins_with_their_list_and_starts_the_page(meta: DocumentMeta, style: StyleFiles) -> None:
    xml = part(render_document(TEXT, meta, "docx", style), "word/document.xml")
    kept = [re.sub(r"<[^>]+>", "", item) for item in re.findall(r"<w:p>(?:(?!</w:p>).)*<w:keepNext />.*?</w:p>", xml, re.DOTALL)]
    assert kept == ["Genannt sind:", "Dazu gehören:"]
    assert re.search(r"<w:pageBreakBefore />.*?Zwei", xml)


def test_the_place_for_a_signature_is_never_parted(meta: DocumentMeta, style: StyleFiles) -> None:
    filler = "\n\n".join(["Ein Absatz, der für sich steht."] * 9)
    text = "\n\n".join([filler, *(f"Für {name}:  \nOrt {name}  \nName {name}  \nAmt {name}" for name in "ABCDEFGHIJKLMNOPQRST")])
    for page in PdfReader(io.BytesIO(render_document(text, meta, "pdf", style))).pages:
        shown = page.extract_text()
        assert len(re.findall("Für [A-T]:", shown)) == len(re.findall("Amt [A-T]", shown))
    xml = part(render_document(text, meta, "docx", style), "word/document.xml")
    assert xml.count("<w:keepLines />") == 20


def test_no_footnote_stands_on_the_page_before_its_mark(meta: DocumentMeta, style: StyleFiles) -> None:
    for lines in range(28, 44):
        filler = "  \n".join(f"Zeile {number}" for number in range(lines))
        item = (
            f"(1) Ein Satz mit Anmerkung, der lang genug ist, um mehr als eine Zeile zu füllen, {'und noch etwas mehr ' * 8}endet hier.[^1]"
        )
        text = f"{filler.replace('  ' + chr(10), chr(10) + chr(10))}\n\n## Überschrift\n\n{item}\n\n[^1]: Die Anmerkung dazu."
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_document(text, meta, "pdf", style))).pages]
        mark = next(number for number, page in enumerate(pages) if "endet hier" in page)
        note = next(number for number, page in enumerate(pages) if "Die Anmerkung dazu" in page)
        assert note >= mark


def test_odt_keeps_lead_ins_with_their_list_and_starts_the_page(meta: DocumentMeta, style: StyleFiles) -> None:
    xml = part(render_document(TEXT, meta, "odt", style), "content.xml")
    assert len(re.findall(r'text:style-name="\w+_keep"', xml)) == 2
    assert re.search(r'<text:h text:style-name="Heading_20_1_break"[^>]*>Zwei', xml)
    for name in re.findall(r'text:style-name="(\w+_(?:keep|break))"', xml):
        assert f'<style:style style:name="{name}"' in xml


def test_markdown_is_readable_as_text(meta: DocumentMeta, style: StyleFiles) -> None:
    text = render_document("Die A &amp; B GmbH, a\\_b, am 1\\. Mai \\- und \\*Stern\\* &amp;lt;\n\n1\\. Mai\n", meta, "md", style).decode()
    assert "Die A & B GmbH, a_b, am 1. Mai - und \\*Stern\\* &amp;lt;\n\n1\\. Mai\n" in text
