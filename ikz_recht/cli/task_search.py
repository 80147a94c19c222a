"""Finding a task of the catalogue by what somebody in a town hall would call it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import NamedTuple

from ..rulebase.fact import ValueProblem

MAX_SHOWN = 25
_ENDINGS = re.compile(r"(amt|wesen|stelle|verwaltung|angelegenheiten|werk|büro|dienst)$")
_SHORTEST = 4  # letters of a word that says anything
_LONGEST = 40  # letters of a word, and words of a text, that are compared
_PREFIX = 6  # letters that two words have in common at the beginning if they speak of the same
_TYPO = 0.78


class Entry(NamedTuple):
    """A task of the catalogue: its number, id, name, and the words by which it is found."""

    number: int
    id: str
    name: str
    words: tuple[str, ...]
    text: str


def find_task(text: str, options: tuple[tuple[str, str], ...], keywords: Mapping[str, str] | None = None) -> str:
    """The id of a task by number, id, name or keyword (`keywords`: further words by id). Raises ValueProblem; several candidates are listed."""
    word = text.lower()
    catalogue = [_entry(number, option, name, (keywords or {}).get(option, "")) for number, (option, name) in enumerate(options, start=1)]
    if text.isdecimal():
        if len(text) < 10 and 1 <= int(text) <= len(options):
            return options[int(text) - 1][0]
        raise ValueProblem(
            f"Bitte wählen Sie eine Nummer von 1 bis {len(options)}.", "Oder ein Stichwort; „alle“ zeigt den ganzen Katalog."
        )
    if not word:
        raise ValueProblem("Bitte ein Stichwort eingeben, zum Beispiel „Bauhof“; „alle“ zeigt den ganzen Katalog.")
    exact = [option for option, shown in options if word in (option, shown.lower())]
    if exact:
        return exact[0]
    found = catalogue if word == "alle" else _matching(word, catalogue)
    if len(found) == 1 and _begins(word, found[0]):
        return found[0].id
    similar = found or _similar(word, catalogue)
    if not similar:
        raise ValueProblem("Dazu steht nichts im Aufgabenkatalog.", f"Anderes Stichwort, „alle“ oder {len(options)} für „Andere Aufgabe“.")
    shown = similar if word == "alle" else similar[:MAX_SHOWN]
    lines = "\n".join(f"  {number}. {name}" for number, _, name, _, _ in shown)
    other = "" if found else f"\nNichts davon? Anderes Stichwort, „alle“ oder {len(options)} für „Andere Aufgabe“."
    raise ValueProblem(f"Bitte wählen Sie die Nummer:\n{lines}{other}")


def _entry(number: int, option: str, name: str, keywords: str) -> Entry:
    text = f"{name} {keywords}".lower()
    return Entry(number, option, name, tuple(_words(text)), text)


def _matching(word: str, catalogue: list[Entry]) -> list[Entry]:
    """The tasks with the text as a word, else those that hold it, else those that hold one of its longer words."""
    as_word = [item for item in catalogue if word in item.words]
    if as_word:
        return as_word
    whole = [item for item in catalogue if word in item.text or word in item.id]
    return whole or [item for item in catalogue if any(_holds(part, item) for part in _words(word))]


def _holds(part: str, entry: Entry) -> bool:
    """Whether a word of the text begins a word of the task, or a long one stands anywhere in it."""
    names = (*entry.words, entry.id)
    return len(part) >= _SHORTEST and any(name.startswith(part) or (len(part) >= _PREFIX and part in name) for name in names)


def _begins(word: str, entry: Entry) -> bool:
    """Whether a word of the task begins with a word of the text; „Kläranlage“ in „Kleinkläranlagen“ is not what was meant."""
    names = (*entry.words, entry.id)
    return any(name.startswith(part) for part in _words(word) if len(part) >= 2 for name in names)


def _similar(word: str, catalogue: list[Entry]) -> list[Entry]:
    """The tasks with a word that begins alike, holds the same without its ending („Ordnungsamt“), or is misspelled."""
    parts = [part for part in _words(word) if _SHORTEST <= len(part) <= _LONGEST][:_LONGEST]
    return [item for item in catalogue if any(_alike(part, name) for part in parts for name in item.words)]


def _alike(part: str, name: str) -> bool:
    stem = _ENDINGS.sub("", part)
    if len(part) >= _PREFIX and part[:_PREFIX] == name[:_PREFIX]:
        return True
    if stem != part and len(stem) > 2 and stem in name:
        return True
    return len(part) > _SHORTEST and (
        difflib.SequenceMatcher(None, part, name).ratio() >= _TYPO
        or difflib.SequenceMatcher(None, part, name[: len(part) + 1]).ratio() > _TYPO
    )


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"\W+", text) if word]
