"""The parts of `reference.docx` that differ from pandoc's own: styles, page, header, footer, language."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FONT = "Arial"
_GREY = "595959"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLE = '<w:style [^>]*?w:styleId="{}".*?</w:style>'
_TEXT_WIDTH = 9071  # twips: 21 cm less two margins of 2.5 cm
_MARGIN = 1418


def patched_docx_part(name: str, xml: str) -> str:
    """One part of pandoc's reference.docx with our changes; parts without changes come back as they are."""
    if name == "word/styles.xml":
        return _styles(xml)
    if name == "word/document.xml":
        return re.sub(r"<w:sectPr>.*?</w:sectPr>", _section(), xml, flags=re.DOTALL)
    if name == "word/_rels/document.xml.rels":
        links = "".join(f'<Relationship Type="{_OFFICE}/{kind}" Id="rIdIkz{kind}" Target="{kind}1.xml" />' for kind in ("header", "footer"))
        return xml.replace("</Relationships>", links + "</Relationships>")
    if name == "[Content_Types].xml":
        types = "".join(f'<Override PartName="/word/{kind}1.xml" ContentType="{_CONTENT}.{kind}+xml" />' for kind in ("header", "footer"))
        return xml.replace("</Types>", types + "</Types>")
    if name == "word/settings.xml":
        return _settings(xml)
    return xml


def added_docx_parts() -> Mapping[str, str]:
    """Page header and footer: part name to XML."""
    head = f'<w:p><w:pPr><w:pStyle w:val="Header" /></w:pPr>{_run("{{kopfzeile}}")}{_TAB}{_run("{{vermerk}}")}</w:p>'
    pages = f"{_run('Seite ')}{_field('PAGE')}{_run(' von ')}{_field('NUMPAGES')}"
    foot = f'<w:p><w:pPr><w:pStyle w:val="Footer" /></w:pPr>{_run("{{fusszeile}}")}{_TAB}{pages}</w:p>'
    return {
        "word/header1.xml": f"{_XML}<w:hdr {_W} {_R}>{head}</w:hdr>",
        "word/footer1.xml": f"{_XML}<w:ftr {_W} {_R}>{foot}</w:ftr>",
    }


_TAB = "<w:r><w:tab /></w:r>"


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _section() -> str:
    margins = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdIkzheader" /><w:footerReference w:type="default" r:id="rIdIkzfooter" />'
        f'<w:pgSz w:w="11906" w:h="16838" /><w:pgMar {margins} w:header="709" w:footer="709" w:gutter="0" /></w:sectPr>'
    )


def _settings(xml: str) -> str:
    xml = xml.replace('w:themeFontLang w:val="en-US"', 'w:themeFontLang w:val="de-DE"')
    xml = xml.replace('<w:decimalSymbol w:val="."', '<w:decimalSymbol w:val=","')
    xml = xml.replace('<w:listSeparator w:val=","', '<w:listSeparator w:val=";"')
    return xml.replace('<w:defaultTabStop w:val="720" />', '<w:defaultTabStop w:val="709" /><w:autoHyphenation w:val="1" />')


def _styles(xml: str) -> str:
    font = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}" w:cs="{_FONT}" />'
    xml = re.sub(r"<w:rFonts [^>]*?(?:Theme|theme)=[^>]*?/>", font, xml, flags=re.DOTALL)
    xml = re.sub(r'<w:sz w:val="24" />\s*<w:szCs w:val="24" />', '<w:sz w:val="22" /><w:szCs w:val="22" />', xml, count=1)
    xml = xml.replace('w:val="en-US"', 'w:val="de-DE"')
    for style_id, style in _our_styles().items():
        pattern = re.compile(_STYLE.format(style_id), re.DOTALL)
        found = pattern.search(xml)
        xml = xml[: found.start()] + style + xml[found.end() :] if found else xml.replace("</w:styles>", style + "</w:styles>")
    return xml


