"""Published cases in which a form failed (shared/faelle/negativ.yaml): the program sees why."""

from __future__ import annotations

from ikz_recht.advice.case import Case
from ikz_recht.advice.finding import USABLE
from ikz_recht.advice.opinion import FormOpinion, Opinion, advise
from ikz_recht.documents.draft import draft_markdown
from ikz_recht.documents.write import Office
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.fact import Value
from ikz_recht.rulebase.outline import load_outlines
from tests.real import DAY, PROJECT, RULES

DELEGATION, MANDATE = "oeffentlich_rechtliche_vereinbarung_delegierend", "oeffentlich_rechtliche_vereinbarung_mandatierend"
FOR_PAY: dict[str, Value] = {
    "entgelt": True,
    "auftragsart": "liefer_dienst",
    "entgelt_monatlich": 100_000,
    "befristung": "befristet",
    "laufzeit_jahre": 3,
    "echte_zusammenarbeit": False,
    "gemeinsame_kontrolle": False,
    "taetigkeit_ueber_80": False,
    "zentrale_beschaffung": False,
}


def opinion(*participants: Participant, **answers: Value) -> Opinion:
    return advise(Case("", participants, answers), RULES, DAY)


def form(found: Opinion, identifier: str) -> FormOpinion:
    chosen = found.form(identifier)
    assert chosen is not None
    return chosen


def applies(found: FormOpinion, *rules: str) -> bool:
    return any(finding.truth for finding in found.findings if finding.rule.id in rules)


def test_waste_treated_for_pay_without_own_contribution_needs_a_procurement_procedure() -> None:
    """NEG-02: EuGH 04.06.2020, C-429/19 (Remondis, Landkreis Neuwied)."""
    found = opinion(
        Participant("Landkreis Neuwied", "kreis", "RP", role="uebernehmend"),
        Participant("Abfallzweckverband", "zweckverband", "RP", role="abgebend"),
        aufgabe="abfall",
        uebergang="durchfuehrung",
        **FOR_PAY,
    )
    assert applies(form(found, MANDATE), "bund.vergabe.verfahren-vereinbarung")


def test_calling_it_a_delegation_does_not_save_cleaning_for_pay() -> None:
    """NEG-17: EuGH 13.06.2013, C-386/11 (Piepenbrock, Kreis Düren)."""
    found = opinion(
        Participant("Kreis Düren", "kreis", "NW", role="abgebend"),
        Participant("Stadt Düren", "gemeinde", "NW", 93_000, "uebernehmend", "Kreis Düren"),
        aufgabe="andere",
        hilfstaetigkeit=True,
        hoheitliche_befugnisse=False,
        uebergang="zustaendigkeit",
        befugnisse_gehen_ueber=False,  # the Kreis kept the right to control
        **FOR_PAY,
    )
    assert applies(form(found, DELEGATION), "bund.vergabe.verfahren-vereinbarung", "bund.vergabe.ergebnis-zweifelhaft-vereinbarung")


def test_votes_by_inhabitants_name_the_day_on_which_they_are_counted() -> None:
    """NEG-06: Sächsisches OVG 05.11.2003, 5 B 310/03."""
    found = opinion(*(Participant(name, "gemeinde", "SN") for name in "ABC"), aufgabe="abwasser", uebergang="zustaendigkeit")
    office = Office(PROJECT / "templates")
    outline = load_outlines(office.file("gliederung.yaml")).of("SN", "zweckverband")
    text = draft_markdown(found, form(found, "zweckverband"), outline, office.environment())
    section = text.partition("Verbandsversammlung: Sitze und Stimmen")[2].partition("\n## ")[0]
    assert "zum 30. Juni des Vorjahres" in section


def test_public_order_in_a_gemeindeverwaltungsverband_is_not_called_admissible_and_the_district_is_named() -> None:
    """NEG-13: Laubach and Lich, council paper 387/2018 (secondary evidence: open, not excluded by it)."""
    found = opinion(
        Participant("Laubach", "gemeinde", "HE", district="Gießen"),
        Participant("Lich", "gemeinde", "HE", district="Gießen"),
        aufgabe="ordnungsbehoerde",
        uebergang="zustaendigkeit",
        aufgabenbreite="mehrere",
    )
    assert form(found, "gemeindeverwaltungsverband").status not in USABLE
    assert any("ordnungsbehoerdenbezirk" in way.form.id for way in found.ways)
