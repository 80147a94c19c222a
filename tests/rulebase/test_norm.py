"""Citations: the grammar, one spelling, and what two norms have in common."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikz_recht.rulebase.norm import RANKS, Citation, Decision, Provision, Span, Step, Work, laws, share, show
from ikz_recht.rulebase.read_norm import NormProblem, parse


def test_a_provision_is_taken_apart() -> None:
    assert parse("§ 4 Abs. 2 S. 1, 3 GkG NRW") == Citation(
        (("", Provision((Step("§", (Span("4"),)), Step("Abs.", (Span("2"),)), Step("S.", (Span("1"), Span("3")))), "GkG NRW")),)
    )


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("§§ 4–22a GkG NRW", "§§ 4–22a GkG NRW"),
        ("§ 27 Abs. 4 ff. GkG NRW; § 115 Abs. 1 lit. h GO NRW", "§ 27 Abs. 4 ff. GkG NRW; § 115 Abs. 1 Buchst. h GO NRW"),
        ("Art. 2, 49–51 KommZG; Art. 89–91 GO", "Art. 2, 49–51 KommZG; Art. 89–91 GO"),
        ("§ 26 Abs. 1 Satz 1 Halbsatz 2 KGG HE", "§ 26 Abs. 1 S. 1 Hs. 2 KGG HE"),
        (
            "§ 61 Abs. 1 i.V.m. § 26 Abs. 3 S. 2, § 13 Abs. 1, 2 SächsKomZG",
            "§ 61 Abs. 1 i. V. m. § 26 Abs. 3 S. 2, § 13 Abs. 1, 2 SächsKomZG",
        ),
        ("§§ 27, 28 GkG NRW i. V. m. § 114a GO NRW, KUV", "§§ 27, 28 GkG NRW i. V. m. § 114a GO NRW, KUV"),
        ("§§ 20 Abs. 4, 22 Abs. 2 GkG NRW", "§ 20 Abs. 4, § 22 Abs. 2 GkG NRW"),
        ("§§ 203 Abs. 1, 2, 204, 205 Abs. 1, 4 BauGB", "§ 203 Abs. 1, 2, §§ 204, 205 Abs. 1, 4 BauGB"),
        ("§ 49 entsprechend SächsKomZG", "§ 49 (entsprechend) SächsKomZG"),
        ("§ 133 Abs. 3 BbgKVerf a.F.", "§ 133 Abs. 3 BbgKVerf a. F."),
        ("Art. 92 Abs. 2 GO (vgl. Parallelnorm Art. 78 BezO)", "Art. 92 Abs. 2 GO (vgl. Parallelnorm Art. 78 BezO)"),
        ("Art. 12 Abs. 3 UAbs. 1 RL 2014/24/EU", "Art. 12 Abs. 3 Unterabs. 1 RL 2014/24/EU"),
        ("Art. 107 Abs. 1 AEUV; VO (EU) 2023/2831", "Art. 107 Abs. 1 AEUV; VO (EU) 2023/2831"),
        ("VO (EG) 1082/2006 i. d. F. VO (EU) 1302/2013", "VO (EG) 1082/2006 i. d. F. VO (EU) 1302/2013"),
        ("EuGH 21.12.2016, C-51/15 (Remondis I), Tenor 1", "EuGH 21.12.2016, C-51/15 (Remondis I), Tenor 1"),
        ("EuGH C-386/11 (Piepenbrock)", "EuGH C-386/11 (Piepenbrock)"),
        ("VG Ansbach 19.10.2021 – AN 4 K 20.00502", "VG Ansbach 19.10.2021, AN 4 K 20.00502"),
        ("BVerwG 02.04.1981, 2 C 35.78", "BVerwG 2.4.1981, 2 C 35.78"),
        ("Art. 20 Abs. 2 GG; BVerfGE 107, 59", "Art. 20 Abs. 2 GG; BVerfGE 107, 59"),
        ("§ 839 BGB, Schrifttum", "§ 839 BGB, Schrifttum"),
        ("allgemeines Kooperationsrecht (für NRW: § 6 GkG NRW, Wortlaut offen)",) * 2,
        ("Nr. 5.1, 5.2 Förderrichtlinie IKZ", "Nr. 5.1, 5.2 Förderrichtlinie IKZ"),
        ("Rahmenvereinbarung IKZ, Nr. 2", "Nr. 2 Rahmenvereinbarung IKZ"),
        ("Abschn. 2b.1 Abs. 7 UStAE", "Abschn. 2b.1 Abs. 7 UStAE"),
        ("Anhang I RL 2006/112/EG", "Anhang I RL 2006/112/EG"),
    ],
)
def test_one_spelling(written: str, spelling: str) -> None:
    assert show(parse(written)) == spelling


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("Paragraf fünf", "„Paragraf fünf“ lässt sich nicht als Fundstelle lesen.", 0),
        ("§ 5", "Zu „§ 5“ fehlt das Gesetz.", 3),
        ("§ fünf KGG HE", "„§ fünf KGG HE“ lässt sich nicht als Fundstelle lesen.", 0),
        ("§ 5 KGG HE; ", "Die Fundstelle bricht bei „;“ ab.", 10),
        ("§ 5 KGG HE (ohne Ende", "Eine Klammer wird nicht geschlossen.", 11),
        ("Abs. 3 KGG HE", "Die Fundstelle nennt keinen Paragrafen und keinen Artikel.", 0),
        ("EuGH 31.2.2016, C-51/15", "Den Tag „31.2.2016“ gibt es nicht.", 5),
        ("§§ 22–4 GkG NRW", "Der Bereich „22–4“ endet, bevor er beginnt.", 3),
        ("siehe oben", "„siehe oben“ lässt sich nicht als Fundstelle lesen.", 0),
    ],
)
def test_what_is_no_citation_is_refused_with_its_place(text: str, message: str, offset: int) -> None:
    with pytest.raises(NormProblem) as problem:
        parse(text)
    assert (str(problem.value), problem.value.offset) == (message, offset)
    assert problem.value.remedy


@pytest.mark.parametrize(
    ("one", "other", "depth"),
    [
        ("§ 24 Abs. 5 KGG HE", "§ 24 KGG HE", 2),
        ("§ 24 Abs. 5 KGG HE", "§ 24 Abs. 3 KGG HE", 2),
        ("§ 24 Abs. 5 S. 2 KGG HE", "§ 20, § 24 Abs. 4–6 KGG HE", 3),
        ("§ 24 Abs. 5 KGG HE", "§ 25 KGG HE", 1),
        ("§ 7 KGG HE", "§§ 5–23a KGG HE", 2),
        ("§ 24 KGG HE", "§§ 5–23a KGG HE", 1),
        ("§ 26 KGG HE", "§§ 24 ff. KGG HE", 2),
        ("§ 26 KGG HE", "§ 24 f. KGG HE", 1),
        ("§ 24 KGG HE", "§ 24 HGO", 0),
        ("EuGH 21.12.2016, C-51/15 (Remondis I)", "Art. 4 EUV; EuGH 21.12.2016, C-51/15", 9),
        ("EuGH C-51/15 (Remondis I)", "EuGH C-51/15", 9),
        ("HSOG", "§ 85 HSOG", 1),
    ],
)
def test_how_far_two_citations_agree(one: str, other: str, depth: int) -> None:
    assert share(parse(one), parse(other)) == share(parse(other), parse(one)) == depth


LAWS = st.sampled_from(
    ["GkG NRW", "KGG HE", "GKG-LSA", "KV M-V", "SGB X", "VO (EU) 2023/2831", "RL 2014/24/EU", "StV NI–HB", "der Staatsverträge"]
)
REMARKS = st.sampled_from(["", "Entwurfsfassung", "vgl. Parallelnorm Art. 78 BezO", "Wortlaut offen, § 6 (alt)"])
NUMBERS = st.from_regex(r"[1-9][0-9]{0,2}[a-z]?", fullmatch=True)
LETTERS = st.from_regex(r"[a-z]", fullmatch=True)


@st.composite
def spans(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> Span:
    kind = draw(st.sampled_from(["one", "one", "one", "range", "f.", "ff."]))
    first, last = sorted((draw(numbers), draw(numbers)), key=lambda number: (int(number.rstrip(string.ascii_lowercase) or 0), number))
    return Span(first, last if kind == "range" else "", kind if kind.startswith("f") else "")


@st.composite
def provisions(draw: st.DrawFn) -> Provision:
    steps: list[Step] = []
    for position in range(draw(st.integers(1, 5))):
        rank = RANKS[steps[-1].unit] if steps else -1
        deeper = [unit for unit in RANKS if RANKS[unit] > max(rank, 0) and unit != "R"]
        link = draw(st.sampled_from(["", ",", "und", "i. V. m.", "bzw."])) if position and deeper else "" if not position else ","
        if not position or link:
            unit = draw(st.sampled_from(["§", "Art.", "Anlage"])) if not position else draw(st.sampled_from(["§", "Abs.", "S.", "Nr."]))
        else:
            unit = draw(st.sampled_from(deeper))
        steps.append(Step(unit, tuple(draw(st.lists(spans(LETTERS if unit == "Buchst." else NUMBERS), min_size=1, max_size=3))), link))
    version = draw(st.sampled_from(["", "a. F.", "n. F."]))
    return Provision(tuple(steps), draw(LAWS), version, draw(st.sampled_from(["", "entsprechend", "Umkehrschluss"])), draw(REMARKS))


DECISIONS = st.builds(
    Decision,
    st.sampled_from(["EuGH", "BVerwG", "OVG NRW", "VG Ansbach", "SächsOVG", "BMF"]),
    st.dates(dt.date(1950, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from([(), ("C-51/15 (Remondis I)",), ("6 A 2077/08", "LS 1", "3–5"), ("BStBl I 2016", "1451")]),
)
WORKS = st.builds(Work, st.sampled_from(["HSOG", "Karlsruher Übereinkommen", "Schrifttum", "Gesetz vom 01.04.2025"]), st.just(""), REMARKS)


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    norms = draw(st.lists(st.one_of(provisions(), DECISIONS, WORKS), min_size=1, max_size=4))
    links = [""]
    for before in norms[:-1]:
        links.append(";" if isinstance(before, Decision) else draw(st.sampled_from([";", ";", ",", "i. V. m.", "bzw."])))
    return Citation(tuple(zip(links, norms, strict=True)))


@given(citations())
def test_what_is_shown_reads_as_the_same_citation(citation: Citation) -> None:
    assert parse(show(citation)) == citation


@given(citations())
def test_every_citation_agrees_with_itself(citation: Citation) -> None:
    assert share(citation, citation) >= 2
    assert len(list(laws(citation))) == sum(not isinstance(norm, Decision) for _, norm in citation.norms)
    hash(citation)


@given(st.text(alphabet="§§ArtAbs.S.Nr. 0123456789aFGKBz,;()–-iVm", max_size=60))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    place = -1
    try:
        citation = parse(text)
    except NormProblem as problem:
        place = problem.offset
    else:
        assert parse(show(citation)) == citation
    assert place <= len(text)
