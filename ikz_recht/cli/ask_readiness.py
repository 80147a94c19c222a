"""The questions of the readiness check at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..planning.change.model import Need
from ..planning.change.readiness import EVERYBODY, Answered
from ..rulebase.change import READINESS_GROUPS
from .prompt import Back, Change, Deeper, Enough, InputEnded, Leave, accepted, begin, read_line
from .screen import say

_WORDS = {
    "j": True,
    "ja": True,
    "1": True,
    "n": False,
    "nein": False,
    "2": False,
    "w": None,
    "weiß nicht": None,
    "weiss nicht": None,
    "3": None,
}


def ask_readiness(needs: Sequence[Need]) -> Answered:
    """Every question once; „zurück“, „genug“ and „sichern“ work as elsewhere. Raises InputEnded if nothing at all can be read."""
    answers: dict[str, dict[str, bool | None]] = {}
    begin()
    say("Zu jeder Frage: ja, nein oder weiß nicht (w); ? erklärt, zurück, genug. „ja“ nur, wenn es bei allen Beteiligten so ist.")
    number = 0
    while number < len(needs):
        need = needs[number]
        say(f"\n{READINESS_GROUPS[need.question.group]}, Frage {number + 1} von {len(needs)}\n{need.text}")
        try:
            answers[need.question.id] = {EVERYBODY: _answer(need)}
            number += 1
        except Back:
            number = max(0, number - 1)
        except InputEnded:
            if not answers:
                raise
            break
        except (Enough, Leave):
            break
    return Answered(answers, given=True)


def _answer(need: Need) -> bool | None:
    while True:
        try:
            text = read_line().lower()
        except (Change, Deeper):
            text = ""
        if text in _WORDS:
            accepted()
            return _WORDS[text]
        say(need.help or need.gap if text == "?" else "Bitte ja, nein oder weiß nicht (w).")