def _our_styles() -> Mapping[str, str]:
    body = '<w:spacing w:before="0" w:after="140" w:line="276" w:lineRule="auto" />'
    # Items of a list stand close; what follows a list, a table or a heading brings its own space.
    tight = '<w:spacing w:before="0" w:after="90" w:line="264" w:lineRule="auto" />'
    first = '<w:spacing w:before="120" w:after="140" w:line="276" w:lineRule="auto" />'
    none = '<w:spacing w:before="0" w:after="0" />'
    close = '<w:keepNext /><w:suppressAutoHyphens /><w:spacing w:before="0" w:after="120" />'
    line = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH}" /></w:tabs>'
    border = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{_GREY}" /></w:pBdr>'
    small_grey = f'<w:color w:val="{_GREY}" />{_size(18)}'
    styles = {
        "Normal": _paragraph("Normal", "Normal", body, "", default=True),
        "BodyText": _paragraph("BodyText", "Body Text", body, "", based="Normal"),
        "FirstParagraph": _paragraph("FirstParagraph", "First Paragraph", first, "", based="BodyText", custom=True),
        "Compact": _paragraph("Compact", "Compact", tight, "", based="BodyText", custom=True),
        "TableText": _paragraph("TableText", "Table Text", none, _size(18), based="Normal", custom=True),
        "Title": _paragraph("Title", "Title", close, f"<w:b /><w:bCs />{_size(36)}", based="Normal"),
        "Subtitle": _paragraph("Subtitle", "Subtitle", close, _size(26), based="Normal"),
        "Date": _paragraph("Date", "Date", '<w:spacing w:before="0" w:after="480" />', f'<w:color w:val="{_GREY}" />', based="Normal"),
        "FootnoteText": _paragraph("FootnoteText", "Footnote Text", '<w:spacing w:before="0" w:after="40" />', _size(18), based="Normal"),
        "Header": _paragraph("Header", "header", f"{border}{line}{none}", small_grey, based="Normal"),
        "Footer": _paragraph("Footer", "footer", f"{line}{none}", small_grey, based="Normal"),
        "Hyperlink": '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink" />'
        '<w:basedOn w:val="DefaultParagraphFont" />'
        '<w:rPr><w:color w:val="0B4A8F" /><w:u w:val="single" /></w:rPr></w:style>',
        "Table": _table(),
    }
    sizes = {1: (28, 360, 110), 2: (24, 320, 90), 3: (22, 260, 80), 4: (22, 220, 80), 5: (22, 200, 80), 6: (22, 200, 80)}
    return styles | {f"Heading{level}": _heading(level, *values) for level, values in sizes.items()}


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}" /><w:szCs w:val="{half_points}" />'


def _paragraph(style_id: str, name: str, paragraph: str, run: str, *, based: str = "", default: bool = False, custom: bool = False) -> str:
    flags = (' w:default="1"' if default else "") + (' w:customStyle="1"' if custom else "")
    parent = f'<w:basedOn w:val="{based}" />' if based else ""
    return (
        f'<w:style w:type="paragraph"{flags} w:styleId="{style_id}"><w:name w:val="{name}" />{parent}<w:qFormat />'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, size: int, before: int, after: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}" /><w:basedOn w:val="Normal" />'
        f'<w:next w:val="BodyText" /><w:uiPriority w:val="9" /><w:qFormat /><w:pPr><w:keepNext /><w:keepLines /><w:suppressAutoHyphens />'
        f'<w:spacing w:before="{before}" w:after="{after}" /><w:outlineLvl w:val="{level - 1}" /></w:pPr>'
        f'<w:rPr><w:b /><w:bCs /><w:color w:val="000000" />{_size(size)}</w:rPr></w:style>'
    )


def _table() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F" />' for side in sides)
    margins = {"top": 40, "left": 85, "bottom": 40, "right": 85}
    padding = "".join(f'<w:{side} w:w="{width}" w:type="dxa" />' for side, width in margins.items())
    return (
        '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table" /><w:basedOn w:val="TableNormal" /><w:qFormat />'
        f'<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto" /></w:pPr><w:rPr>{_size(18)}</w:rPr>'
        f'<w:tblPr><w:tblInd w:w="85" w:type="dxa" /><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{padding}</w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b /><w:bCs /></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EDEDED" /></w:tcPr></w:tblStylePr></w:style>'
    )
