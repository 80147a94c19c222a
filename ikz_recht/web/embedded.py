"""A document of the library inside a page: its Markdown as HTML, without any style of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from markupsafe import Markup

from ..documents.dialect import hold_together, prepare
from ..documents.html import html_body
from ..documents.pictures import PICTURE_MARKS, Picture

_TABLE = re.compile("<table>")
_REGION = '<div class="kern-table-responsive" tabindex="0" role="region" aria-label="Tabelle {}"><table>'
_LABELLED = re.compile(r'(aria-(?:labelledby|describedby))="([^"]+)"')
_ALIGNED = re.compile(r' style="text-align: (\w+);"')


def embedded(markdown: str, pictures: Sequence[Picture] = ()) -> Markup:
    """The body of the document, headings from level 2 on."""
    html = _ALIGNED.sub(r' class="ikz-\1"', html_body(hold_together(prepare(markdown, shift=1))))
    numbers = count(1)  # who uses the keyboard scrolls a wide table by its region
    html = _TABLE.sub(lambda _: _REGION.format(next(numbers)), html).replace("</table>", "</table></div>")
    for number, (mark, item) in enumerate(zip(PICTURE_MARKS, pictures, strict=False), 1):
        html = html.replace(f"<p>{mark}</p>", f'<figure class="ikz-bild">{_own_ids(item.svg, number)}</figure>')
    return Markup(html)


def _own_ids(svg: str, number: int) -> str:
    """The picture with names inside it that no other picture of the page has."""
    for name in set(re.findall(r' id="([^"]+)"', svg)):
        own = f"bild{number}-{name}"
        svg = (
            svg.replace(f' id="{name}"', f' id="{own}"')
            .replace(f"url(#{name})", f"url(#{own})")
            .replace(f'href="#{name}"', f'href="#{own}"')
        )
    return _LABELLED.sub(lambda found: f'{found[1]}="{" ".join(f"bild{number}-{name}" for name in found[2].split())}"', svg)
