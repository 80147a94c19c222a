"""The parts of `reference.pptx` that differ from pandoc's own: font, sizes that leave room, headings on the left, German."""

from __future__ import annotations

import re

_FONT = "Arial"
_TITLE, _BODY, _SECOND = 2600, 1800, 1600  # hundredths of a point
_TITLE_LEFT, _SUBTITLE_LEFT = 'x="685800"', 'x="1371600"'
_TITLE_STYLE = re.compile(r"(<p:titleStyle>.*?</p:titleStyle>)", re.DOTALL)
_BODY_STYLE = re.compile(r"(<p:bodyStyle>.*?</p:bodyStyle>)", re.DOTALL)
_SIZE = re.compile(r'sz="\d+"')


def patched_pptx_part(name: str, xml: str) -> str:
    """One part of pandoc's reference.pptx with our changes; parts without changes come back as they are."""
    if name.startswith("ppt/theme/"):
        xml = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{_FONT}"', xml)
    if name == "ppt/slideMasters/slideMaster1.xml":
        xml = _TITLE_STYLE.sub(lambda found: _title(found[1]), xml)
        xml = _BODY_STYLE.sub(lambda found: _body(found[1]), xml)
    if name == "ppt/slideLayouts/slideLayout1.xml":  # title slide: subtitle under the title, on the left like it
        xml = xml.replace('algn="ctr"', 'algn="l"').replace(_SUBTITLE_LEFT, _TITLE_LEFT)
    return xml.replace('lang="en-US"', 'lang="de-DE"')


def _title(style: str) -> str:
    return _SIZE.sub(f'sz="{_TITLE}" b="1"', style.replace('algn="ctr"', 'algn="l"'), count=1)


def _body(style: str) -> str:
    levels = iter([_BODY, _SECOND, *[1400] * 7])
    return _SIZE.sub(lambda _: f'sz="{next(levels)}"', style)
