"""The marks of mandatory contents in a section of the draft: each stands at the sentence that fulfils it, and exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..rulebase.model import Rule
from .markdown_text import MarkdownText


class Marks:
    """Hands out the footnote marks of the rules that a section answers.

    A clause template says where with `pflicht("Wort", …)`: it gets the marks of the rules not yet marked whose text or id contains one of the
    words (all of them if it names no word). `rest` are those that no place asked for.
    """

    def __init__(self, rules: Sequence[Rule], note: Callable[[Rule], MarkdownText]) -> None:
        self._waiting = list(rules)
        self._note = note

    def pflicht(self, *words: str) -> MarkdownText:
        """The marks for this place; "" if the law demands nothing here."""
        return self._take(lambda rule: not words or any(_speaks_of(rule, word) for word in words))

    def rest(self) -> MarkdownText:
        """The marks that no place in the clause asked for."""
        return self._take(lambda _rule: True)

    def _take(self, chosen: Callable[[Rule], bool]) -> MarkdownText:
        taken = [rule for rule in self._waiting if chosen(rule)]
        self._waiting = [rule for rule in self._waiting if rule not in taken]
        return MarkdownText("".join(dict.fromkeys(str(self._note(rule)) for rule in taken)))


def _speaks_of(rule: Rule, word: str) -> bool:
    own = rule.id.rsplit(".", 1)[-1]
    return re.search(rf"\b{re.escape(word)}", f"{own} {rule.text}", re.IGNORECASE) is not None
