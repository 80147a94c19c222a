"""The document of a division of costs: what the template templates/teilen.md gets to see, and its picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import jinja2

from ..planning.shares.amounts import show_amount, show_percent
from ..planning.shares.divide import Division, SharesResult
from ..planning.shares.given import Ground
from ..planning.shares.recommend import listed, places_of, recommend, verdict_sentences
from ..planning.shares.rounding import rounded
from ..planning.shares.shares_lines import (
    MOST_COLUMNS,
    benefit_sentences,
    core_sentences,
    fair_text,
    lacking_sentences,
    method_name,
    repair_sentences,
    shown_shares,
)
from ..rulebase.cost_keys import MIXED, SIZES, KeyStatement
from ..rulebase.evidence import Certainty
from ..rulebase.fact import show_date
from .citations import bibliography
from .dialect import tidy
from .markdown_text import MarkdownText
from .meta import DocumentMeta
from .notes import Notes
from .pictures import Picture, picture_mark
from .shares_picture import MOST_BARS, Bars, shares_picture
from .templating import render
from .write import Office, rendered

LISTED_GROUPS, FEW_GROUPS = 10, 3  # of groups that do better alone: under the division that matters, and under the others
MOST_NAMED = 4  # partners that a title names


def shares_files(
    result: SharesResult, office: Office, formats: Sequence[str], day: dt.date, reference: Path | None = None
) -> dict[str, bytes]:
    """The document in each format. Raises TemplateProblem, RenderProblem."""
    names = result.game.names
    title = result.given.title or (listed(names) if len(names) <= MOST_NAMED else f"{len(names)} Kommunen")
    meta = DocumentMeta(
        title=f"Teilung der Kosten: {title}",
        subtitle="Wer zahlt wie viel, und wer käme allein günstiger weg",
        date=day,
        header=title,
        footer=f"Regelwerk {result.rulebase.version} · {result.rulebase.fingerprint} · Stand {day:%d.%m.%Y}",
    )
    markdown, picture = shares_markdown(result, office.environment(), day)
    return rendered(markdown, meta, formats, office.style(reference), (picture,))


def shares_markdown(result: SharesResult, env: jinja2.Environment, day: dt.date) -> tuple[str, Picture]:
    """The document as Markdown with its picture. Raises TemplateProblem."""
    notes = Notes(result.rulebase.sources)
    game = result.game
    bars = [Bars(method_name(result, item), item.shares, shown_shares(result, item)) for item in result.divisions]
    picture = shares_picture(game.names, game.alone(), bars, result.given.unit)
    done = notes.finish(tidy(render(env, "teilen.md", shares_context(result, notes))))
    literature, practice = bibliography(done.sources)
    origin = {"version": result.rulebase.version, "fingerabdruck": result.rulebase.fingerprint, "stand": show_date(day)}
    sources = render(env, "teilen_quellen.md", {"literatur": literature, "praxis": practice, **origin}).strip()
    return f"{done.markdown}\n\n{sources}\n\n{done.definitions}\n", picture


def shares_context(result: SharesResult, notes: Notes) -> dict[str, Any]:
    """Everything the template may name; docs/teilen.md describes it."""
    found, game, given = recommend(result), result.game, result.given
    chosen = result.of(given.chosen)
    shown = chosen or found.division
    task = result.rulebase.tasks.get(given.task)
    return {
        "kommunen": list(game.names),
        "quer": len(game.names) > MOST_COLUMNS,
        "einheit": given.unit,
        "zeitraum": given.period,
        "aufgabe": task.name if task else "",
        "allein": _amounts(result, game.alone()),
        "zuvor": list(given.beforehand),
        "hinweise": list(given.remarks),
        "kern": list(core_sentences(result)),
        "nutzen": [{"name": name, "satz": text} for name, text in benefit_sentences(result, shown)],
        "nach": method_name(result, shown),
        "bild": picture_mark(0),
        "im_bild": MOST_BARS,
        "ergebnis": _outcome(shown, result),
        "verteilungen": [
            _division(item, result, LISTED_GROUPS if item in (shown, found.division) else FEW_GROUPS) for item in result.divisions
        ],
        "gewaehlt": _choice(chosen, result) if chosen is not None and chosen is not found.division else None,
        "empfehlung": {
            **_choice(found.division, result),
            "name": found.key.name if found.key else method_name(result, found.division),
            "formel": found.key.formula if found.key else "",
            "gruende": {
                kind: [_ground(item, notes) for item in found.grounds if item.kind == kind]
                for kind in ("aufgabe", "rechnung", "vorteil", "nachteil", "praxis", "daneben", "recht")
            },
            "ohne_zahlen": list(lacking_sentences(found)),
        },
        "groessen": [
            {"name": name, "zahlen": [_figure(value) for value in given.sizes[measure]]}
            for measure, name in SIZES.items()
            if measure in given.sizes
        ],
        "gemischt": _mixed(result),
        "grundsaetze": [_statement(item, notes) for item in result.rulebase.cost_keys.principles],
    }


def _amounts(result: SharesResult, values: Sequence[Fraction]) -> list[str]:
    places = places_of(result)
    return [show_amount(value, places) for value in values]


def _figure(value: Fraction) -> str:
    return show_amount(value, 0 if value.denominator == 1 else 2)


def _outcome(item: Division, result: SharesResult) -> list[dict[str, str]]:
    """What each partner pays and saves under the division that counts, for a table."""
    total, places = sum(item.shares, Fraction(0)), places_of(result)
    quantum = Fraction(1, 10**places)
    return [  # the saving is the difference of the two amounts beside it, as in the sentences
        {
            "name": name,
            "allein": show_amount(cost, places),
            "anteil": show_amount(paid, places),
            "prozent": show_percent(share / total) if total else "–",
            "ersparnis": show_amount(rounded([cost], quantum)[0] - paid, places),
            "rate": show_percent(gain / cost) if cost else "–",
        }
        for name, cost, paid, share, gain in zip(
            result.game.names, result.game.alone(), rounded(item.shares, quantum), item.shares, item.gains, strict=True
        )
    ]


def _division(item: Division, result: SharesResult, most: int) -> dict[str, Any]:
    method = result.rulebase.cost_keys.method(item.method)
    places, game = places_of(result), result.game
    total = sum(item.shares, Fraction(0))
    groups = [{"gruppe": listed(game.members(better.mask)), "um": show_amount(better.by, places)} for better in item.better[:most]]
    return {
        "id": item.method,
        "schluessel": item.is_key,
        "name": method_name(result, item),
        "text": method.text if method else "",
        "nach": method.described if method else "",
        "anteile": shown_shares(result, item),
        "prozent": [show_percent(share / total) if total else "–" for share in item.shares],
        "gewinn": _amounts(result, item.gains),
        "besser_allein": fair_text(item),
        "gruppen": groups,
        "weitere": len(item.better) - len(groups),
        **_choice(item, result),
    }


def _choice(item: Division, result: SharesResult) -> dict[str, Any]:
    places = places_of(result)
    nearest = None
    if item.nearest is not None and result.game.total:
        shares = rounded(item.nearest, Fraction(1, 10**places))
        nearest = [
            {"name": name, "betrag": show_amount(share, places), "prozent": show_percent(exact / result.game.total)}
            for name, share, exact in zip(result.game.names, shares, item.nearest, strict=True)
        ]
    return {
        "name": method_name(result, item),
        "befund": list(verdict_sentences(result, item)),
        "abhilfe": list(repair_sentences(result, item)),
        "naechste_faire": nearest,
    }


def _mixed(result: SharesResult) -> dict[str, Any] | None:
    key = result.given.mixed
    if key is None or result.of(MIXED) is None:
        return None
    return {
        "sockel": show_percent(key.base / 100),
        "sockel_nach": "zu gleichen Teilen" if key.base_by not in SIZES else "nach der Einwohnerzahl",
        "rest_nach": SIZES[key.rest_by],
        "angenommen": key.assumed,
    }


def _ground(item: Ground, notes: Notes) -> dict[str, Any]:
    mark = notes.mark(item.norm, item.evidence) if item.evidence else MarkdownText("")
    return {"text": item.text, "fussnote": mark, "unbelegt": item.evidence is not None and item.evidence.certainty is Certainty.MEMORY}


def _statement(item: KeyStatement, notes: Notes) -> dict[str, Any]:
    mark = notes.mark(item.norm, item.evidence)
    return {"text": item.text, "fussnote": mark, "unbelegt": item.evidence.certainty is Certainty.MEMORY}
