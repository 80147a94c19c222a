"""A presentation for councillors: eight slides, as PPTX, filled from the path through the bodies.

A slide holds so many lines and no more: what does not fit is left out or cut, so nothing runs over the edge.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2

from ..planning.bodies.objections import Judged
from ..planning.bodies.path import REACHED, DecisionPath
from ..planning.bodies.rows import rows
from ..planning.bodies.sentences import outcome_sentences
from ..rulebase.evidence import Certainty
from .council_parts import Sentences, figure_sentences, gap, task_name
from .council_texts import INSIDE, RESPONSIBLE, conditions, is_inside, majorities, margin, names
from .dialect import prepare, tidy
from .markdown_text import german_date
from .meta import DocumentMeta
from .office import zipped
from .pandoc import run_pandoc
from .summary import recommendation_sentence
from .templating import render

SLIDES = 8
_LINES, _WIDTH = 11, 66  # of a slide, at the sizes of reference.pptx
_LONGEST = 240
_MAIN = (
    "grundsatzbeschluss",
    "personalvertretung",
    "vorabstimmung",
    "beschluss",
    "foerderantrag",
    "genehmigung",
    "anzeige",
    "bekanntmachung",
    "start",
)
_LATER = ("unterzeichnung", "genehmigung", "bekanntmachung")


def slides_markdown(path: DecisionPath, env: jinja2.Environment) -> str:
    """The slides after the title slide as Markdown, each with a heading of its own. Raises TemplateProblem."""
    return f"{tidy(render(env, 'praesentation.md', slides_context(path)))}\n"


def slides_context(path: DecisionPath) -> dict[str, Any]:
    """Everything the template may name; docs/gremien.md describes it."""
    return {
        "worum": fitted(_subject(path)),
        "aenderung": fitted(_change(path)),
        "nutzen": fitted(_benefit(path)),
        "recht": fitted(_law(path)),
        "termine": _dates(path),
        "einwaende": _objections(path.objections),
        "beschluss": fitted(_decision(path)),
    }


def slides_file(path: DecisionPath, meta: DocumentMeta, env: jinja2.Environment, reference: Path) -> bytes:
    """The presentation. Raises TemplateProblem, RenderProblem."""
    markdown = slides_markdown(path, env)
    options = ["--slide-level=1", f"--metadata=lang:{meta.language}", f"--metadata=title:{meta.title}"]
    options += [f"--metadata=subtitle:{meta.subtitle}", f"--metadata=date:{meta.date_line}"]
    with tempfile.TemporaryDirectory(prefix="ikz-recht.") as folder:
        copy = Path(folder) / "reference.pptx"
        copy.write_bytes(reference.read_bytes())
        data = run_pandoc(prepare(markdown), "pptx", [f"--reference-doc={copy}", *options], meta.timestamp)
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return zipped(parts, meta)


def fitted(texts: Sentences, lines: int = _LINES) -> Sentences:
    """As many of the texts as a slide has lines for, each cut where it is too long."""
    kept: Sentences = []
    for text in texts:
        shown = shortened(text) if not hasattr(text, "__html__") else text
        lines -= -(-len(shown) // _WIDTH)
        if lines < 0:
            break
        kept.append(shown)
    return kept


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text, cut after a word where it is too long."""
    if len(text) <= longest:
        return text
    return f"{text[: longest - 1].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _subject(path: DecisionPath) -> Sentences:
    start = german_date(path.wish or path.start)
    late = path.wish and path.outcome != REACHED
    return [
        f"Aufgabe: {task_name(path)}",
        f"Beteiligte: {names(path)}",
        f"Form: {path.form.form.name}",
        f"{'Gewünschter' if path.wish else 'Frühester'} Beginn: {start}{f' (bei vorsichtiger Planung {german_date(path.sure)})' if late else ''}",
        gap("Anlass in einem Satz"),
    ]


def _change(path: DecisionPath) -> Sentences:
    value = path.opinion.evaluation.value("uebergang")
    found: Sentences = [RESPONSIBLE[str(value)]] if value in RESPONSIBLE else []
    staff = path.opinion.value("personal")
    found += [f"Personal: {staff}"] if staff else []
    found += ["Gearbeitet wird digital an mehreren Orten."] if path.opinion.evaluation.value("digital_verteilt") is True else []
    return [*found, INSIDE if is_inside(path) else gap("was sich für Bürgerinnen und Bürger ändert"), gap("was vor Ort bleibt")]


def _benefit(path: DecisionPath) -> Sentences:
    told = [
        f"{name}: {' '.join(map(str, figure_sentences(figures, short=True)))}"
        for name, figures in path.given.benefit.items()
        if figure_sentences(figures, short=True)
    ]
    figures: Sentences = list(told) if told else [gap("Kosten heute und künftig, einmalige Kosten, Ersparnis je Beteiligten")]
    key = path.opinion.value("kostenschluessel") or next((item.key for item in path.given.benefit.values() if item.key), "")
    return [
        *figures,
        f"Kostenschlüssel: {key}" if key else gap("Kostenschlüssel"),
        gap("was neben Geld gewonnen wird, zum Beispiel Vertretung, Rechtssicherheit, Personalgewinnung"),
    ]


def _law(path: DecisionPath) -> Sentences:
    chosen = path.opinion.recommendation
    own = chosen is not None and chosen.chosen.key == path.form.key
    found: Sentences = [recommendation_sentence(path.opinion) if own else f"Geplant ist: {path.form.form.name} ({path.form.form.norm})."]
    found += [*margin(path), *(f"Zulässig, wenn {clause}." for clause in conditions(path)[:2])]
    approval = next((stage for stage in path.stages if stage.step == "genehmigung"), None)
    notice = next((stage for stage in path.stages if stage.step == "anzeige"), None)
    found += [f"Genehmigung: {approval.who}"] if approval else [f"Anzeige: {notice.who}"] if notice else []
    return [*found, *(f"Mehrheit: {text}" for text in majorities(path))]


def _objections(objections: Sequence[Judged]) -> list[dict[str, str]]:
    """Those that come first, each whole, as many as there is room for."""
    shown: list[dict[str, str]] = []
    left = _LINES
    for item in objections:
        unproven = " (Einschätzung)" if item.objection.evidence.certainty is Certainty.MEMORY else ""
        left -= -(-len(f"„{item.objection.text}“ {item.objection.answer}{unproven}") // _WIDTH)
        if left < 0:
            break
        shown.append({"einwand": item.objection.text, "antwort": f"{item.objection.answer}{unproven}"})
    return shown


def _dates(path: DecisionPath) -> list[dict[str, str]]:
    """The main steps, each with its last day."""
    ends = {row.stage.name: row.end for row in rows(path) if row.stage.step in _MAIN}
    return [{"name": name, "bis": german_date(end)} for name, end in ends.items()]


def _decision(path: DecisionPath) -> Sentences:
    days = [council.day for council in path.councils if council.day]
    found: Sentences = ["Zustimmung zum Entwurf der Vereinbarung oder Satzung (Anlage der Vorlage)"]
    found.append("Vorbehalt: Alle Vertretungen beschließen denselben Text")
    if path.facts.value("genehmigung_noetig") is True:
        found.append("Auftrag, die Genehmigung zu beantragen")
    if days:
        found.append(f"Beschlüsse bis {german_date(max(days))}")
    found += [f"{row.stage.name}: bis {german_date(row.end)}" for row in rows(path) if row.stage.step in _LATER]
    return [*found, f"Beginn der Zusammenarbeit: {german_date(path.start)}", *outcome_sentences(path)[:1]]
