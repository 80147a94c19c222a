"""What stands in each part of a council paper: from case, opinion and figures; what nobody has said stays a gap in brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ..advice.prospect import GOOD, Prospect
from ..planning.bodies.given import BenefitFigures
from ..planning.bodies.path import DecisionPath
from ..rulebase.bodies import PaperPart
from ..rulebase.evidence import Certainty
from ..rulebase.fact import show_number
from .council_texts import INSIDE, RESPONSIBLE, conditions, is_inside, margin
from .markdown_text import MarkdownText, escape, german_date
from .summary import form_title, standing_text

Sentences = list[str | MarkdownText]
_ASSOCIATIONS = frozenset({"zweckverband", "gemeinsame_anstalt", "gemeindeverwaltungsverband", "verwaltungsverband"})
_COMPANY = "privatrechtliche_gesellschaft"
_SERVICE = "buergerservice"
_MOST = 2
_OTHER_FORMS = 3


def part_contents(part: PaperPart, path: DecisionPath, party: str) -> Sentences:
    """The sentences of a part for one participant; a required part is never empty."""
    maker = _MAKERS.get(part.id)
    known = maker(path, party) if maker else []
    complete = (part.id in _COMPLETE or (part.id == _SERVICE and is_inside(path))) and bool(known)
    return known if complete else [*known, gap(part.gap)]


def gap(text: str) -> MarkdownText:
    """A marked place for what the case does not say."""
    return MarkdownText(f"**\\[bitte ergänzen: {escape(text)}\\]**")


def _alternatives(path: DecisionPath, party: str) -> Sentences:
    opinion = path.opinion
    others = [form for form in opinion.forms if form is not path.form and form.governing and form.prospect in GOOD][:_OTHER_FORMS]
    excluded = [form for form in opinion.forms if form is not path.form and form.governing and form.prospect is Prospect.EXCLUDED]
    found: Sentences = []
    if others:
        listed = "; ".join(f"{form_title(form, opinion)} ({standing_text(form)})" for form in others)
        found += [f"Rechtlich kommen auch in Betracht: {listed}.", *margin(path)]
    if excluded:
        found.append(f"Ausgeschlossen: {'; '.join(form_title(form, opinion) for form in excluded[:_OTHER_FORMS])}.")
    return found


def _tasks(path: DecisionPath, party: str) -> Sentences:
    parties = path.opinion.case.participants or ()
    taking = [item.name for item in parties if item.role == "uebernehmend"]
    found: Sentences = [f"Gegenstand: {task_name(path)}."]
    if taking and not has_own_body(path):
        found.append(f"Übernehmend: {' und '.join(taking)}.")
    return [*found, "Die genaue Liste der Tätigkeiten ist Anlage 2."]


def has_own_body(path: DecisionPath) -> bool:
    """Whether the form is a body of its own, so that none of the participants takes the task over."""
    return bool(path.form.form.kinds & (_ASSOCIATIONS | {_COMPANY}))


def _form(path: DecisionPath, party: str) -> Sentences:
    form = path.form
    value = path.opinion.evaluation.value("uebergang")
    found: Sentences = [f"{form.form.name}."]
    found += [RESPONSIBLE[str(value)]] if value in RESPONSIBLE else []
    reasons = [effect.text for effect in sorted(form.score.effects, key=lambda item: -item.points())[:_MOST] if effect.points() > 0]
    found += [f"{'Außerdem' if number else 'Dafür spricht'}: {text}" for number, text in enumerate(reasons)]
    clauses = conditions(path)
    return found + ([f"Zulässig, wenn {' und wenn '.join(clauses[:_MOST])}."] if clauses else [])


def _costs(path: DecisionPath, party: str) -> Sentences:
    figures = path.given.benefit.get(party)
    return figure_sentences(figures) if figures else []


def figure_sentences(figures: BenefitFigures, *, short: bool = False) -> Sentences:
    """The figures of a participant in sentences, or in a few words."""
    told = figures.short if short else figures.told
    found: Sentences = [told] if told else []
    found += [] if short else [text for text in (figures.posts, figures.leaving) if text]
    saving = figures.saving_per_year
    if saving is not None:
        word = "Ersparnis" if saving >= 0 else "Mehrkosten"
        found.append(f"{word} nach der vorgelegten Rechnung: {euros(abs(saving))} im Jahr.")
    if figures.one_off is not None:
        found.append(f"Einmalige Kosten: {euros(figures.one_off)}.")
    return found


def euros(amount: Decimal) -> str:
    """An amount in whole euros, or with cents if it has some."""
    whole = amount == amount.to_integral_value()
    text = show_number(int(amount)) if whole else f"{show_number(int(amount))},{int(amount * 100 % 100):02}"
    return f"{text} Euro"


def _key(path: DecisionPath, party: str) -> Sentences:
    figures = path.given.benefit.get(party)
    key = path.opinion.value("kostenschluessel") or (figures.key if figures else "")
    finance = path.opinion.value("finanzierung")
    found: Sentences = [f"Schlüssel: {key.rstrip('.')}." if key else gap("Schlüssel")]
    return found + ([f"Finanziert wird {finance}."] if finance else [])


def _staff(path: DecisionPath, party: str) -> Sentences:
    value = path.opinion.value("personal")
    found: Sentences = [value] if value else []
    stage = next((item for item in path.stages if item.step == "personalvertretung" and item.party == party), None)
    return found + (
        [f"Personalvertretung und Gleichstellung werden bis {german_date(path.plan[stage.id].end)} beteiligt."] if stage else []
    )


def _tax(path: DecisionPath, party: str) -> Sentences:
    kinds = path.form.form.kinds
    if _COMPANY in kinds:
        tax, award = "", "vergabe_einordnung_gesellschaft"
    elif kinds & _ASSOCIATIONS:
        tax, award = "umsatzsteuer_einordnung_einrichtung", "vergabe_einordnung_einrichtung"
    else:
        tax, award = "umsatzsteuer_einordnung", "vergabe_einordnung"
    told = {"Umsatzsteuer": path.opinion.value(tax) if tax else "", "Vergabe": path.opinion.value(award)}
    return [f"{name}: {text.rstrip('.')}." for name, text in told.items() if text]


def _service(path: DecisionPath, party: str) -> Sentences:
    found: Sentences = ["Gearbeitet wird digital an mehreren Orten."] if path.opinion.evaluation.value("digital_verteilt") is True else []
    return [*found, INSIDE] if is_inside(path) else found


def _term(path: DecisionPath, party: str) -> Sentences:
    opinion = path.opinion
    term, years, notice = (opinion.value(name) for name in ("befristung", "laufzeit_jahre", "kuendigungsfrist_monate"))
    found: Sentences = [f"Dauer: {term}{f', {years}' if years else ''}."] if term else []
    return [*found, f"Kündigungsfrist: {notice}." if notice else gap("Kündigungsfrist")]


def _funding(path: DecisionPath, party: str) -> Sentences:
    """What the rules say about funding, without what was granted elsewhere: that is no expectation."""
    told = [finding.rule for finding in path.funding if "als Anhalt" not in finding.rule.text]
    figures = path.given.benefit.get(party)
    if not told:
        return [figures.funding] if figures and figures.funding else []
    doubt = [rule for rule in told if "zu klären" in rule.text or "zu prüfen" in rule.text or "erfragen" in rule.text]
    chosen = told[:1] + [rule for rule in doubt[:1] if rule is not told[0]]
    return [f"{rule.text}{'' if rule.evidence.certainty is not Certainty.MEMORY else ' (Einschätzung)'}" for rule in chosen]


def _privacy(path: DecisionPath, party: str) -> Sentences:
    value = path.opinion.evaluation.value
    found: Sentences = []
    if value("personenbezogene_daten") is True:
        found.append("Personenbezogene Daten werden verarbeitet; die Pflichten stehen im Vermerk.")
    if value("sozialdaten_betroffen") is True:
        found.append("Sozialdaten sind betroffen.")
    return found


def _experience(path: DecisionPath, party: str) -> Sentences:
    task = path.opinion.program.rulebase.tasks.get(str(path.opinion.case.answers.get("aufgabe", "")))
    examples = [item.text for item in task.practice.examples if item.evidence.certainty is Certainty.SEEN][:1] if task else []
    return [f"Aus der Praxis, keine Erwartung für hier: {text}" for text in examples]


def task_name(path: DecisionPath) -> str:
    """The task as the case describes it, else as the catalogue names it."""
    return path.opinion.value("aufgabe_beschreibung") or path.opinion.value("aufgabe") or "gemeinsame Aufgabe"


def task_phrase(path: DecisionPath) -> str:
    """The task within a sentence, after „über“ or „um“."""
    described, name = path.opinion.value("aufgabe_beschreibung"), path.opinion.value("aufgabe")
    return described or (f"die Aufgabe „{name}“" if name else "die gemeinsame Aufgabe")


_MAKERS: Mapping[str, Callable[[DecisionPath, str], Sentences]] = {
    "alternativen": _alternatives,
    "aufgabenliste": _tasks,
    "form_begruendung": _form,
    "kosten_nutzen": _costs,
    "kostenschluessel": _key,
    "personal": _staff,
    "ust_vergabe": _tax,
    _SERVICE: _service,
    "laufzeit_kuendigung": _term,
    "foerderung": _funding,
    "haftung_datenschutz": _privacy,
    "erfahrungen": _experience,
}
# Parts that need no gap once the case fills them.
_COMPLETE = frozenset({"form_begruendung", "foerderung", "erfahrungen", "kosten_nutzen", "ust_vergabe"})
