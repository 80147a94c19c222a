"""The same two documents in every format: real structure, all of the text, the same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ikz_recht.documents import html, pandoc
from ikz_recht.documents.formats import FORMATS, DocumentMeta, RenderProblem, StyleFiles, render_document


def part(archive: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(archive)).read(name).decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u00ad", ""))


@pytest.fixture(scope="module")
def memos(memo: str, meta: DocumentMeta, style: StyleFiles) -> dict[str, bytes]:
    return {fmt: render_document(memo, meta, fmt, style) for fmt in FORMATS}


@pytest.fixture(scope="module")
def drafts(draft: str, meta: DocumentMeta, style: StyleFiles) -> dict[str, bytes]:
    return {fmt: render_document(draft, meta, fmt, style) for fmt in FORMATS}


def pdf_text(pdf: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.mark.parametrize("fmt", FORMATS)
def test_same_input_same_bytes(memos: dict[str, bytes], memo: str, meta: DocumentMeta, style: StyleFiles, fmt: str) -> None:
    assert render_document(memo, meta, fmt, style) == memos[fmt]


def test_bytes_do_not_depend_on_the_process(drafts: dict[str, bytes], tmp_path: Path) -> None:
    code = (
        "import datetime, pathlib, sys\n"
        "from ikz_recht.documents.formats import *\n"
        "meta = DocumentMeta('Gutachten für <b>*x* & Söhne', 'Standesamt', datetime.date(2026, 11, 22), 'de-DE', 'Kopf & Zeile <1>',"
        " 'Regelwerk 2026.11', True)\n"
        "text = pathlib.Path('tests/documents/muster_vereinbarung.md').read_text(encoding='utf-8')\n"
        "style = StyleFiles.in_folder(pathlib.Path('templates/stil').absolute())\n"
        "for fmt in FORMATS: pathlib.Path(sys.argv[1], fmt).write_bytes(render_document(text, meta, fmt, style))\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=root, env={"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo"})
    for fmt in FORMATS:
        assert (tmp_path / fmt).read_bytes() == drafts[fmt], fmt


def test_markdown_reads_as_text(drafts: dict[str, bytes]) -> None:
    text = drafts["md"].decode()
    assert text.startswith("# Gutachten für &lt;b&gt;\\*x\\* &amp; Söhne\n\n**Standesamt**\n\n22. November 2026 · Entwurf · Kopf")
    assert "\n## § 1 Beteiligte\n\n(1) Beteiligte dieser" in text
    assert "| --- | ---: | ---: |" in text
    assert text.endswith("---\n\nRegelwerk 2026.11\n")


def test_html_page(drafts: dict[str, bytes], memos: dict[str, bytes]) -> None:
    text = drafts["html"].decode()
    assert text.startswith('<!DOCTYPE html>\n<html lang="de-DE">')
    assert "<title>Gutachten für &lt;b&gt;*x* &amp; Söhne</title>" in text
    assert "<h2>§ 1 Beteiligte</h2>" in text
    assert text.count("<h1>") == 1
    assert "counter(absatz)" in text
    assert re.search(r'<ol class="absatz">\s*<li>\s*<p>Die Stadt übernimmt.*?</p>\s*<ol>\s*<li>.*?die Führung', text, re.DOTALL)
    assert re.search(r'<p>Die Aufgabe umfasst</p>\s*<ol class="buchstabe" type="a">\s*<li>', text)
    assert '<th scope="col">Beteiligte</th>' in text
    assert "ol-absatz" not in text
    assert "&lt;b&gt;*x* Weiler" in text
    assert memos["html"].decode().count('class="footnote-ref"') == 26
    assert not re.search(r'(src|href)="(?!#|https://recht)', memos["html"].decode())


def test_html_numbers_start_where_the_text_says() -> None:
    body = html.html_body("(4) vier\n\n(5) fünf\n\nText\n\n3. drei\n4. vier\n\nText\n\nc) ce\n")
    assert '<ol class="absatz" start="4" style="counter-reset: absatz 3">' in body.replace(
        'start="4" class="absatz"', 'class="absatz" start="4"'
    )
    assert '<ol start="3">' in body
    assert "counter-reset: buchstabe 2" in body


def test_docx_has_real_structure(drafts: dict[str, bytes], memos: dict[str, bytes]) -> None:
    body = part(memos["docx"], "word/document.xml")
    assert body.count("<w:footnoteReference ") == 26
    assert part(memos["docx"], "word/footnotes.xml").count("<w:footnote w:id=") >= 26
    assert '<w:tblHeader w:val="on" />' in body
    assert '<w:pStyle w:val="Heading3" />' in body
    assert "<w:numPr>" in body
    assert "v:rect" not in body
    assert '<w:pgSz w:h="16838" w:w="11906" />' in body
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)" />', body)]
    assert len(widths) == 5
    assert 9000 < sum(widths) <= 9071
    assert min(widths) == widths[4]
    assert 'w:val="(%1)"' in part(drafts["docx"], "word/numbering.xml")
    assert 'w:numFmt w:val="lowerLetter"' in part(drafts["docx"], "word/numbering.xml")
    assert re.search(r'<w:lang [^>]*w:val="de-DE"', part(drafts["docx"], "word/styles.xml"))
    assert "Kopf &amp; Zeile &lt;1&gt;" in part(drafts["docx"], "word/header1.xml")
    assert "Entwurf" in part(drafts["docx"], "word/header1.xml")
    footer = part(drafts["docx"], "word/footer1.xml")
    assert re.search(r"Regelwerk 2026\.11.*Seite .* PAGE .* von .* NUMPAGES ", footer)
    assert "<dc:title>Gutachten für &lt;b&gt;*x* &amp; Söhne</dc:title>" in part(drafts["docx"], "docProps/core.xml")


def test_odt_has_real_structure(drafts: dict[str, bytes], memos: dict[str, bytes]) -> None:
    body = part(memos["odt"], "content.xml")
    assert body.count('text:note-class="footnote"') == 26
    assert "<table:table-header-rows>" in body
    assert 'text:outline-level="3"' in body
    assert 'fo:border="none"' not in body
    styles = part(drafts["odt"], "styles.xml")
    assert 'fo:language="de"' in styles
    assert 'fo:language="en"' not in styles
    assert "Kopf &amp; Zeile &lt;1&gt;" in styles
    assert "<text:page-count>" in styles
    assert "{{" not in styles
    names = zipfile.ZipFile(io.BytesIO(drafts["odt"])).infolist()
    assert (names[0].filename, names[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_odt_counts_nested_lists_each_in_its_own_way(drafts: dict[str, bytes]) -> None:
    body = part(drafts["odt"], "content.xml")
    lists = re.findall(r'<text:list-style style:name="L\d+">.*?</text:list-style>', body, re.DOTALL)
    legal = [style for style in lists if 'style:num-prefix="("' in style]
    assert any('text:start-value="2"' in style for style in legal)
    assert any('style:num-format="a"' in style for style in lists)


def test_pdf_is_tagged_and_german(drafts: dict[str, bytes], memos: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(memos["pdf"]))
    root: Any = reader.trailer["/Root"]
    information: Any = reader.metadata
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de-DE"
    assert re.search(rb"pdfuaid:part>1<", root["/Metadata"].get_data())
    assert information.title == "Gutachten für <b>*x* & Söhne"
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    text = pdf_text(memos["pdf"])
    assert "Kopf&Zeile<1>Entwurf" in text
    assert f"Seite1von{len(reader.pages)}" in text
    assert "(2)DieStadtunterhält" in pdf_text(drafts["pdf"])
    assert "1.dieFührung" in pdf_text(drafts["pdf"])


def test_every_format_shows_nasty_text_literally(meta: DocumentMeta, style: StyleFiles) -> None:
    from ikz_recht.documents.markdown_text import escape

    text = (
        "<b>*x*</b> #let x = 1 $a$ @b `c` -- --- ... ~ \\ // /* a */ = b [c] \"d\" 'e' „f“ {g} - h + i %j ^k _l_ §1 1)"
        " a@b.de http://x.de -5 -? 1..2 x--y"
    )
    value = escape(text)
    blocks = ["[Verweis](https://x.de/a--b...c-5)", f"# Kopf {value}", value, f"| A | B |\n|---|---|\n| {value} | x[^1] |", f"- {value}"]
    markdown = "\n\n".join([*blocks, f"[^1]: {value}"])
    wanted = squeezed(text)
    assert pdf_text(render_document(markdown, meta, "pdf", style)).count(wanted) >= 4
    for fmt, name in (("docx", "word/document.xml"), ("odt", "content.xml")):
        xml = re.sub(r"<text:s ?/>", " ", part(render_document(markdown, meta, fmt, style), name))
        plain = squeezed(unescape(re.sub(r"<[^>]*>", "", xml)))
        assert plain.count(wanted) >= 4, fmt


def test_headings_skip_no_level_in_pdf(meta: DocumentMeta, style: StyleFiles) -> None:
    assert render_document("### tief\n\nx\n\n###### tiefer\n\n## oben\n", meta, "pdf", style).startswith(b"%PDF")


def test_foreign_letters_stand_in_the_pdf(meta: DocumentMeta, style: StyleFiles) -> None:
    text = "Ort: Łódź, Οδός, Москва\n"
    assert "Łódź,Οδός,Москва" in pdf_text(render_document(text, meta, "pdf", style))


@pytest.mark.parametrize("fmt", FORMATS)
def test_control_characters_do_no_harm(meta: DocumentMeta, style: StyleFiles, fmt: str) -> None:
    bad = "a\x00\x02b\x0bc\ud800\uffff"
    assert render_document(f"{bad}\n", dataclasses.replace(meta, title=bad, subtitle=bad, header=bad, footer=bad), fmt, style)


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_footnote_without_text_is_a_problem(meta: DocumentMeta, style: StyleFiles, fmt: str) -> None:
    with pytest.raises(RenderProblem, match=r"\[\^7\]"):
        render_document("Satz[^7].\n", meta, fmt, style)


def test_problems_are_german(meta: DocumentMeta, style: StyleFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RenderProblem, match="Format „doc“ gibt es nicht"):
        render_document("x", meta, "doc", style)
    for fmt, field in (("docx", "reference_docx"), ("odt", "reference_odt"), ("pdf", "typst_template"), ("html", "css")):
        with pytest.raises(RenderProblem, match="weg"):
            render_document("x", meta, fmt, dataclasses.replace(style, **{field: tmp_path / "weg"}))
    broken = tmp_path / "kaputt"
    broken.write_text("#let x = (", encoding="utf-8")
    with pytest.raises(RenderProblem, match="kaputt:1“ lässt sich mit diesem Text nicht setzen"):
        render_document("x", meta, "pdf", dataclasses.replace(style, typst_template=broken))
    with pytest.raises(RenderProblem, match="kaputt“ ist beschädigt"):
        render_document("x", meta, "docx", dataclasses.replace(style, reference_docx=broken))
    monkeypatch.setattr(pandoc, "_program", lambda: "/gibt/es/nicht")
    with pytest.raises(RenderProblem, match="nicht starten"):
        render_document("x", meta, "docx", style)


@pytest.mark.parametrize(
    ("module", "fmt", "package"), [("pypandoc", "docx", "pypandoc_binary"), ("typst", "pdf", "typst"), ("markdown", "html", "Markdown")]
)
def test_a_missing_package_is_named(
    meta: DocumentMeta, style: StyleFiles, monkeypatch: pytest.MonkeyPatch, module: str, fmt: str, package: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RenderProblem, match=f"pip install {package}"):
        render_document("x", meta, fmt, style)


def test_an_office_may_bring_its_own_files(
    drafts: dict[str, bytes], draft: str, meta: DocumentMeta, style: StyleFiles, tmp_path: Path
) -> None:
    own = tmp_path / "eigen.docx"
    own.write_bytes(pandoc.default_file("reference.docx"))
    assert "<w:numPr>" in part(render_document(draft, meta, "docx", dataclasses.replace(style, reference_docx=own)), "word/document.xml")
    css = tmp_path / "eigen.css"
    css.write_text("p { color: red }", encoding="utf-8")
    assert b"p { color: red }" in render_document(draft, meta, "html", dataclasses.replace(style, css=css))


def test_imports_stay_light() -> None:
    code = "import sys, ikz_recht.documents.formats; print([m for m in ('pypandoc', 'typst', 'markdown', 'zipfile') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
