"""Drafts on the shipped rules: every content that the law demands of the case stands in it, with its norm, and nothing it does not demand."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from ikz_recht.advice.case import Case
from ikz_recht.advice.opinion import FormOpinion, Opinion, advise
from ikz_recht.documents.draft import draft_markdown
from ikz_recht.documents.markdown_text import escape
from ikz_recht.documents.memo import memo_markdown
from ikz_recht.documents.open_points import sections_of
from ikz_recht.documents.write import Office, draft_files
from ikz_recht.inference.facts import Participant
from ikz_recht.rulebase.model import RuleKind
from ikz_recht.rulebase.outline import load_outlines
from tests.real import DAY, LANDS, PROJECT, REAL_CASES, RULES, random_case, real_case

pytestmark = pytest.mark.usefixtures("quick")
OFFICE = Office(PROJECT / "templates")
OUTLINES = load_outlines(OFFICE.file("gliederung.yaml"))
ENVIRONMENT = OFFICE.environment()
FORMS = [key for key, form in RULES.forms.items() if form.available]


def draft(opinion: Opinion, form: FormOpinion) -> str:
    return draft_markdown(opinion, form, OUTLINES.of(form.form.land, form.form.id), ENVIRONMENT)


def form_of(opinion: Opinion, land: str, form: str) -> FormOpinion:
    found = opinion.form(form, land)
    assert found is not None
    return found


@pytest.mark.parametrize(("land", "form"), FORMS, ids=["-".join(key) for key in FORMS])
def test_the_draft_holds_exactly_the_contents_that_the_case_demands(land: str, form: str) -> None:
    rng = random.Random(f"{land}{form}")
    for share in (0.0, 0.5, 0.9, 1.0):
        opinion = advise(random_case(rng, (land,), share), RULES, DAY)
        found = form_of(opinion, land, form)
        text = draft(opinion, found)
        firm, _, open_part = text.partition("## Noch offene Inhalte")
        footnotes = [line for line in text.splitlines() if re.match(r"\[\^\d+\]: ", line)]
        titles = dict(re.findall(r"^## § (\d+) (.+?)(?: \((?:wahlweise|noch zu entscheiden)\))?$", firm, re.M))
        assert list(titles) == [str(number) for number in range(1, len(titles) + 1)]
        for finding in found.findings:
            rule = finding.rule
            if rule.kind is not RuleKind.CONTENT:
                continue
            cited = [line for line in footnotes if str(escape(rule.text)) in line and str(escape(rule.norm)) in line]
            assert bool(cited) == (finding.truth is not False), rule.id
            if finding.truth:
                section = next(item for item in OUTLINES.of(land, form).sections if item.id == rule.clause)
                assert str(escape(section.title)) in titles.values(), rule.id
            elif finding.truth is None:
                assert str(escape(rule.text)) in open_part, rule.id


@pytest.mark.parametrize("land", LANDS)
def test_a_content_demanded_under_a_condition_stands_there_exactly_under_it(land: str) -> None:
    rng = random.Random(land)
    outcomes: dict[str, set[bool | None]] = {}
    for _ in range(12):
        opinion = advise(random_case(rng, (land,), 0.9), RULES, DAY)
        for form in opinion.forms:
            if form.form.available:
                text = draft(opinion, form)
                for finding in form.findings:
                    if finding.rule.kind is RuleKind.CONTENT:
                        assert (str(escape(finding.rule.text)) in text) == (finding.truth is not False), finding.rule.id
                        outcomes.setdefault(finding.rule.id, set()).add(finding.truth)
    assert any({True, False} <= seen for seen in outcomes.values())


@pytest.mark.parametrize(("years", "demanded"), [(20, False), (21, True)])
def test_in_nordrhein_westfalen_a_long_agreement_needs_a_clause_on_termination(years: int, demanded: bool) -> None:
    """§ 23 Abs. 5 GkG NRW: unbefristet oder länger als 20 Jahre; sonst steht sie wahlweise im Entwurf."""
    case = real_case(next(path for path in REAL_CASES if path.stem == "NW-13"))
    answers = {**case.answers, "befristung": "befristet", "laufzeit_jahre": years}
    opinion = advise(Case(case.title, case.participants, answers), RULES, DAY)
    text = draft(opinion, form_of(opinion, "NW", "oeffentlich_rechtliche_vereinbarung_mandatierend"))
    assert bool(re.search(r"^## § \d+ Kündigung$", text, re.M)) == demanded
    assert bool(re.search(r"^## § \d+ Kündigung \(wahlweise\)$", text, re.M)) != demanded
    assert ("§ 23 Abs. 5" in text) == demanded


def test_what_is_still_to_be_decided_stands_ready_in_the_agreement() -> None:
    case = real_case(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml")
    form = "oeffentlich_rechtliche_vereinbarung_delegierend"
    for answer, title in ((None, "Mitwirkungsrechte (noch zu entscheiden)"), (True, "Mitwirkungsrechte (wahlweise)"), (False, "")):
        answers = {**case.answers, **({} if answer is None else {"mitwirkungsrechte": answer})}
        opinion = advise(Case(case.title, case.participants, answers), RULES, DAY)
        text = draft(opinion, form_of(opinion, "HE", form))
        found = re.search(r"^## § (\d+) (Mitwirkungsrechte.*)$", text, re.M)
        assert (found[2] if found else "") == title
        if answer is None and found:
            assert f"Im Entwurf: § {found[1]}." in text.partition("## Noch offene Inhalte")[2]


def test_what_applies_beside_an_agreement_is_marked_where_nobody_has_read_it() -> None:
    opinion = advise(real_case(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml"), RULES, DAY)
    text = draft(opinion, form_of(opinion, "HE", "oeffentlich_rechtliche_vereinbarung_delegierend"))
    assert "bestimmt ist (§ 2 Abs. 2 HAG PStG) **\\[bitte ergänzen: Norm nach Prüfung am Wortlaut\\]**. Für jeden" in text
    assert "zu bestellen (§ 1 Abs. 2 PStGAV)." in text


def test_the_resolutions_of_an_agreement_are_those_of_its_participants_by_case() -> None:
    opinion = advise(real_case(PROJECT / "docs" / "beispiele" / "standesamt-lossetal.yaml"), RULES, DAY)
    text = draft(opinion, form_of(opinion, "HE", "oeffentlich_rechtliche_vereinbarung_delegierend"))
    assert re.search(r"auf den Beschlüssen der Vertretungskörperschaften\n    1\. der Gemeinde Kaufungen vom ", text)


@pytest.mark.parametrize("path", REAL_CASES, ids=lambda path: path.stem)
def test_a_draft_of_a_real_case_names_the_participants_and_has_no_stray_template_marks(path: Path) -> None:
    opinion = advise(real_case(path), RULES, DAY)
    for form in opinion.forms:
        if form.form.available:
            text = draft(opinion, form)
            assert all(str(escape(item.name)) in text for item in opinion.case.participants or ())
            assert not re.search(r"\{\{|\}\}|\{%|None|Undefined|\bTrue\b|\bFalse\b", text)


def test_memo_and_draft_of_random_cases_are_whole_and_the_same_every_time() -> None:
    rng = random.Random(11)
    for lands in [(land,) for land in LANDS] * 2 + [("BY", "SN"), ("HE", "NW")]:
        opinion = advise(random_case(rng, lands, rng.choice([0.1, 0.5, 0.9])), RULES, DAY)
        memo = memo_markdown(opinion, ENVIRONMENT)
        assert memo == memo_markdown(opinion, ENVIRONMENT)
        assert not re.search(r"\{\{|\}\}|\{%|None|Undefined|\bTrue\b|\bFalse\b", memo)
        assert all(str(escape(form.form.name)) in memo for form in opinion.forms)
        used, defined = set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", memo)), set(re.findall(r"^\[\^(\d+)\]:", memo, re.M))
        assert used == defined


def test_hostile_names_stay_text_in_every_format() -> None:
    hostile = ["<b>*fett*</b>", "{{ 7*7 }}", "[x](javascript:1)", "A | B", "# Kopf", "[^1]"]
    case = Case("<script>alert(1)</script>", tuple(Participant(name, "gemeinde", "HE", role="mitglied") for name in hostile))
    opinion = advise(case, RULES, DAY)
    form = form_of(opinion, "HE", "zweckverband")
    files = draft_files(opinion, form, OFFICE, ("md", "html"))
    html = files["html"].decode()
    assert "<b>" not in html
    assert "<script>alert" not in html
    assert not re.search(r'href="[^"]*javascript', html)
    shown = unescape(re.sub(r"<[^>]+>", "", html))
    assert all(name in shown for name in hostile)


def test_the_same_case_gives_the_same_bytes() -> None:
    opinion = advise(real_case(REAL_CASES[0]), RULES, DAY)
    form = opinion.recommended()
    assert form is not None
    formats = ("md", "html", "docx", "odt", "pdf")
    assert draft_files(opinion, form, OFFICE, formats) == draft_files(opinion, form, OFFICE, formats)


LONG_NAMES = {
    "Umsatzsteuergesetz": "UStG",
    "Aktiengesetz": "AktG",
    "Haushaltsgrundsätzegesetz": "HGrG",
    "Datenschutz-Grundverordnung": "DSGVO",
    "Verordnung": "DSGVO",
    "KGG": "KGG HE",
    "Gemeindeordnung": "GemO",
    "Thüringer": "ThürKO",
}
CITED = re.compile(
    r"(?:§§?|Artikel) (\d+[a-z]?)(?: und (\d+[a-z]?))?(?: Absatz \d+(?: und \d+)?)?(?: (?:des|der))? (?!Absatz)([A-ZÄÖÜ][\w-]+)"
)


def test_every_provision_in_a_template_is_one_that_the_rules_cite() -> None:
    norms = "\n".join(f"{rule.norm} {rule.text}" for rule in RULES.rules)
    unread = {
        section for law in RULES.lands.values() for point in law.open_points for section in sections_of(point, law)
    }  # a gap may name it
    found = 0
    for path in sorted((PROJECT / "templates").rglob("*.md")):
        for first, second, law in CITED.findall(path.read_text(encoding="utf-8")):
            short = next((abbreviation for name, abbreviation in LONG_NAMES.items() if law.startswith(name)), law)
            for number in filter(None, (first, second)):
                found += 1
                cited = re.search(rf"\b{number}\b[^;\n]*\b{re.escape(short)}\b", norms)
                assert cited or (number, short.split()[0]) in unread, f"{path}: {number} {law}"
    assert found > 5


def test_a_form_can_rest_on_another_statute_than_the_first_of_its_land() -> None:
    opinion = advise(real_case(next(path for path in REAL_CASES if path.stem == "SN-07")), RULES, DAY)
    form = form_of(opinion, "SN", "zweckverband")
    assert "auf der Grundlage des Sächsischen Gesetzes über kommunale Zusammenarbeit (SächsKomZG)" in draft(opinion, form)
    other = replace(form, form=replace(form.form, statute="SächsGemO"))
    assert "auf der Grundlage der Sächsischen Gemeindeordnung (SächsGemO)" in draft(opinion, other)


def test_a_deed_has_the_name_that_its_land_gives_it() -> None:
    assert OUTLINES.of("RP", "zweckverband").deed_in("RP") == "Verbandsordnung"
    assert OUTLINES.of("SN", "zweckverband").deed_in("SN") == "Verbandssatzung"
    outline = replace(OUTLINES.of("SN", "zweckverband"), own_deeds={"SN": "Verbandsordnung"})
    opinion = advise(real_case(next(path for path in REAL_CASES if path.stem == "SN-07")), RULES, DAY)
    text = (
        draft_markdown(opinion, form_of(opinion, "SN", "zweckverband"), outline, ENVIRONMENT)
        .partition("## Noch offene Inhalte")[0]
        .partition("\n[^1]:")[0]
    )
    assert "Verbandsordnung" in text
    assert "Verbandssatzung" not in text
    assert "dieser Satzung" not in text


def test_the_same_word_can_mean_another_deed_in_another_land() -> None:
    """In SH a Verwaltungsgemeinschaft is an agreement, in BY a body that only a statute forms."""
    assert OUTLINES.of("SH", "verwaltungsgemeinschaft").family == "vereinbarung"
    assert OUTLINES.of("BY", "verwaltungsgemeinschaft").family == "verwaltungsgemeinschaft"
    assert OUTLINES.of("TH", "verwaltungsgemeinschaft").family == "koerperschaft"
    assert "kuendigung" in OUTLINES.clauses("SH")["verwaltungsgemeinschaft"]
    assert "kuendigung" not in OUTLINES.clauses("BY")["verwaltungsgemeinschaft"]
