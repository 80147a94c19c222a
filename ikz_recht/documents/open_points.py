"""Which of the open points of a Land's law concern a form: judged by the sections that they cite and the forms that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..advice.opinion import FormOpinion, Opinion
from ..rulebase.model import BARRIERS, LandLaw, RuleKind

_SECTIONS = re.compile(r"(§§?|Art\.) ?((?:(?:Abs\.|S\.|Nr\.|Hs\.|Alt\.|Buchst\.|ff\.?|f\.|bis|und|[,–]|\d+[a-z]?)\s*)+)")
_SUBDIVISION = re.compile(r"(?:Abs\.|S\.|Nr\.|Hs\.|Alt\.)\s*\d+[a-z]?(?:\s*(?:,|und|bis|–)\s*\d+[a-z]?(?=\s*(?:S\.|Nr\.|$)))?")
_RANGE = re.compile(r"(\d+)([a-z]?)(?:\s*(?:–|bis)\s*(\d+)[a-z]?)?")
# An open point says first what it speaks of, then that it is unread or read in an old version only.
_SUBJECT_END = re.compile(r": |; | (?:nicht|nur|ist|sind|liegt|gehört)\b")
_UNREAD = re.compile(
    r"\bnicht\b[^.;]*\b(?:gelesen|gesehen|abgeglichen)|\bnur\b[^.;]*\b(?:gelesen|gesehen|bekannt)|Fassung[^.;]*prüfen|gelesen ist"
)
_NEW_STATUTE = re.compile(r"Gesetz vom \d\d\.\d\d\.\d{4}(?: \([^)]*\))?")
_DECISIVE = frozenset({RuleKind.CONTENT, RuleKind.STEP})
# How the open points of a Land's law name a form.
_FORM_WORDS = {
    "arbeitsgemeinschaft": "arbeitsgemeinschaft",
    "oeffentlich_rechtliche_vereinbarung_delegierend": "vereinbarung",
    "oeffentlich_rechtliche_vereinbarung_mandatierend": "vereinbarung",
    "zweckverband": "zweckverb",
    "gemeinsame_anstalt": "anstalt|kommunalunternehmen",
    "verwaltungsgemeinschaft": "verwaltungsgemeinschaft",
    "gemeindeverwaltungsverband": "gemeindeverwaltungsverb",
    "verwaltungsverband": "verwaltungsverb",
    "arbeitsgemeinschaft_besondere": "besondere arbeitsgemeinschaft",
    "gemeinsame_dienststelle": "dienststelle",
    "mitverwaltung": "mitverwaltung",
    "verwaltungsgemeinschaft_vereinbart": "verwaltungsgemeinschaft",
    "erfuellende_gemeinde": "erfüllende gemeinde",
    "amt": r"\bamt(?:es|s)?\b|amtsordnung|ämter",
    "samtgemeinde": "samtgemeinde",
    "verbandsgemeinde": "verbandsgemeinde",
    "privatrechtliche_gesellschaft": "gesellschaft|gmbh",
}


def open_points(opinion: Opinion, law: LandLaw) -> list[str]:
    """What is unchecked in a Land's law, as far as it concerns the recommended (else the leading) form; the rest is only counted."""
    form = opinion.recommended() or next((item for item in opinion.forms if item.rank == 1), None)
    if form is None or not law.open_points:
        return list(law.open_points)
    rules = [item.rule for item in (*form.findings, *opinion.general) if item.truth is not False and item.rule.land == law.land]
    texts = [text for rule in rules if rule.concerns(form.form) for text in (rule.norm, rule.text)]
    texts += [form.form.norm] if form.form.land == law.land else []
    cited = {section for text in texts for section in sections_of(text, law)}
    shown = [point for point in law.open_points if _concerns(point, form.form.id, cited, law)]
    rest = len(law.open_points) - len(shown)
    if not rest:
        return shown
    more = "weitere " if shown else ""
    what = f"Eine {more}Stelle" if rest == 1 else f"{rest} {more}Stellen"
    return [*shown, f"{what} ohne erkennbaren Bezug zu dieser Form; genannt im Regelwerk, rules/laender/{law.land.lower()}/land.yaml."]


