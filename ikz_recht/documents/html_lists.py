"""The four kinds of lists of our dialect for Python-Markdown: `- `, `1. `, `(1) ` and `a) `, nested in each other.

Python-Markdown keeps neighbouring lists apart by their tags. Legal paragraphs and lettered lists therefore get a tag of
their own while the text is parsed, and become `<ol class="absatz">` and `<ol class="buchstabe" type="a">` at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ListIndentProcessor, OListProcessor
from markdown.treeprocessors import Treeprocessor


@dataclass(frozen=True)
class _Kind:
    name: str
    tag: str
    marker: str  # without groups


_KINDS = (
    _Kind("olist", "ol", r"\d+\."),
    _Kind("legal-list", "ol-absatz", r"\(\d+\)"),
    _Kind("lettered-list", "ol-buchstabe", r"[a-z]\)"),
    _Kind("ulist", "ul", r"[*+-]"),
)
_ANY_MARKER = "|".join(kind.marker for kind in _KINDS)
_FINAL_ATTRIBUTES = {"ol-absatz": {"class": "absatz"}, "ol-buchstabe": {"class": "buchstabe", "type": "a"}}


class _ListProcessor(OListProcessor):
    """One kind of list; items of another kind end it."""

    LAZY_OL = False

    def __init__(self, parser: BlockParser, kind: _Kind) -> None:
        super().__init__(parser)
        # What Python-Markdown declares for a class is set here for an object: four kinds share this class.
        self._own = vars(self)
        self._own.update(TAG=kind.tag, SIBLING_TAGS=[kind.tag])
        tab = self.tab_length
        self.RE = re.compile(rf"^[ ]{{0,{tab - 1}}}{kind.marker}[ ]+(.*)")
        self.CHILD_RE = re.compile(rf"^[ ]{{0,{tab - 1}}}(({kind.marker}))[ ]+(.*)")
        self.INDENT_RE = re.compile(rf"^[ ]{{{tab},{tab * 2 - 1}}}(?:{_ANY_MARKER})[ ]+.*")

    def get_items(self, block: str) -> list[str]:
        """The items of a block; notes the number that the list starts with."""
        found = self.CHILD_RE.match(block)
        tag = self.TAG
        self._own["TAG"] = ""  # the inherited method would look for digits at the start of the marker
        items = super().get_items(block)
        self._own.update(TAG=tag, STARTSWITH=str(_number(found[1]) if found else 1))
        return items


class _FinalTags(Treeprocessor):
    def run(self, root: Element) -> None:
        for tag, attributes in _FINAL_ATTRIBUTES.items():
            for element in list(root.iter(tag)):
                element.tag = "ol"
                for name, value in attributes.items():
                    element.set(name, value)
                _let_css_count(element)


def _let_css_count(element: Element) -> None:
    """The style sheet writes the numbers; `start` alone does not reach its counter."""
    start = element.get("start")
    if start is not None:
        element.set("style", f"counter-reset: {element.get('class')} {int(start) - 1}")


def _number(marker: str) -> int:
    inner = marker.strip("().")
    if inner.isdigit():
        return int(inner)
    return ord(inner) - ord("a") + 1 if inner.isalpha() else 1


def add_lists(reader: Markdown) -> None:
    """Replace the reader's lists by the four kinds of the dialect."""
    for priority, kind in zip((40, 38, 36, 30), _KINDS, strict=True):
        reader.parser.blockprocessors.register(_ListProcessor(reader.parser, kind), kind.name, priority)
    indent = reader.parser.blockprocessors["indent"]
    assert isinstance(indent, ListIndentProcessor)
    indent.LIST_TYPES = [kind.tag for kind in _KINDS]
    reader.treeprocessors.register(_FinalTags(reader), "final-list-tags", 15)
