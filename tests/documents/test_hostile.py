"""Style files and templates that are damaged, huge, in another encoding or meant to do harm: a German sentence, and nothing fetched."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import socket
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ikz_recht.documents import archive, glyphs, pandoc, templating
from ikz_recht.documents.formats import FORMATS, DocumentMeta, RenderProblem, StyleFiles, render_document
from ikz_recht.documents.meta import RenderNotice
from ikz_recht.documents.offline import no_network
from ikz_recht.documents.templating import TemplateProblem, environment, render

ENGLISH = re.compile(r"\b(the|not|error|file|invalid|expected|unexpected|package|couldn't|CallStack|font|displayed|decode)\b", re.I)
Render = Callable[[str, bytes], bytes]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as source:
        return {name: source.read(name) for name in source.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return result.getvalue()


@pytest.fixture
def with_reference(meta: DocumentMeta, style: StyleFiles, tmp_path: Path) -> Render:
    """A document with these bytes as reference file."""

    def to_bytes(fmt: str, data: bytes) -> bytes:
        path = tmp_path / f"amt.{fmt}"
        path.write_bytes(data)
        return render_document("Text\n", meta, fmt, dataclasses.replace(style, **{f"reference_{fmt}": path}))

    return to_bytes


def refused(render_it: Callable[[], object], *words: str) -> RenderProblem:
    """The problem, after checking that it is German, short, and names the file."""
    with pytest.raises(RenderProblem) as caught:
        render_it()
    message = str(caught.value)
    assert "amt." in message
    assert not ENGLISH.search(message), message
    assert len(message) < 400
    for word in words:
        assert word in message
    return caught.value


HEADERS = {"docx": "word/header1.xml", "odt": "styles.xml"}


@pytest.mark.parametrize("fmt", ["docx", "odt"])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-32", "cp1252"])
def test_a_part_in_another_encoding_is_named(encoding: str, fmt: str, style: StyleFiles, with_reference: Render) -> None:
    parts = parts_of(getattr(style, f"reference_{fmt}"))
    name = HEADERS[fmt]
    parts[name] = parts[name].decode().replace("{{kopfzeile}}", "Müllabfuhr").replace('encoding="UTF-8"', "").encode(encoding, "replace")
    refused(lambda: with_reference(fmt, zipped(parts)), "nicht in UTF-8", name, "speichern Sie sie neu")


def damaged(parts: dict[str, bytes], whole: bytes) -> Iterator[tuple[str, bytes]]:
    name = next(name for name in parts if name.endswith("styles.xml"))
    broken = {**parts, name: parts[name][:-20]}
    yield "no zip", b"PK\x03\x04" + b"x" * 500
    yield "text", b"Das ist Text."
    yield "empty", b""
    yield "cut in the middle", whole[: len(whole) // 2]
    yield "cut at the end", whole[:-10]
    yield "flipped bytes", whole[:2000] + bytes(byte ^ 0xFF for byte in whole[2000:2400]) + whole[2400:]
    yield "no parts", zipped({})
    yield "other parts", zipped({"a.txt": b"a"})
    yield "broken XML", zipped(broken)
    yield "empty XML", zipped({**parts, name: b""})


@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_a_damaged_reference_file_is_named(fmt: str, style: StyleFiles, with_reference: Render) -> None:
    path: Path = getattr(style, f"reference_{fmt}")
    for what, data in damaged(parts_of(path), path.read_bytes()):
        problem = refused(lambda data=data: with_reference(fmt, data), "Öffnen Sie sie in Word oder LibreOffice")  # type: ignore[misc]
        assert problem, what


def test_the_other_format_and_passwords_are_named(style: StyleFiles, with_reference: Render) -> None:
    docx, odt = style.reference_docx.read_bytes(), style.reference_odt.read_bytes()
    refused(lambda: with_reference("docx", odt), "ist keine Word-Datei (.docx)")
    refused(lambda: with_reference("odt", docx), "ist keine ODT-Datei")
    refused(lambda: with_reference("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "mit einem Kennwort geschützt oder im alten")
    marked = bytearray(docx)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(sign)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(sign, at + 1)
    refused(lambda: with_reference("docx", bytes(marked)), "mit einem Kennwort geschützt")
    parts = parts_of(style.reference_odt)
    parts["META-INF/manifest.xml"] = b"<manifest><encryption-data/></manifest>"
    refused(lambda: with_reference("odt", zipped(parts)), "mit einem Kennwort geschützt")


@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(fmt: str, style: StyleFiles, with_reference: Render) -> None:
    parts = parts_of(getattr(style, f"reference_{fmt}"))
    bomb = zipped({**parts, "media/a.bin": bytes(archive.MAX_UNPACKED)})
    assert len(bomb) < 200_000
    refused(lambda: with_reference(fmt, bomb), "ist entpackt größer als 60 MB")
    many = zipped({**parts, **{f"media/{number}": b"" for number in range(archive.MAX_PARTS)}})
    refused(lambda: with_reference(fmt, many), "hat mehr als 2000 Teile")


def test_an_archive_that_lies_about_its_size_is_refused(style: StyleFiles, with_reference: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000_000)
    parts = {**parts_of(style.reference_docx), "media/a.bin": bytes(2_000_000)}
    data = zipped(parts).replace((2_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    refused(lambda: with_reference("docx", data))


@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_entities_and_what_is_fetched_are_refused(fmt: str, style: StyleFiles, with_reference: Render) -> None:
    parts = parts_of(getattr(style, f"reference_{fmt}"))
    name = HEADERS[fmt]
    body = parts[name].decode().partition("?>")[2]
    for document_type in ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a [<!ENTITY x "y">]>', "<!DOCTYPE a>"):
        data = zipped({**parts, name: f'<?xml version="1.0" encoding="UTF-8"?>{document_type}{body}'.encode()})
        refused(lambda data=data: with_reference(fmt, data), "eigenen Ersetzungen")  # type: ignore[misc]
    if fmt == "docx":
        fetched = (
            "word/_rels/header1.xml.rels",
            (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://a.invalid/x.png" '
                b'TargetMode="External"/></Relationships>'
            ),
        )
    else:
        fetched = name, parts[name].replace(b"<style:header>", b'<style:header><draw:image xlink:href="http://a.invalid/x.png"/>')
    refused(lambda: with_reference(fmt, zipped({**parts, fetched[0]: fetched[1]})), "holt etwas von außerhalb")


def test_what_pandoc_says_is_kept_for_who_looks_for_it(tmp_path: Path) -> None:
    with pytest.raises(RenderProblem) as caught:
        pandoc.run_pandoc("Text\n", "docx", [f"--reference-doc={tmp_path / 'fehlt.docx'}"], 0)
    assert str(caught.value) == "Pandoc konnte das Dokument nicht erzeugen. Prüfen Sie die eigenen Vorlagen und die Referenzdatei."
    assert "fehlt.docx" in caught.value.detail


# PDF


def test_a_typst_error_names_the_template_and_its_line_in_german(meta: DocumentMeta, style: StyleFiles, tmp_path: Path) -> None:
    template = tmp_path / "amt.typ"
    (tmp_path / "teil.typ").write_text("#let a = 1\n#gibtesnicht()\n", encoding="utf-8")
    own = dataclasses.replace(style, typst_template=template)
    for text, place in (
        ("#let a = 1\n#gibtesnicht()\n", "amt.typ:2“"),
        ("#let x = (", "amt.typ:1“"),
        ('#include "teil.typ"', "teil.typ:2“"),
        ('#image("fehlt.png")', "amt.typ:1“"),
        ('#read("/../../etc/passwd")', "amt.typ:1“"),
    ):
        template.write_text(text, encoding="utf-8")
        with pytest.raises(RenderProblem) as caught:
            render_document("Text\n", meta, "pdf", own)
        assert place in str(caught.value)
        assert not ENGLISH.search(str(caught.value).replace(str(tmp_path), ""))
        assert caught.value.detail


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A server on this machine, named as the proxy: whoever uses the network comes here."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        for name in ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{server.getsockname()[1]}")
        yield server


@pytest.mark.parametrize(
    "text",
    ['#import "@preview/cetz:0.2.0"', '#import "@pre" + "view/cetz:0.2.0": *', '#include "@preview/x:1.0.0"', '#import "@local/amt:1.0.0"'],
)
def test_a_typst_package_is_refused_and_nothing_is_fetched(
    text: str, meta: DocumentMeta, style: StyleFiles, tmp_path: Path, connections: socket.socket
) -> None:
    template = tmp_path / "amt.typ"
    template.write_text(text, encoding="utf-8")
    with pytest.raises(RenderProblem, match=r"amt\.typ:1“ verlangt ein Typst-Paket\. Pakete werden nicht geladen"):
        render_document("Text\n", meta, "pdf", dataclasses.replace(style, typst_template=template))
    with pytest.raises(TimeoutError):
        connections.accept()


def test_the_environment_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("https_proxy", "http://amt:1")
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    before = dict(os.environ)
    with no_network():
        assert "NO_PROXY" not in os.environ
    assert dict(os.environ) == before


STRANGE = [
    "🏛️",
    "👨‍👩‍👧",
    "🇩🇪",
    "\ue000\uf8ff\U000f0000\U0010fffd",
    "שלום",
    "مرحبا بالعالم",
    "日本語",
    "\U00012000",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334",
    "a\u20dd1\ufe0f\u20e3",
    "\u0378\U0001fffd",
    "\u200b\u2060\u00ad",
    "ſtändig ﬁ ǆ",
]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_every_character_gives_a_document(name: str, fmt: str, meta: DocumentMeta, style: StyleFiles) -> None:
    strange = dataclasses.replace(meta, title=f"Titel {name}", header=name, footer=name)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made = render_document(
            f"# Kopf {name}\n\nDie Stadt {name} gibt ab.[^1]\n\n| A | B |\n|---|---|\n| {name} | x |\n\n[^1]: {name}\n", strange, fmt, style
        )
    assert made
    assert {warning.category for warning in caught} <= {RenderNotice}
    if fmt == "pdf" and caught:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
        assert "Die Stadt \ufffd" in text or "�" in text
        assert "für Zeichen, die keine Schrift enthält: U+" in " ".join(text.split())
        assert str(caught[0].message).startswith("Im PDF steht „\ufffd“ für Zeichen, die keine Schrift enthält: U+")
    elif fmt != "pdf":
        assert not caught


def test_ordinary_text_is_not_touched_by_substitutes() -> None:
    said = 'the text `"e\u20dd"` could not be displayed with font\nthe text `"\\u{e000}"` could not be displayed'
    missing = glyphs.missing_glyphs(said)
    assert missing == {"e\u20dd", "\ue000"}
    assert glyphs.replaced(["See e\u20dd, \ue000\ue000!", "e"], missing) == ["See e\ufffd, \ufffd!", "e"]


# CSS, templates and text


@pytest.mark.parametrize(
    "css",
    ['@import "x.css";', "a { background: url(https://a.invalid/x) }", "a { background: URL( 'x.png') }", "a { b: image-set('x' 1x) }"],
)
def test_a_style_sheet_that_fetches_is_refused(css: str, meta: DocumentMeta, style: StyleFiles, tmp_path: Path) -> None:
    path = tmp_path / "amt.css"
    path.write_text(css, encoding="utf-8")
    refused(lambda: render_document("x\n", meta, "html", dataclasses.replace(style, css=path)), "holt etwas von außerhalb")
    path.write_text("a { background: url('data:image/png;base64,AAAA') }", encoding="utf-8")
    assert render_document("x\n", meta, "html", dataclasses.replace(style, css=path))


@pytest.mark.parametrize(("fmt", "field"), [("html", "css"), ("pdf", "typst_template")])
def test_style_files_of_any_content_are_read_or_named(fmt: str, field: str, meta: DocumentMeta, style: StyleFiles, tmp_path: Path) -> None:
    path = tmp_path / "amt.txt"
    changed: Any = dataclasses.replace(style, **{field: path})
    for data, word in ((b"\xff\xfe\x00", "nicht in UTF-8"), (b"/" * 2_000_000, "größer als 1 MB"), (None, "gibt es nicht")):
        path.write_bytes(data) if data else path.unlink()
        refused(lambda: render_document("x\n", meta, fmt, changed), word)
    path.mkdir()
    refused(lambda: render_document("x\n", meta, fmt, changed), "ein Ordner")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("image", ["![](http://a.invalid/x.png)", "![Wappen](wappen.png)", "Text ![a][b]\n\n[b]: http://a.invalid/x"])
def test_a_picture_in_the_text_is_refused(image: str, fmt: str, meta: DocumentMeta, style: StyleFiles) -> None:
    with pytest.raises(RenderProblem, match="Bilder sind im Text nicht vorgesehen"):
        render_document(f"{image}\n", meta, fmt, style)


@pytest.mark.parametrize("text", ["Achtung![^1]\n\n[^1]: Note\n", "Achtung!\\[x\\](y)\n", "\\![x](https://y.invalid)\n"])
def test_an_exclamation_mark_is_no_picture(text: str, meta: DocumentMeta, style: StyleFiles) -> None:
    assert render_document(text, meta, "html", style)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "Die Datei ist nicht in UTF-8 gespeichert."),
        (b"x" * (templating.MAX_TEMPLATE + 1), "Die Datei ist größer als 1 MB."),
        (b"{% if a %}", "Ein Block ist nicht geschlossen"),
        (b"{% foo %}", "Den Befehl „foo“ gibt es hier nicht."),
        (b"{{ 1|foo }}", "Den Filter „foo“ gibt es nicht."),
        (b"{{ 1 is foo }}", "Die Prüfung „foo“ gibt es nicht."),
        (b"{{ a b }}", "Hier fehlt etwas"),
        (b"{{ ? }}", "Das Zeichen „?“ kann hier nicht stehen."),
        (b"{{ 1 + 'a' }}", "Prüfen Sie die Werte, Filter und Rechnungen in dieser Zeile."),
        (b"{{ 1/0 }}", "Prüfen Sie die Werte, Filter und Rechnungen in dieser Zeile."),
        (
            b"{% for i in range(1000) %}{% for j in range(1000) %}langer Text {% endfor %}{% endfor %}",
            "Der Text wird länger als 5 Millionen",
        ),
        (b"{{ ''.__class__ }}", "Auf „__class__“ darf eine Vorlage nicht zugreifen."),
    ],
)
def test_a_template_that_cannot_be_used_is_explained_in_german(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "v.md").write_bytes(data)
    with pytest.raises(TemplateProblem) as caught:
        render(environment([tmp_path]), "v.md", {"a": 1, "b": 2})
    assert message in str(caught.value)
    assert not ENGLISH.search(str(caught.value).replace(str(tmp_path), ""))
