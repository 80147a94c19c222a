"""What the task and the participants answer: shown once, with the numbers of what is not right as the answer."""

from __future__ import annotations

from ..advice.interview import Interview
from ..rulebase.fact import show_value
from ..rulebase.model import Certainty
from .prompt import Deeper, accepted, is_unknown, numbered, read_line
from .screen import say


def show_presets(state: Interview) -> None:
    """Show every answer that nobody has given, numbered, with a mark at those that rest on experience alone."""
    say("\nDamit ist schon beantwortet:")
    weak = False
    for number, (name, preset) in enumerate(state.presets().items(), start=1):
        question = state.program.questions[name]
        guessed = preset.evidence.certainty is Certainty.MEMORY
        weak = weak or guessed
        say(f"  {number}. {question.text} {show_value(preset.value, question.type)}{' *' if guessed else ''}")
    if weak:
        say("  * Einschätzung, nicht belegt: bitte besonders prüfen")


def wrong_presets(names: list[str]) -> frozenset[str]:
    """Which of the answers shown are not right. Raises what read_line raises."""
    say("\nStimmt das alles? Enter = ja; sonst die Nummern, die nicht stimmen, zum Beispiel 2, 5 (nein = alle einzeln fragen)")
    while True:
        try:
            text = read_line().lower()
        except Deeper:
            text = "?"
        if not text or text in ("ja", "j") or is_unknown(text):
            accepted()
            return frozenset()
        if text in ("nein", "n"):
            accepted()
            return frozenset(names)
        chosen = [numbered(part.strip(), len(names)) for part in text.split(",") if part.strip()]
        if chosen and None not in chosen:
            accepted()
            return frozenset(names[place] for place in chosen if place is not None)
        if text == "?":
            say("Diese Antworten folgen aus der Aufgabe und den Beteiligten. Was nicht stimmt, wird gefragt, soweit es darauf ankommt.")
        else:
            say(f"Bitte Enter, „nein“ oder Nummern von 1 bis {len(names)}.")
