"""PDF: pandoc turns the Markdown into typst, typst sets it as a tagged PDF/UA with a German language mark.

The typst template reads the document's data from `sys.inputs` (titel, untertitel, datum, sprache, kopfzeile, fusszeile,
vermerk) and is followed by the text; pictures and fonts beside the template are found. Only the fonts inside typst are
used at first, so that a PDF is the same on every machine; system fonts come in when a character is missing from those.
A character that no font has is replaced, and the document says so. Nothing is ever fetched: typst packages are refused.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ikz_recht.documents.glyphs import missing_glyphs, replaced, substitution_note
from ikz_recht.documents.meta import DocumentMeta, RenderNotice, RenderProblem, read_style
from ikz_recht.documents.offline import ONE_AT_A_TIME, no_network, nowhere
from ikz_recht.documents.pages import typst_pages
from ikz_recht.documents.pandoc import run_pandoc
from ikz_recht.documents.pictures import Picture, in_typst
from ikz_recht.documents.tables import balance_tables

_ROUNDS = 5  # of replacing: typst names all missing characters of a text at once, so the second round normally is the last
_PACKAGE = re.compile(r"package")
_PLACE = re.compile(r"┌─ ([^\n:]+):(\d+)")
_WHOLE = "__typst_py_bytes__.typ"  # what typst calls the template with the text after it

# What typst would turn into a dash, an ellipsis, a soft hyphen or a minus sign; addresses of links are left alone.
_SHORTHAND = re.compile(r'(#link\("(?:[^"\\]|\\.)*"\))|-(?=[-?\d])|\.(?=\.)')


def render_pdf(markdown: str, meta: DocumentMeta, template: Path, pictures: Sequence[Picture] = ()) -> bytes:
    """A PDF/UA-1 of the prepared Markdown in the look of the typst `template`.

    Raises `RenderProblem`; warns with `RenderNotice` if characters had to be replaced.
    """
    look = read_style(template)
    text = run_pandoc(balance_tables(markdown), "typst-smart", [], meta.timestamp).decode()
    text = _SHORTHAND.sub(lambda found: found[1] or f"\\{found[0]}", text)
    return _compile(look, in_typst(typst_pages(text), pictures), meta, template)


def _compile(look: str, text: str, meta: DocumentMeta, template: Path) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise RenderProblem("Für PDF fehlt Typst. Bitte installieren: pip install typst") from error

    def attempt(text: str, inputs: Mapping[str, str], *, system_fonts: bool) -> bytes | frozenset[str]:
        """The PDF, or the texts that the fonts do not have."""
        try:
            return _typeset(f"{look}\n{text}", inputs, meta, template.resolve().parent, system_fonts=system_fonts)
        except typst.TypstError as error:
            missing = missing_glyphs(f"{error.message}\n{error.diagnostic}")
            if missing:
                return missing
            raise _problem(error.message, error.diagnostic, template, look.count("\n") + 1) from None

    return _with_substitutes(attempt, text, _inputs(meta))


def _with_substitutes(attempt: Callable[..., bytes | frozenset[str]], text: str, inputs: Mapping[str, str]) -> bytes:
    """With the fonts inside typst, else with those of the system, else with substitutes for what is still missing."""
    result = attempt(text, inputs, system_fonts=False)
    gone: set[str] = set()
    for _ in range(_ROUNDS):
        if isinstance(result, bytes):
            break
        if gone:
            note = substitution_note(gone)
            result = attempt(f"{text}\n\n{note.typst}\n", inputs, system_fonts=True)
        else:
            result = attempt(text, inputs, system_fonts=True)
        if not isinstance(result, bytes):
            gone |= result
            text, *values = replaced([text, *inputs.values()], result)
            inputs = dict(zip(inputs, values, strict=True))
    if not isinstance(result, bytes):
        raise RenderProblem("Das PDF enthält Zeichen, die keine installierte Schrift darstellen kann.", detail=" ".join(sorted(result)))
    if gone:
        warnings.warn(RenderNotice(substitution_note(gone).plain), stacklevel=2)
    return result


def _inputs(meta: DocumentMeta) -> Mapping[str, str]:
    language, _, region = meta.language.partition("-")
    return {
        "titel": meta.title,
        "untertitel": meta.subtitle,
        "datum": meta.date_line,
        "sprache": language,
        "region": region,
        "kopfzeile": meta.header,
        "fusszeile": meta.footer,
        "vermerk": meta.note,
    }


def _typeset(source: str, inputs: Mapping[str, str], meta: DocumentMeta, folder: Path, *, system_fonts: bool) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=[str(folder)])
    with ONE_AT_A_TIME, no_network():
        compiler = typst.Compiler(
            source.encode(),
            root=str(folder),
            font_paths=fonts,
            sys_inputs=dict(inputs),
            package_path=nowhere(),
            package_cache_path=nowhere(),
        )
        document = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=meta.timestamp)
    if not isinstance(document, bytes):
        raise RenderProblem("Typst hat kein PDF geliefert.")
    return document


def _problem(message: str, diagnostic: str, template: Path, lines: int) -> RenderProblem:
    """A German sentence with the line of the template, where it is to blame; typst's own words only for who looks for an error."""
    place, found = str(template), _PLACE.search(diagnostic)
    if found and found[1].endswith(_WHOLE):
        place += f":{found[2]}" if int(found[2]) <= lines else ""
    elif found:
        place = str(template.parent / f"{Path(found[1]).name}:{found[2]}")
    if _PACKAGE.search(message):
        text = (
            "verlangt ein Typst-Paket. Pakete werden nicht geladen; legen Sie die Datei neben die Vorlage und binden Sie sie von dort ein."
        )
    else:
        text = "lässt sich mit diesem Text nicht setzen. Prüfen Sie die Vorlage."
    return RenderProblem(f"Die PDF-Vorlage „{place}“ {text}", detail=diagnostic or message)
