"""The path as lines of text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...advice.finding import Finding
from ...rulebase.bodies import TOPICS
from ...rulebase.fact import show_date
from ...rulebase.model import Certainty
from .objections import STANDING
from .path import Council, DecisionPath
from .rows import Row, rows
from .sentences import assumed_share, outcome_sentences

_MOST_OBJECTIONS = 5
_MOST_FINDINGS = 3
OWN_VALUES = "Beides steht in der Datei zu --sitzungen (docs/gremien.md)."


def path_lines(path: DecisionPath) -> Iterator[str]:
    """Everything that matters: result, steps with dates, decisions with majorities, objections, remarks."""
    yield f"Durch die Gremien: {path.opinion.case.title or path.opinion.value('aufgabe') or 'Interkommunale Zusammenarbeit'}"
    yield f"Form: {path.form.form.name} ({path.form.form.norm})"
    yield ""
    yield from outcome_sentences(path)
    yield ""
    yield "Schritte (* kritischer Weg: Verzug verschiebt den Beginn):" if path.last is None else "Schritte, spätestens (* kritischer Weg):"
    yield from (_row(row) for row in rows(path))
    yield ""
    yield "Beschlüsse:"
    for council in path.councils:
        yield from _council(council)
    yield from _law("Über die Landesgrenze", path.border)
    yield from _law("Förderung", path.funding)
    yield from _objections(path)
    yield from _notes(path)
    remarks = [*path.remarks, *([f"{assumed_share(path)} {OWN_VALUES}"] if assumed_share(path) else [])]
    if remarks:
        yield ""
        yield "Zu beachten:"
        yield from (f"  - {remark}" for remark in remarks)


def _row(row: Row) -> str:
    days = show_date(row.end) if row.start == row.end else f"{show_date(row.start)} – {show_date(row.end)}"
    details = [row.duration, "" if row.slack is None else f"Puffer {row.slack} {'Tag' if row.slack == 1 else 'Tage'}"]
    told = "; ".join(item for item in details if item)
    return f"  {'*' if row.critical else ' '} {days:<24} {row.label}{f' – {told}' if told else ''}"


def _council(council: Council) -> Iterator[str]:
    majority = council.majority
    needed = f"; Mehrheit: {majority.words}{' (Einschätzung)' if majority.unproven else f' ({majority.norm})'}" if majority else ""
    when = f" am {show_date(council.day)}" if council.day else ""
    yield f"  - {council.decider.party.name}: {council.decider.name} beschließt{when}{needed}"
    if council.verdict:
        yield f"      {council.verdict.text}"


def _law(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield ""
    yield f"{title}:"
    yield from (
        f"  - {finding.rule.text} ({finding.rule.norm}){_unproven(finding.rule.evidence.certainty)}"
        for finding in findings[:_MOST_FINDINGS]
    )
    left = len(findings) - _MOST_FINDINGS
    if left > 0:
        yield f"  {'Eine weitere Angabe steht' if left == 1 else f'{left} weitere Angaben stehen'} im Dokument (-o)."


def _objections(path: DecisionPath) -> Iterator[str]:
    if not path.objections:
        return
    yield ""
    yield "Einwände, mit denen zu rechnen ist:"
    for item in path.objections[:_MOST_OBJECTIONS]:
        yield f"  - „{item.objection.text}“ ({STANDING[item.standing]})"
        yield f"      {item.objection.answer}{_unproven(item.objection.evidence.certainty)}"
        yield from (f"      Hier trifft zu: {text}" for text in item.confirmed)
        yield from (f"      Hier entkräftet: {text}" for text in item.weakened)
    left = len(path.objections) - _MOST_OBJECTIONS
    if left > 0:
        yield f"  {'Ein weiterer steht' if left == 1 else f'{left} weitere stehen'} im Dokument (-o)."


def _notes(path: DecisionPath) -> Iterator[str]:
    for topic in ("personal", "aufsicht"):
        found = [note for note in path.notes if note.topic == topic]
        if found:
            yield ""
            yield f"{TOPICS[topic]}:"
            yield from (f"  - {note.text}{_unproven(note.evidence.certainty)}" for note in found)


def _unproven(certainty: Certainty) -> str:
    return " (Einschätzung)" if certainty is Certainty.MEMORY else ""
