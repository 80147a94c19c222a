"""The page that leads through the dossier: what each paper is for, and for whom."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from html import escape

from ..planning.project import Project
from ..rulebase.fact import show_date
from .bodies_set import file_names
from .meta import read_style
from .summary import summary_sentences
from .write import Office

_PAPERS = (
    ("Für die Entscheidung", ("kurzfassung", "vermerk", "entwurf", "nutzen", "kostenteilung")),
    ("Für die Gremien", ("gremienweg", "beschlussvorlage", "praesentation", "faktenblatt")),
    ("Für die Umsetzung", ("veraenderungsplan", "aufgabenliste")),
    ("Zum Weiterarbeiten", ("fall",)),
)
_NAMES = {
    "kurzfassung": ("Kurzfassung", "Empfehlung, Gründe, Bedingungen und nächste Schritte auf einer Seite, für alle, die entscheiden"),
    "vermerk": ("Vermerk", "das ganze Gutachten mit Fundstellen, für Rechtsamt und Aufsicht"),
    "entwurf": ("Entwurf", "der Vereinbarung oder Satzung, für Rechtsamt und Aufsicht"),
    "nutzen": ("Nutzen", "Kosten vorher und nachher je Beteiligte, Szenarien und Schwellen, für die Kämmereien"),
    "kostenteilung": ("Teilung der Kosten", "was jede zahlt und ob jemand allein günstiger wegkäme, für die Kämmereien"),
    "gremienweg": ("Weg durch die Gremien", "wer wann beschließt, mit Terminen und Einwänden; als Kalender zum Einlesen"),
    "beschlussvorlage": ("Beschlussvorlage", "für die Vertretung"),
    "praesentation": ("Präsentation", "acht Folien für die Vertretungen"),
    "faktenblatt": ("Faktenblatt", "eine Seite in einfachen Worten für Bürgerinnen und Bürger"),
    "veraenderungsplan": ("Veränderungsplan", "Schritte, Beteiligung, Risiken und Erfolgsmessung, für Projektleitung und Personalrat"),
    "aufgabenliste": ("Aufgabenliste", "dieselben Schritte als Tabelle"),
    "fall": ("Falldatei", "die Angaben, mit denen „ikz-recht“ weiterrechnet"),
}
_PAGE = string.Template("""<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$css
</style>
</head>
<body>
<main>
<div class="titel">
<h1>$title</h1>
<p class="datum">Stand: $day · Regelwerk $version · $fingerprint</p>
</div>
$body
</main>
</body>
</html>
""")


def index_page(project: Project, papers: Mapping[str, Sequence[str]], office: Office) -> bytes:
    """The page; `papers` are the file names by stem. Raises RenderProblem."""
    opinion = project.opinion
    rulebase = opinion.program.rulebase
    body = [f"<p>{escape(sentence)}</p>" for sentence in (*summary_sentences(opinion), *_remarks(project), *_notes(project))]
    whose = _whose(project)
    for title, kinds in _PAPERS:
        items = [_item(stem, names, whose) for kind in kinds for stem, names in papers.items() if _kind(stem) == kind]
        if items:
            body += [f"<h2>{title}</h2>", "<ul>", *items, "</ul>"]
    if project.benefit is None:
        body.append("<p>Nutzen und Teilung der Kosten sind nicht gerechnet: Dafür fehlen Kostenangaben aller Beteiligten.</p>")
    page = _PAGE.substitute(
        title=escape(opinion.case.title or opinion.value("aufgabe") or "Interkommunale Zusammenarbeit"),
        css=read_style(office.file("stil/dokument.css")).strip().replace("</", "<\\/"),
        day=show_date(opinion.day),
        version=escape(rulebase.version),
        fingerprint=escape(rulebase.fingerprint),
        body="\n".join(body),
    )
    return page.encode()


def _kind(stem: str) -> str:
    return "beschlussvorlage" if stem.startswith("beschlussvorlage-") else stem


def _remarks(project: Project) -> list[str]:
    """The remarks without those that only help on the command line."""
    return [text for text in project.remarks if "--" not in text]


def _notes(project: Project) -> list[str]:
    """What a reader of several papers would stumble over."""
    path, benefit, found = project.path, project.benefit, []
    if path is not None and benefit is not None and benefit.model.start < path.sure:
        found.append(
            f"Der Nutzen ist ab dem {show_date(benefit.model.start)} gerechnet, wie es die Kostenangaben sagen; "
            f"bei vorsichtiger Planung beginnt die Zusammenarbeit frühestens am {show_date(path.sure)}."
        )
    if project.form is not None and project.form.form.way is not None:
        found.append(
            "Für diesen Weg gibt es keinen Entwurf; die Vereinbarung, die den Beschlussvorlagen als Anlage 1 beiliegt, ist zu schreiben."
        )
    return found


def _whose(project: Project) -> dict[str, str]:
    """The participants by the short name that stands in the names of their files."""
    councils = [council for council in project.path.councils if council.decider.council] if project.path is not None else []
    return {name: council.decider.party.name for name, council in zip(file_names(councils), councils, strict=True)}


def _item(stem: str, names: Sequence[str], parties: Mapping[str, str]) -> str:
    name, purpose = _NAMES[_kind(stem)]
    short = stem.removeprefix("beschlussvorlage-")
    whose = f" {parties.get(short, short)}" if stem.startswith("beschlussvorlage-") else ""
    links = ", ".join(f'<a href="{escape(file)}">{escape(file)}</a>' for file in names)
    return f"<li><strong>{escape(name + whose)}</strong>, {escape(purpose)}: {links}</li>"
