"""What a clause template sees of the case: names in their cases, values or gaps, and the words for who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..advice.opinion import FormOpinion, Opinion
from ..advice.prospect import Prospect
from ..advice.sentences import condition_clause
from ..inference.facts import Participant
from ..planning.german_names import decline, decline_statute
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, show_value
from ..rulebase.model import Certainty, LandLaw, RuleKind, Statute
from ..rulebase.outline import Outline
from .dates import is_past
from .markdown_text import MarkdownText, escape, german_date
from .organs import lead

DELEGATION = "oeffentlich_rechtliche_vereinbarung_delegierend"


@dataclass(frozen=True, slots=True)
class PartyView:
    """A participant as templates see it: `name` as given; `wer`, `wessen`, `wem`, `wen` with article in the four cases."""

    name: str
    art_text: str
    land_name: str
    einwohner: int | None
    rolle: str
    wer: str
    wessen: str
    wem: str
    wen: str


def draft_context(opinion: Opinion, form: FormOpinion, outline: Outline) -> dict[str, object]:
    """The names available in clause templates; docs/vorlagen.md describes them."""
    parties = [_party(item) for item in opinion.case.participants or ()]
    giving = [party for party in parties if party.rolle == "abgebend"]
    answers = opinion.case.answers
    law = opinion.program.rulebase.lands[form.form.land]
    deed = outline.deed_in(form.form.land)
    task = opinion.program.rulebase.tasks.get(str(answers.get("aufgabe", "")))
    return {
        **_values(opinion),
        **_roles(opinion, form, one=len(giving) == 1 or len(parties) == 2),
        "platzhalter": platzhalter,
        "namen": _in_case("wer"),
        "namen_wen": _in_case("wen"),
        "aufgabe": answers.get("aufgabe_beschreibung") or (task.name if task else platzhalter("Aufgabe")),
        "beteiligte": parties,
        "abgebende": giving,
        "uebernehmende": [party for party in parties if party.rolle == "uebernehmend"],
        "form": form.form.id,
        "form_bezeichnung": form.form.name,
        "land": form.form.land,
        "land_name": law.name,
        "gesetz": _abbreviation(law, form),
        "grundlage": _legal_basis(law, form),
        "einrichtung": answers.get("name_einrichtung") or platzhalter("Name der gemeinsamen Einrichtung"),
        "leitung": lead(form.form.land, form.form.id),
        "urkunde": deed,
        "urkunde_kurz": "Satzung" if deed.endswith("satzung") else deed,
        "bedingungen": _conditions(opinion, form),
        "daneben": _beside(opinion, form),
    }


def _conditions(opinion: Opinion, form: FormOpinion) -> list[str]:
    """Under what the form is admissible, as far as that is not yet settled: each completes „zulässig, wenn …“."""
    best = form.outlook.sets[0] if form.outlook.sets else None
    return [condition_clause(item, opinion.program) for item in best.conditions] if best else []


def _beside(opinion: Opinion, form: FormOpinion) -> list[dict[str, object]]:
    """The paths that certainly apply beside the form, with what they oblige to."""
    ways = [way for way in opinion.ways if way.governing and way.form.way and form.form.id in way.form.way.accompanies]
    return [
        {
            "name": way.form.name,
            "norm": way.form.norm,
            "belegt": way.form.evidence is not None and way.form.evidence.certainty is not Certainty.MEMORY,
            "auflagen": [f"{finding.rule.text.removesuffix('.')} ({finding.rule.norm})." for finding in way.of(RuleKind.OBLIGATION)],
        }
        for way in ways
        if way.prospect is Prospect.SURE
    ]


def _values(opinion: Opinion) -> dict[str, object]:
    """Access to answers and derived facts."""
    evaluation = opinion.evaluation

    def wert(name: str, text: str) -> object:
        value = evaluation.value(name)
        if value is None or is_past(opinion, name):
            return platzhalter(text)
        if isinstance(value, dt.date):
            return MarkdownText(german_date(value))
        return show_value(value, opinion.program.types[name])

    def ist(name: str, wanted: str) -> bool:
        value = evaluation.value(name)
        return value is not None and wanted == (("ja" if value else "nein") if isinstance(value, bool) else value)

    return {"wert": wert, "ist": ist, "bekannt": lambda name: evaluation.value(name) is not None}


def _roles(opinion: Opinion, form: FormOpinion, *, one: bool) -> dict[str, object]:
    """What the two sides of an agreement are called, in the cases that its sentences need; `one`: only one hands over."""
    delegated = DELEGATION in form.form.kinds
    jointly = not delegated and opinion.evaluation.value("uebergang") == "gemeinsam"
    taking = "übernehmende" if delegated else "federführende" if jointly else "durchführende"
    giving = "abgebende" if delegated else "mitwirkende" if jointly else "beauftragende"
    return {
        "delegiert": delegated,
        "gemeinsam": jointly,
        "eine_abgebende": one,
        "ueb": taking,
        "abg": giving,
        "die_ueb": f"die {taking} Körperschaft",
        "der_ueb": f"der {taking}n Körperschaft",
        "die_abg": f"{'die' if one else 'jede'} {giving} Körperschaft",
        "der_abg": f"der {giving}n {'Körperschaft' if one else 'Körperschaften'}",
        "den_abg": f"{'der' if one else 'den'} {giving}n {'Körperschaft' if one else 'Körperschaften'}",
    }


def platzhalter(text: str) -> MarkdownText:
    """A marked gap for what the case does not say."""
    return MarkdownText(f"**\\[bitte ergänzen: {escape(text)}\\]**")


def counter() -> Callable[[], MarkdownText]:
    """Numbers of paragraphs: (1), (2), …"""
    number = 0

    def absatz() -> MarkdownText:
        nonlocal number
        number += 1
        return MarkdownText(f"({number})")

    return absatz


def _party(item: Participant) -> PartyView:
    cases = decline(item.name, item.kind, item.land)
    return PartyView(
        name=item.name,
        art_text=PARTICIPANT_KINDS.get(item.kind, item.kind),
        land_name=LANDS.get(item.land, ""),
        einwohner=item.inhabitants,
        rolle=item.role,
        wer=cases.nominative,
        wessen=cases.genitive,
        wem=cases.dative,
        wen=cases.accusative,
    )


def _in_case(case: str) -> Callable[[Iterable[PartyView]], MarkdownText]:
    """A function of templates: all participants in a row, in one grammatical case."""

    def listed(parties: Iterable[PartyView]) -> MarkdownText:
        names = [str(escape(getattr(party, case))) for party in parties]
        if not names:
            return platzhalter("Name")
        return MarkdownText(names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}")

    return listed


def _basis(law: LandLaw, form: FormOpinion) -> Statute | None:
    """The statute that the form names as its basis, else the Land's first one."""
    return next((item for item in law.statutes if item.abbreviation == form.form.statute), law.statutes[0] if law.statutes else None)


def _abbreviation(law: LandLaw, form: FormOpinion) -> str:
    """The official abbreviation of the statute, without the Land's letters that only the rule base needs."""
    statute = _basis(law, form)
    return statute.abbreviation.removesuffix(f" {law.land}") if statute else law.name


def _legal_basis(law: LandLaw, form: FormOpinion) -> str:
    """The statute after „auf der Grundlage“: in the genitive, with its abbreviation."""
    statute = _basis(law, form)
    return f"{decline_statute(statute.title).genitive} ({_abbreviation(law, form)})" if statute else f"des Rechts des Landes {law.name}"
