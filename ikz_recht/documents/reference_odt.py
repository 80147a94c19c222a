"""The parts of `reference.odt` that differ from pandoc's own: styles, page, header, footer, language."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FONT = "Arial"
_GREY = "#595959"
_STYLE = r'<style:style style:name="{}"(?:\s[^>]*)?(?:/>|>.*?</style:style>)'


def patched_odt_part(name: str, xml: str) -> str:
    """One part of pandoc's reference.odt with our changes; parts without changes come back as they are."""
    return _styles(xml) if name == "styles.xml" else xml


def _styles(xml: str) -> str:
    xml = re.sub(r'fo:language="en"\s+fo:country="US"', 'fo:language="de" fo:country="DE"', xml)
    xml = xml.replace('style:font-name="Times New Roman" fo:font-size="12pt"', f'style:font-name="{_FONT}" fo:font-size="11pt"')
    xml = re.sub(r'style:font-name="Times New Roman"\s+fo:font-size="12pt"', f'style:font-name="{_FONT}" fo:font-size="11pt"', xml)
    xml = xml.replace('fo:hyphenate="false"', 'fo:hyphenate="true"')
    xml = re.sub(r"<style:page-layout .*?</style:page-layout>", _PAGE, xml, flags=re.DOTALL)
    xml = re.sub(r"<style:master-page .*?</style:master-page>", _MASTER, xml, flags=re.DOTALL)
    for name, style in _our_styles().items():
        pattern = re.compile(_STYLE.format(name), re.DOTALL)
        found = pattern.search(xml)
        xml = xml[: found.start()] + style + xml[found.end() :] if found else xml.replace("</office:styles>", style + "</office:styles>")
    return xml


_PAGE = """<style:page-layout style:name="Mpm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 style:num-format="1" style:print-orientation="portrait" fo:margin-top="1.25cm" fo:margin-bottom="1.25cm" fo:margin-left="2.5cm"
 fo:margin-right="2.5cm" style:writing-mode="lr-tb" style:footnote-max-height="0cm"><style:footnote-sep style:width="0.018cm"
 style:distance-before-sep="0.2cm" style:distance-after-sep="0.15cm" style:line-style="solid" style:adjustment="left"
 style:rel-width="30%" style:color="#7f7f7f" /></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="1.25cm" fo:margin-left="0cm" fo:margin-right="0cm"
 fo:margin-bottom="0.5cm" style:dynamic-spacing="false" /></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1.25cm" fo:margin-left="0cm" fo:margin-right="0cm"
 fo:margin-top="0.5cm" style:dynamic-spacing="false" /></style:footer-style></style:page-layout>"""

_MASTER = """<style:master-page style:name="Standard" style:page-layout-name="Mpm1">
<style:header><text:p text:style-name="Header">{{kopfzeile}}<text:tab />{{vermerk}}</text:p></style:header>
<style:footer><text:p text:style-name="Footer">{{fusszeile}}<text:tab />Seite <text:page-number
 text:select-page="current">1</text:page-number> von <text:page-count>1</text:page-count></text:p></style:footer>
</style:master-page>"""


def _our_styles() -> Mapping[str, str]:
    body = 'fo:margin-top="0cm" fo:margin-bottom="0.25cm" fo:line-height="115%"'
    tab = '<style:tab-stops><style:tab-stop style:position="16cm" style:type="right" /></style:tab-stops>'
    small_grey = f'fo:font-size="9pt" fo:color="{_GREY}"'
    close = 'fo:margin-bottom="0.2cm" fo:keep-with-next="always"'
    line = 'fo:border="none" fo:border-bottom="0.5pt solid #7f7f7f"'
    note = 'fo:margin-left="0.5cm" fo:text-indent="-0.5cm" fo:margin-bottom="0.07cm" fo:line-height="100%"'
    styles = {
        "Standard": _paragraph("Standard", body, ""),
        "Text_20_body": _paragraph("Text_20_body", body, ""),
        "First_20_paragraph": _paragraph("First_20_paragraph", body, "", parent="Text_20_body"),
        "Tight_20_list": _paragraph("Tight_20_list", f'{body} style:contextual-spacing="true"', "", parent="Text_20_body"),
        "Title": _paragraph("Title", close, 'fo:font-size="18pt" fo:font-weight="bold" fo:hyphenate="false"'),
        "Subtitle": _paragraph("Subtitle", close, 'fo:font-size="13pt" fo:hyphenate="false"'),
        "Date": _paragraph("Date", 'fo:margin-bottom="0.4cm"', f'fo:color="{_GREY}"'),
        "Footnote": _paragraph("Footnote", note, 'fo:font-size="9pt"'),
        "Table_20_Contents": _paragraph("Table_20_Contents", 'fo:margin-bottom="0cm" fo:line-height="100%"', 'fo:font-size="9pt"'),
        "Table_20_Heading": _paragraph(
            "Table_20_Heading", 'fo:keep-with-next="always"', 'fo:font-weight="bold"', parent="Table_20_Contents"
        ),
        "Horizontal_20_Line": _paragraph(
            "Horizontal_20_Line", f'fo:margin-top="0.2cm" fo:margin-bottom="0.5cm" fo:padding="0cm" {line}', 'fo:font-size="6pt"'
        ),
        "Header": _paragraph("Header", f'fo:padding-bottom="0.1cm" {line}', small_grey, inside=tab),
        "Footer": _paragraph("Footer", "", small_grey, inside=tab),
    }
    sizes = {1: ("14pt", "0.5cm"), 2: ("12pt", "0.4cm")} | dict.fromkeys(range(3, 7), ("11pt", "0.3cm"))
    return styles | {f"Heading_20_{level}": _heading(level, size, before) for level, (size, before) in sizes.items()}


def _paragraph(name: str, paragraph: str, text: str, *, parent: str = "Standard", inside: str = "") -> str:
    display = f' style:display-name="{name.replace("_20_", " ")}"' if "_20_" in name else ""
    above = f' style:parent-style-name="{parent}"' if name != "Standard" else ""
    return (
        f'<style:style style:name="{name}"{display} style:family="paragraph"{above} style:class="text">'
        f"<style:paragraph-properties {paragraph}>{inside}</style:paragraph-properties><style:text-properties {text} /></style:style>"
    )


def _heading(level: int, size: str, before: str) -> str:
    return (
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" '
        f'style:parent-style-name="Standard" style:next-style-name="Text_20_body" style:default-outline-level="{level}" style:class="text">'
        f'<style:paragraph-properties fo:margin-top="{before}" fo:margin-bottom="0.25cm" fo:keep-with-next="always" />'
        f'<style:text-properties fo:font-size="{size}" fo:font-weight="bold" fo:color="#000000" fo:hyphenate="false" /></style:style>'
    )
