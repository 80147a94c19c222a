"""Characters that no font has: which they are, what stands for them, and how the reader is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

SUBSTITUTE = "\ufffd"
_RUN = re.compile(f"{SUBSTITUTE}{{2,}}")  # typst names the parts of one picture one by one
_NAMED = 20  # so many are listed; a text in an unknown script would fill a page
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\(.)")
_ORDINARY = re.compile(r"[\x00-\u024f\u2010-\u2027\u2030-\u205e\u20ac]")


@dataclass(frozen=True)
class SubstitutionNote:
    """The same sentence for a terminal and as typst text."""

    plain: str
    typst: str


def missing_glyphs(said: str) -> frozenset[str]:
    """The texts that typst could not display, from what it said."""
    return frozenset(_ESCAPED.sub(_unescaped, found) for found in _MISSING.findall(said))


def replaced(texts: Sequence[str], missing: Collection[str]) -> list[str]:
    """The texts with a substitute for each run of characters that is missing; letters of ordinary European text stay.

    The same accent may be there for one letter and not for another: first only the pieces as they are named are replaced.
    """
    strange = re.compile(f"[{re.escape(''.join(sorted(_strange(missing))))}]+") if _strange(missing) else re.compile(r"(?!)")
    result = list(texts)
    for piece in sorted(missing, key=len, reverse=True):
        result = [text.replace(piece, strange.sub(SUBSTITUTE, piece)) for text in result]
    if result == list(texts):
        result = [strange.sub(SUBSTITUTE, text) for text in texts]
    return [_RUN.sub(SUBSTITUTE, text) for text in result]


def substitution_note(missing: Collection[str]) -> SubstitutionNote:
    """What the reader is told."""
    codes = [f"U+{ord(char):04X}" for char in sorted(_strange(missing))]
    shown = ", ".join(codes[:_NAMED]) + (f" und {len(codes) - _NAMED} weitere" if len(codes) > _NAMED else "")
    plain = f"Im PDF steht „{SUBSTITUTE}“ für Zeichen, die keine Schrift enthält: {shown}."
    return SubstitutionNote(plain, f'#text(size: 9pt, "Hinweis: {plain}")')


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        number = int(found[1], 16)
        return chr(number) if number <= 0x10FFFF else SUBSTITUTE
    return {"n": "\n", "t": "\t", "r": "\r"}.get(found[2], found[2])


def _strange(missing: Collection[str]) -> set[str]:
    return {char for piece in missing for char in piece if not _ORDINARY.match(char)} - {SUBSTITUTE}
