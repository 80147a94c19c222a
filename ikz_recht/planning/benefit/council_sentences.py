"""What a council asks besides the saving: how many posts the task takes today and then, and what happens if a partner leaves."""

from __future__ import annotations

from collections.abc import Mapping

from .amounts import rounded
from .benefit import Benefit
from .quality import JOINT
from .scenarios import LEAST
from .sentences import Addressee


def posts_sentence(benefit: Benefit, name: str, of: Mapping[str, Addressee]) -> str:
    """The posts today and then, in full-time equivalents; "" if the costs name none."""
    posts = {row.name: row.positions for row in benefit.quality}
    today = sum(count for row, count in posts.items() if row != JOINT)
    if not today or not posts[JOINT]:
        return ""
    own = f"bei {of[name].dative} {rounded(posts[name], 2)}, " if posts.get(name) else ""
    every = f"bei allen zusammen {rounded(today, 2)}; künftig gemeinsam {rounded(posts[JOINT], 2)}"
    return f"Stellen für die Aufgabe: heute {own}{every}, ohne das, was davon vor Ort bleibt."


def funding_text(benefit: Benefit) -> str:
    """Which programmes the calculation looks at; "" if none concerns the case."""
    names = [f"„{item.programme.name}“" for item in benefit.fundings]
    if not names:
        return ""
    return f"Die Rechnung zum Nutzen prüft: {'; '.join(names)}. Bedingungen und Grenzen stehen dort."


def leaving_sentence(benefit: Benefit, name: str, of: Mapping[str, Addressee]) -> str:
    """What it means for a partner if another one leaves, `of` naming them in a sentence; "" if the rules name no such scenario."""
    nominative = of[name].nominative
    found = [item for item in benefit.outcomes if item.leaver and item.leaver != name]
    if len(benefit.model.partners) <= LEAST and any(item.scenario.kind == "austritt" for item in benefit.outcomes):
        return "Scheidet eine Seite aus, endet die Zusammenarbeit."
    computed = [item for item in found if not item.impossible]
    parts = []
    for names, what in (
        ([item.leaver for item in computed if name in item.losers], f"zahlt {nominative} im Jahr mehr als allein"),
        ([item.leaver for item in computed if name in item.doubtful], f"ist offen, ob {nominative} noch spart"),
        ([item.leaver for item in computed if name not in (*item.losers, *item.doubtful)], f"spart {nominative} weiterhin"),
        ([item.leaver for item in found if item.impossible], "fehlt, wer die Aufgabe erledigt"),
    ):
        if names:
            called = [of[item].nominative for item in names]
            who = called[0] if len(called) == 1 else f"{', '.join(called[:-1])} oder {called[-1]}"
            who = "eine der anderen" if len(called) == len(found) > 2 else who
            parts.append(f"scheidet {who} aus, {what}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
