"""Pictures that the program draws itself: an SVG of which every format shows what it can.

In the Markdown a picture is a paragraph of one character that no text has (PICTURE_MARKS). HTML and PDF hold the drawing itself, DOCX and ODT
an image made of it by typst; plain Markdown names what the table beside it says. Pictures from elsewhere stay refused (dialect.py).
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as html_escape

from ikz_recht.documents.markdown_text import MarkdownText, escape
from ikz_recht.documents.meta import RenderProblem
from ikz_recht.documents.offline import ONE_AT_A_TIME, no_network, nowhere

PICTURE_MARKS = "\ufdd1\ufdd2\ufdd3"
PIXELS_PER_INCH = 192
_ADDRESS = re.compile(r'descr="data:[^"]*"')
_FRAME = re.compile(r"(<draw:frame\b[^>]*><draw:image\b[^>]*/>)(</draw:frame>)")
_PNG = b"\x89PNG\r\n\x1a\n"
_METRE_INCHES = 39.3701


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG with what it shows in one sentence, and how wide it stands on the page."""

    svg: str
    alt: str
    width_cm: float = 16.0


def picture_mark(number: int) -> MarkdownText:
    """What stands in the Markdown for the picture with that number, in a paragraph of its own."""
    return MarkdownText(PICTURE_MARKS[number])


def in_markdown(markdown: str, pictures: Sequence[Picture]) -> str:
    """Prepared Markdown for people: the sentence in place of the picture."""
    return _replaced(markdown, [f"*Bild: {escape(item.alt)}*" for item in pictures])


def in_html(page: bytes, pictures: Sequence[Picture]) -> bytes:
    """A page with the drawings in it."""
    text = page.decode()
    for mark, item in zip(PICTURE_MARKS, pictures, strict=False):
        text = text.replace(f"<p>{mark}</p>", f'<figure style="max-width:{item.width_cm}cm">{item.svg}</figure>')
    return text.encode()


def in_office(markdown: str, pictures: Sequence[Picture]) -> str:
    """Prepared Markdown for pandoc: the pictures are in the text itself, so nothing is read from elsewhere."""
    images = []
    for item in pictures if any(mark in markdown for mark in PICTURE_MARKS) else ():
        data = base64.b64encode(_png(item)).decode()
        images.append(f"![{escape(item.alt)}](data:image/png;base64,{data})")
    return _replaced(markdown, images)


def without_addresses(xml: str) -> str:
    """A part of a DOCX without what pandoc writes beside the picture's sentence: where the picture came from, which is the picture itself."""
    return _ADDRESS.sub('descr=""', xml)


def told_in_odt(xml: str, pictures: Sequence[Picture]) -> str:
    """The text of an ODT with the sentence of each picture in its frame: pandoc leaves it out."""
    told = iter(pictures)

    def with_sentence(found: re.Match[str]) -> str:
        item = next(told, None)
        return found[0] if item is None else f"{found[1]}<svg:title>Bild</svg:title><svg:desc>{svg_text(item.alt)}</svg:desc>{found[2]}"

    return _FRAME.sub(with_sentence, xml)


def in_typst(text: str, pictures: Sequence[Picture]) -> str:
    """Typst text as pandoc writes it, with the drawings."""
    return _replaced(text, [_typst_image(item) for item in pictures])


def _typst_image(item: Picture) -> str:
    return f'#image(bytes({_quoted(item.svg)}), format: "svg", alt: {_quoted(item.alt)}, width: {item.width_cm}cm)'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _replaced(text: str, substitutes: Sequence[str]) -> str:
    for mark, substitute in zip(PICTURE_MARKS, substitutes, strict=False):
        text = text.replace(mark, substitute)
    return text


def _png(item: Picture) -> bytes:
    """The drawing as an image of its width; only the fonts inside typst are used, so it is the same everywhere."""
    try:
        import typst
    except ImportError as error:
        raise RenderProblem("Für Bilder fehlt Typst. Bitte installieren: pip install typst") from error
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{_typst_image(item)}"
    with ONE_AT_A_TIME, no_network():
        compiler = typst.Compiler(
            source.encode(), font_paths=typst.Fonts(include_system_fonts=False), package_path=nowhere(), package_cache_path=nowhere()
        )
        data = compiler.compile(format="png", ppi=float(PIXELS_PER_INCH))
    if not isinstance(data, bytes):
        raise RenderProblem("Typst hat kein Bild geliefert.")
    return _with_density(data)


def _with_density(png: bytes) -> bytes:
    """The image with its pixels per metre, which word processors go by for its size (PNG specification, chunk pHYs)."""
    per_metre = round(PIXELS_PER_INCH * _METRE_INCHES)
    content = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    head = len(_PNG) + 25  # signature and IHDR
    return png[:head] + chunk + png[head:]


def svg_text(text: str) -> str:
    """Text as content of an SVG element."""
    return html_escape(text, quote=True)
