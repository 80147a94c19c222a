"""Checks a reference file (DOCX or ODT) before pandoc sees it: a sound archive of bounded size, in UTF-8, that fetches nothing."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from ikz_recht.documents.meta import RenderProblem
from ikz_recht.rulebase.problem import InputProblems, visible
from ikz_recht.rulebase.reading import read_limited

MAX_FILE = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_PARTS = 2_000
_NAMES = {"docx": "Word-Datei (.docx)", "odt": "ODT-Datei"}
_NEEDED = {"docx": ("[Content_Types].xml", "word/document.xml", "word/styles.xml"), "odt": ("mimetype", "content.xml", "styles.xml")}
_ODT_KINDS = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, and also every .docx with a password
_ANEW = "Öffnen Sie sie in Word oder LibreOffice und speichern Sie sie neu als {}."
_FETCHED = re.compile(rb"""<(?:\w+:)?Relationship\b(?=[^>]*TargetMode\s*=\s*["']External["'])(?![^>]*/hyperlink["'])[^>]*>""")
_ODT_FETCHED = re.compile(rb"""<(?:draw:image|style:background-image)\b[^>]*xlink:href\s*=\s*["'](?:https?|ftp|file):""")


def checked_reference(path: Path, fmt: str) -> bytes:
    """The bytes of the reference file of that format, after all checks. Raises `RenderProblem` with the file's name and a remedy."""
    try:
        data = read_limited(path, MAX_FILE)
    except InputProblems as problems:
        raise RenderProblem(str(problems)) from None
    if data.startswith(_OLD_OFFICE):
        raise _unfit(path, fmt, "ist mit einem Kennwort geschützt oder im alten Word-Format gespeichert")
    try:
        parts = _unpacked(data, path, fmt)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _unfit(path, fmt, "ist beschädigt", detail=f"{type(error).__name__}: {error}") from None
    _check_kind(parts, path, fmt)
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            _check_xml(name, content, path, fmt)
    return data


def _unpacked(data: bytes, path: Path, fmt: str) -> Mapping[str, bytes]:
    """All parts. What the archive says about its size is checked first, and what really comes out again: it may lie."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_PARTS:
            raise _unfit(path, fmt, f"hat mehr als {MAX_PARTS} Teile")
        if any(entry.flag_bits & 1 for entry in entries):
            raise _unfit(path, fmt, "ist mit einem Kennwort geschützt")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise _too_large(path, fmt)
        parts: dict[str, bytes] = {}
        left = MAX_UNPACKED
        for entry in entries:
            if entry.filename in parts:
                raise _unfit(path, fmt, f"enthält den Teil „{visible(entry.filename)}“ doppelt")
            with archive.open(entry) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise _too_large(path, fmt)
            parts[entry.filename] = content
    return parts


def _check_kind(parts: Mapping[str, bytes], path: Path, fmt: str) -> None:
    missing = [name for name in _NEEDED[fmt] if name not in parts]
    if missing or (fmt == "odt" and parts["mimetype"].strip() not in _ODT_KINDS):
        raise _unfit(path, fmt, f"ist keine {_NAMES[fmt]}")
    if fmt == "odt" and b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise _unfit(path, fmt, "ist mit einem Kennwort geschützt")


def _check_xml(name: str, content: bytes, path: Path, fmt: str) -> None:
    """Well-formed XML in UTF-8, without a document type (which could define entities) and without anything fetched from elsewhere."""
    try:
        content.decode()
    except UnicodeDecodeError:
        raise _unfit(path, fmt, f"enthält einen Teil, der nicht in UTF-8 gespeichert ist ({visible(name)})") from None
    reader = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _unfit(path, fmt, f"enthält XML mit eigenen Ersetzungen ({visible(name)})")

    reader.StartDoctypeDeclHandler = refuse
    try:
        reader.Parse(content, True)
    except expat.ExpatError as error:
        raise _unfit(path, fmt, f"enthält einen beschädigten Teil ({visible(name)})", detail=str(error)) from None
    if _FETCHED.search(content) or _ODT_FETCHED.search(content):
        remedy = "Fügen Sie Bilder und Vorlagen in die Datei ein, statt auf sie zu verweisen."
        raise RenderProblem(f"Die Referenzdatei „{path}“ holt etwas von außerhalb ({visible(name)}). {remedy}")


def _too_large(path: Path, fmt: str) -> RenderProblem:
    return _unfit(path, fmt, f"ist entpackt größer als {MAX_UNPACKED // 1_000_000} MB")


def _unfit(path: Path, fmt: str, text: str, *, detail: str = "") -> RenderProblem:
    return RenderProblem(f"Die Referenzdatei „{path}“ {text}. {_ANEW.format(_NAMES[fmt])}", detail=detail)
