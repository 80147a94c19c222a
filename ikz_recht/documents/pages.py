"""How text falls on pages: a mark starts a new one, and a line that ends with a colon stays with the list or table it introduces."""

from __future__ import annotations

import re
from collections.abc import Callable

# What `prepare` makes of `+++`: a character that no text has, because `visible` drops it.
MARK = "\ufdd0"

_TYPST_BREAK = re.compile(rf"^{MARK}$", re.MULTILINE)
_TYPST_NOTE = r"(?:#footnote\[(?:[^\[\]]|\[[^\[\]]*\])*\])?"
_TYPST_LEAD = re.compile(rf"^([^\s#=+/\\-].*:{_TYPST_NOTE})\n\n(?=[+-] |#block\[|#figure\()", re.MULTILINE)
_TYPST_ITEM_LEAD = re.compile(rf"^( *[+-] )(\S.*:{_TYPST_NOTE})\n(?= +[+-] )", re.MULTILINE)

# Up to about three lines, without footnote: typst leaves the note behind where it moves a whole block to the next page.
_TYPST_SHORT = re.compile(r"^( *)((?:[+-] )?)([^\s#=+/\\|-](?:(?!#footnote\[).){80,259}(?<!:))$", re.MULTILINE)
# A paragraph of several lines of its own, such as the place for a signature.
_TYPST_LINES = re.compile(r"^((?:[^\s#=+/\\-].* \\\n)(?:\S.* \\\n)*\S.*)$", re.MULTILINE)

_DOCX_PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
_DOCX_TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)
_DOCX_STYLE = re.compile(r"<w:pPr>(<w:pStyle [^>]*/>)?")
_DOCX_LISTED = re.compile(r"\s*<w:p><w:pPr>(?:<w:pStyle [^>]*/>)?(?:<w:keepNext ?/>)?<w:numPr>|\s*<w:tbl>")

_ODT_NOTE = re.compile(r"<text:note .*?</text:note>", re.DOTALL)
_ODT_LEAD = re.compile(
    r'<text:p text:style-name="(\w+)">(?:(?!</?text:p\b).)*?:(?:\x00\d+\x00)*</text:p>(?=\s*<(?:text:list|table:table)[ >])', re.DOTALL
)
_ODT_BREAK = re.compile(rf'<text:p text:style-name="\w+">{MARK}</text:p>\s*<text:(h|p) text:style-name="(\w+)"')


def typst_pages(text: str) -> str:
    """Typst text as pandoc writes it, with page breaks and sticky lead-ins."""
    text = _TYPST_BREAK.sub("#pagebreak(weak: true)", text)
    text = _TYPST_LINES.sub(r"#block(breakable: false)[\1]", text)
    text = _TYPST_SHORT.sub(lambda found: found[0] if found[1] and not found[2] else _whole(found), text)
    text = _TYPST_ITEM_LEAD.sub(r"\1#block(sticky: true, below: 0.85em)[\2]\n", text)
    return _TYPST_LEAD.sub(r"#block(sticky: true, above: 1em, below: 1em)[\1]\n\n", text)


def _whole(found: re.Match[str]) -> str:
    """A short paragraph or item that no page break may part."""
    return f"{found[1]}{found[2]}#block(breakable: false)[{found[3]}]"


def docx_pages(xml: str) -> str:
    """The body of a DOCX with page breaks and lead-ins that keep with the next paragraph."""
    result: list[str] = []
    end, breaks = 0, False
    for found in _DOCX_PARAGRAPH.finditer(xml):
        result.append(xml[end : found.start()])
        end = found.end()
        paragraph = found[0]
        text = "".join(_DOCX_TEXT.findall(paragraph)).strip()
        if text == MARK:
            breaks = True
            continue
        if breaks:
            paragraph, breaks = _docx_property(paragraph, "<w:pageBreakBefore />"), False
        if xml[: found.start()].rstrip().endswith("</w:tbl>") and "<w:numPr>" not in paragraph and "Heading" not in paragraph:
            paragraph = paragraph.replace("</w:pPr>", '<w:spacing w:before="160" /></w:pPr>', 1)
        if "<w:br />" in paragraph:
            paragraph = _docx_property(paragraph, "<w:keepLines />")
        if text.endswith(":") and _DOCX_LISTED.match(xml, end):
            paragraph = _docx_property(paragraph, "<w:keepNext />")
        result.append(paragraph)
    return "".join([*result, xml[end:]])


def _docx_property(paragraph: str, element: str) -> str:
    """The paragraph with one more property; the order of the schema wants it right after the style."""
    if "<w:pPr>" in paragraph:
        return _DOCX_STYLE.sub(lambda found: f"{found[0]}{element}", paragraph, count=1)
    return paragraph.replace("<w:p>", f"<w:p><w:pPr>{element}</w:pPr>", 1)


def odt_pages(xml: str) -> str:
    """The content of an ODT with page breaks and lead-ins that keep with the next paragraph: as automatic styles of their own."""
    notes: list[str] = []

    def hidden(found: re.Match[str]) -> str:
        notes.append(found[0])
        return f"\x00{len(notes) - 1}\x00"

    styles: dict[str, str] = {}
    body = _ODT_NOTE.sub(hidden, xml)
    body = _ODT_BREAK.sub(lambda found: f'<text:{found[1]} text:style-name="{_odt_style(found[2], "break", xml, styles)}"', body)
    body = _ODT_LEAD.sub(_odt_kept(xml, styles), body)
    body = re.sub(r"\x00(\d+)\x00", lambda found: notes[int(found[1])], body)
    return body.replace("</office:automatic-styles>", f"{''.join(styles.values())}</office:automatic-styles>", 1)


def _odt_kept(xml: str, styles: dict[str, str]) -> Callable[[re.Match[str]], str]:
    def kept(found: re.Match[str]) -> str:
        name = _odt_style(found[1], "keep", xml, styles)
        return found[0].replace(f'text:style-name="{found[1]}"', f'text:style-name="{name}"', 1)

    return kept


def _odt_style(name: str, what: str, xml: str, styles: dict[str, str]) -> str:
    """The name of a style like `name` that breaks before, or keeps with the next; its definition goes to `styles`."""
    own = f"{name}_{what}"
    attribute = 'fo:break-before="page"' if what == "break" else 'fo:keep-with-next="always"'
    automatic = re.search(rf'<style:style style:name="{name}" .*?</style:style>', "".join((xml, *styles.values())), re.DOTALL)
    if automatic is None:
        styles[own] = (
            f'<style:style style:name="{own}" style:family="paragraph" style:parent-style-name="{name}">'
            f"<style:paragraph-properties {attribute} /></style:style>"
        )
    elif "<style:paragraph-properties" in automatic[0]:
        copied = automatic[0].replace(f'style:name="{name}"', f'style:name="{own}"', 1)
        styles[own] = copied.replace("<style:paragraph-properties", f"<style:paragraph-properties {attribute}", 1)
    else:
        copied = automatic[0].replace(f'style:name="{name}"', f'style:name="{own}"', 1)
        styles[own] = copied.replace("</style:style>", f"<style:paragraph-properties {attribute} /></style:style>", 1)
    return own