def unread_norms(opinion: Opinion, form: FormOpinion) -> list[str]:
    """What decides about the form and is not read in the version in force, as the rule base itself says: sections by statute, a new statute first."""
    law = opinion.program.rulebase.lands.get(form.form.land)
    if law is None or not law.statutes:
        return []
    decisive = {section for text in _decisive(form, opinion) for section in sections_of(text, law) if section[1]}
    own = law.statutes[0].abbreviation.split()[0]
    fresh: list[str] = []
    found: dict[str, dict[str, None]] = {}
    for point in law.open_points:
        new = _NEW_STATUTE.match(point)
        if new and own in point:
            fresh.append(f"das {new[0]}")
        elif not new and _UNREAD.search(point):
            subject = _SUBJECT_END.split(point, maxsplit=1)[0]
            for number, name in sections_of(subject, law):
                if (number, name or own) in decisive:
                    found.setdefault(f"{'Art.' if 'Art.' in subject else '§'} {name or own}", {})[number] = None
    return [*fresh, *(_together(key, sorted(numbers, key=_number), law) for key, numbers in found.items())]


def _together(key: str, numbers: list[str], law: LandLaw) -> str:
    """Sections of one statute as a reader cites them: „§§ 25, 26 KGG“, „Art. 18–22, 48 KommZG“."""
    sign, word = key.split(" ", 1)
    runs: list[list[str]] = []
    for number in numbers:
        follows = bool(runs) and number.isdigit() and runs[-1][-1].isdigit() and int(number) == int(runs[-1][-1]) + 1
        if follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)
    statute = next((item.abbreviation for item in law.statutes if item.abbreviation.split()[0] == word), word)
    return f"{'§§' if sign == '§' and len(numbers) > 1 else sign} {shown} {statute.removesuffix(f' {law.land}')}"


def _decisive(form: FormOpinion, opinion: Opinion) -> Iterator[str]:
    """The norms that decide whether the form is admissible, what the deed must say, and who has to approve."""
    for finding in form.findings:
        rule = finding.rule
        if rule.kind in _DECISIVE and rule.land == form.form.land and finding.truth is not False:
            yield rule.norm
            derivation = opinion.program.derivation.get(rule.authority_from)
            if derivation is not None:
                yield derivation.norm
        elif rule.kind in BARRIERS and rule.land == form.form.land and finding.pertinent:
            yield rule.norm


def _number(section: str) -> tuple[int, str]:
    return int(re.sub(r"\D", "", section)), section


def _concerns(point: str, form: str, cited: set[tuple[str, str]], law: LandLaw) -> bool:
    """True unless an open point clearly speaks of other forms or of sections that the statements on this form do not cite."""
    named = {item for item, words in _FORM_WORDS.items() if re.search(words, point, re.IGNORECASE)}
    sections = sections_of(point, law)
    if form in named or any(a == c and (b == d or not b or not d) for a, b in sections for c, d in cited):
        return True
    return not named and not sections


def sections_of(text: str, law: LandLaw) -> set[tuple[str, str]]:
    """The sections that a text cites, each with the first word of its statute's abbreviation ("" if it names none)."""
    words = [item.abbreviation.split()[0] for item in law.statutes]
    statute = re.compile(rf"\b({'|'.join(map(re.escape, words))})\b") if words else None
    result = set()
    for found in _SECTIONS.finditer(text):
        name = statute.search(text, found.end(), found.end() + 60) if statute else None
        for first, letter, last in _RANGE.findall(_SUBDIVISION.sub("", found[2])):
            result |= {(f"{number}{letter if number == int(first) else ''}", name[1] if name else "") for number in _span(first, last)}
            if found[1] == "§":
                break
    return result


def _span(first: str, last: str) -> range:
    return range(int(first), max(int(first), min(int(last or first), int(first) + 50)) + 1)
