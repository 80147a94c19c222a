"""What pandoc's DOCX and ODT parts lack: page header and footer texts, table borders, table text style, list indents, rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ikz_recht.documents.pages import docx_pages, odt_pages

_HEADER_OR_FOOTER = re.compile(r"word/(header|footer)\d*\.xml")
_DOCX_LEVEL = re.compile(r'<w:lvl w:ilvl="(\d+)">.*?</w:lvl>', re.DOTALL)
_DOCX_INDENT = re.compile(r'<w:ind w:left="\d+" w:hanging="\d+" ?/>')
_DOCX_ROUND_BULLET = re.compile(r'(<w:lvlText w:val=)"o"( />.*?)<w:rPr>.*?</w:rPr>', re.DOTALL)
_DOCX_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_DOCX_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)" />')
_DOCX_PAGE = re.compile(r'<w:pgSz [^>]*?w:w="(\d+)".*?<w:pgMar ([^>]*)/>', re.DOTALL)
_DOCX_SIDE = re.compile(r'w:(?:left|right)="(\d+)"')
_DOCX_RULE = re.compile(r'<w:p><w:r><w:pict><v:rect [^>]*o:hr="t" ?/></w:pict></w:r></w:p>')
_DOCX_LINE = (
    '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="7F7F7F" /></w:pBdr>'
    '<w:spacing w:before="120" w:after="240" w:line="120" w:lineRule="exact" /></w:pPr></w:p>'
)
_DOCX_STEP = 567  # one list level in twips: 1 cm, room for „(10)“
_DEFAULT_WIDTH = 9071

_ODT_LEVEL = re.compile(r'(<text:list-level-style-\w+ text:level="(\d+)".*?>)(.*?)(</text:list-level-style-\w+>)', re.DOTALL)
_ODT_ALIGNMENT = re.compile(r"<style:list-level-label-alignment [^>]*>")
_ODT_CELL = re.compile(r'(<style:style style:name="Table(Header)?RowCell" [^>]*>\s*)<style:table-cell-properties [^>]*/>')
# Items of a tight list stand close together; a style of its own lets the space before the next paragraph return.
_ODT_TIGHT = re.compile(
    r'style:parent-style-name="Text_20_body"( style:list-style-name="\w+">\s*)'
    r'<style:paragraph-properties fo:margin-top="0in" fo:margin-bottom="0in" />'
)
_ODT_TIGHT_STYLE = r'style:parent-style-name="Tight_20_list"\1'


def docx_part(name: str, xml: str, texts: Mapping[str, str], own_styles: bool) -> str:
    """One XML part of a DOCX, completed. `texts`: placeholder to XML text; `own_styles`: the reference file has our TableText."""
    if _HEADER_OR_FOOTER.fullmatch(name):
        return _filled(xml, texts)
    if name == "word/numbering.xml":
        return _DOCX_LEVEL.sub(_docx_level, xml)
    if name == "word/document.xml":
        width = _text_width(xml)
        xml = _DOCX_TABLE.sub(lambda found: _docx_table(found[0], width, own_styles), xml)
        return docx_pages(_DOCX_RULE.sub(_DOCX_LINE, xml))
    return xml


def odt_part(name: str, xml: str, texts: Mapping[str, str], own_styles: bool) -> str:
    """One XML part of an ODT, completed. `texts`: placeholder to XML text; `own_styles`: the reference file has our „Tight list“."""
    if name == "styles.xml":
        return _filled(xml, texts)
    if name != "content.xml":
        return xml
    xml = _ODT_LEVEL.sub(_odt_level, xml)
    xml = _ODT_TIGHT.sub(_ODT_TIGHT_STYLE, xml) if own_styles else xml
    return odt_pages(_ODT_CELL.sub(_odt_cell, xml))


def _filled(xml: str, texts: Mapping[str, str]) -> str:
    for mark, text in texts.items():
        xml = xml.replace(mark, text)
    return xml


def _docx_level(found: re.Match[str]) -> str:
    level = _DOCX_ROUND_BULLET.sub(r'\1"–"\2', found[0])
    return _DOCX_INDENT.sub(f'<w:ind w:left="{_DOCX_STEP * (int(found[1]) + 1)}" w:hanging="{_DOCX_STEP}" />', level)


def _text_width(xml: str) -> int:
    """The space between the margins in twips, from the reference file's page."""
    page = _DOCX_PAGE.search(xml)
    return int(page[1]) - sum(int(side) for side in _DOCX_SIDE.findall(page[2])) if page else _DEFAULT_WIDTH


def _docx_table(xml: str, width: int, own_styles: bool) -> str:
    """Columns fill the text width (pandoc counts on its own page), rows stay on one page, cells have the table's text style."""
    columns = [int(column) for column in _DOCX_COLUMN.findall(xml)]
    total = sum(columns) or 1
    xml = _DOCX_COLUMN.sub(lambda found: f'<w:gridCol w:w="{int(found[1]) * width // total}" />', xml)
    xml = xml.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>")
    xml = xml.replace('<w:tblHeader w:val="on" />', '<w:cantSplit /><w:tblHeader w:val="on" />')
    return xml.replace('<w:pStyle w:val="Compact" />', '<w:pStyle w:val="TableText" />') if own_styles else xml


def _odt_level(found: re.Match[str]) -> str:
    left = f"{int(found[2])}cm"
    alignment = (
        f'<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="{left}" '
        f'fo:text-indent="-1cm" fo:margin-left="{left}" />'
    )
    start = found[1].replace('text:bullet-char="◦"', 'text:bullet-char="–"')
    return start + _ODT_ALIGNMENT.sub(alignment, found[3].replace('fo:text-align="right"', 'fo:text-align="left"')) + found[4]


def _odt_cell(found: re.Match[str]) -> str:
    background = ' fo:background-color="#ededed"' if found[2] else ""
    return f'{found[1]}<style:table-cell-properties fo:border="0.5pt solid #7f7f7f" fo:padding="0.12cm"{background} />'
