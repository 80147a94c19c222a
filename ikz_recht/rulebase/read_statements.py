"""What every statement carries: source, evidence, validity, forms."""

from __future__ import annotations

import re

from .fields import Fields, Report
from .model import FORMS, OTHER_WAYS, Certainty, Evidence, Source, Statute, Unmodelled, Validity
from .nodes import Node, Scalar, Sequence
from .problem import suggestion


class Sources:
    """The sources that a file may cite, by short id; `prefix` makes ids unique in the rule base.

    `cited`: laws that the file cites, but whose version was not read.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.by_id: dict[str, Source] = {}
        self.cited: tuple[str, ...] = ()

    def copy(self) -> Sources:
        """The same sources, for a file that adds its own."""
        sources = Sources(self.prefix)
        sources.by_id.update(self.by_id)
        return sources

    def read(self, nodes: tuple[Node, ...], report: Report) -> None:
        """Add the entries of a list `quellen`."""
        for node in nodes:
            fields = Fields(node, report, "Quelle")
            short = fields.text("id")
            source = Source(
                id=f"{self.prefix}:{short}",
                title=fields.text("titel"),
                url=fields.text("url", required=False),
                as_of=fields.text("stand", required=False),
                kind=fields.text("art"),
                citation=fields.text("zitat", required=False),
            )
            fields.done()
            if short in self.by_id:
                report.add(node.place, f"Die Quelle „{short}“ steht doppelt.", "Vergeben Sie eine andere id.")
            self.by_id[short] = source


def read_statutes(fields: Fields, *, required: bool) -> tuple[Statute, ...]:
    """The key `gesetze`: each statute with its abbreviation, title and the version that was read."""
    statutes = []
    for node in fields.items("gesetze", required=required):
        statute = Fields(node, fields.report, "Gesetz")
        statutes.append(Statute(statute.text("abk"), statute.text("titel"), statute.text("fassung", required=False)))
        statute.text("quelle", required=False)
        statute.done()
    return tuple(statutes)


_STATEMENT = re.compile(r"([A-Z]{2,5}:)?[a-zA-Z_]\w*(\.[a-z_]\w*)*\.\d{1,3}\Z")


def read_statement_names(fields: Fields) -> tuple[str, ...]:
    """The key `aussagen`: which statements of the dossier are modelled here."""
    names = fields.words("aussagen")
    for name, item in zip(names, fields.items("aussagen"), strict=False):
        if not _STATEMENT.match(name):
            hint = "Schreiben Sie den Weg im Dossier mit der Nummer ab 0, zum Beispiel zweckverband.aufgaben.0 oder landesgrenzen.1."
            fields.report.add(item.place, f"„{name}“ bezeichnet keine Aussage eines Dossiers.", hint)
    return names


def read_unmodelled(fields: Fields) -> tuple[Unmodelled, ...]:
    """The key `ohne_regel`: statements of the dossier that no rule models, with the reason."""
    entries = []
    for node in fields.items("ohne_regel"):
        inner = Fields(node, fields.report, "Aussage ohne Regel")
        inner.items("aussagen", required=True)
        entries.append(Unmodelled(read_statement_names(inner), inner.text("grund"), node.place))
        inner.done()
    return tuple(entries)


def read_evidence(fields: Fields, sources: Sources, key: str = "beleg") -> Evidence:
    """The key `beleg` (or another one of its kind): source id and certainty."""
    text = fields.text(key)
    parts = text.split()
    if not text:
        return Evidence("", Certainty.MEMORY)
    place = node.place if (node := fields.node(key)) else fields.place
    if len(parts) != 2:
        fields.report.add(place, f"„{text}“ ist kein Beleg.", f"Schreiben Sie Quelle und Sicherheit: „{key}: q4 text_gesehen“.")
        return Evidence("", Certainty.MEMORY)
    source, certainty = parts
    if source not in sources.by_id:
        hint = suggestion(source, sources.by_id) or "Tragen Sie die Quelle unter „quellen“ ein."
        fields.report.add(place, f"Die Quelle „{source}“ gibt es nicht.", hint)
    if certainty not in list(Certainty):
        fields.report.add(place, f"Die Sicherheit „{certainty}“ gibt es nicht.", suggestion(certainty, [str(item) for item in Certainty]))
        certainty = Certainty.MEMORY
    return Evidence(f"{sources.prefix}:{source}", Certainty(certainty))


def read_validity(fields: Fields, key: str = "gilt") -> Validity:
    """The key `gilt: {ab, bis}` (or another one of its kind); missing means always."""
    node = fields.node(key)
    if node is None:
        return Validity()
    inner = Fields(node, fields.report, key)
    validity = Validity(inner.date("ab"), inner.date("bis"))
    inner.done()
    if validity.start and validity.end and validity.end < validity.start:
        fields.report.add(node.place, "Die Geltung endet, bevor sie beginnt.", "Vertauschen Sie „ab“ und „bis“.")
    return validity


def read_forms(fields: Fields, *, other_ways: bool = False) -> frozenset[str] | None:
    """The key `formen`: a list, or `alle` or missing for every form (None)."""
    node = fields.node("formen")
    if node is None or (isinstance(node, Scalar) and node.text == "alle"):
        return None
    if not isinstance(node, Sequence):
        fields.report.add(node.place, "„formen“ ist eine Liste von Formen oder „alle“.", "")
        return None
    allowed = [*FORMS, *OTHER_WAYS] if other_ways else list(FORMS)
    forms = fields.words("formen")
    if not node.items:
        fields.report.add(node.place, "„formen“ ist leer.", "Nennen Sie Formen, oder schreiben Sie „formen: alle“.")
    for form, item in zip(forms, node.items, strict=False):
        if form not in allowed:
            fields.report.add(item.place, f"Die Form „{form}“ gibt es nicht.", suggestion(form, allowed))
    return frozenset(forms)
