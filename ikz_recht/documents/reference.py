"""Builds the reference files for DOCX, ODT and PPTX: `python -m ikz_recht.documents.reference [folder]`.

They start from the files that come with pandoc and get our page (A4, 2.5 cm), font (Arial, which LibreOffice replaces by the
equally wide Liberation Sans), black headings, bordered tables, German and a page header and footer; the slides have room for text. Equal pandoc, equal bytes.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ikz_recht.documents.pandoc import default_file
from ikz_recht.documents.reference_docx import added_docx_parts, patched_docx_part
from ikz_recht.documents.reference_odt import patched_odt_part
from ikz_recht.documents.reference_pptx import patched_pptx_part

_DAY = (2026, 1, 1, 0, 0, 0)
STYLE_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "stil"


def build_references(folder: Path) -> None:
    """Write `reference.docx`, `reference.odt` and `reference.pptx` into `folder`. Raises `RenderProblem` when pandoc is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reference.docx").write_bytes(_patched(default_file("reference.docx"), patched_docx_part, added_docx_parts()))
    (folder / "reference.odt").write_bytes(_patched(default_file("reference.odt"), patched_odt_part, {}))
    (folder / "reference.pptx").write_bytes(_patched(default_file("reference.pptx"), patched_pptx_part, {}))


def _patched(archive: bytes, patch: Callable[[str, str], str], added: Mapping[str, str]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(result, "w") as target:
        parts = {name: source.read(name) for name in source.namelist() if not name.endswith("/")}
        parts = {name: patch(name, data.decode()).encode() if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}
        parts |= {name: text.encode() for name, text in added.items()}
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return result.getvalue()


if __name__ == "__main__":
    build_references(Path(sys.argv[1]) if len(sys.argv) > 1 else STYLE_FOLDER)
