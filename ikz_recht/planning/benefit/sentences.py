"""The result in German sentences: what each partner gains, up to where it pays, what happens if."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ...rulebase.fact import show_number
from .amounts import show
from .benefit import Benefit, Payback
from .funding import EXCEPTION, MET, MISSED, Funding, Test
from .levers import BreakEven
from .model import NOTHING, ZERO, Amount, CostModel
from .scenarios import Outcome
from .span import Span, Standing, readings, rounded

OWN_BODY = frozenset(
    {"zweckverband", "gemeinsame_anstalt", "gemeindeverwaltungsverband", "verwaltungsverband", "privatrechtliche_gesellschaft"}
)
_NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
STANDING_TEXT = {Standing.GAINS: "gewinnt", Standing.LOSES: "verliert", Standing.OPEN: "offen"}
TEST_TEXT = {MET: "erfüllt", EXCEPTION: "nur ausnahmsweise erfüllt", MISSED: "verfehlt"}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a sentence speaks to, or of whom: „Ihnen“, „Sie verlieren“; „der Gemeinde Helsa“, „die Gemeinde Helsa verliert“."""

    dative: str
    nominative: str
    loses: str
    gains: str


YOU = Addressee("Ihnen", "Sie", "verlieren", "gewinnen")


def third(nominative: str, dative: str) -> Addressee:
    """Somebody of whom a sentence speaks."""
    return Addressee(dative, nominative, "verliert", "gewinnt")


def benefit_sentences(benefit: Benefit, of: Mapping[str, Addressee] | None = None) -> dict[str, str]:
    """For each partner the sentence „Das bringt Ihnen …“ (or what it costs, or what it hangs on); with `of` it speaks of the partner."""
    return {name: _for_partner(benefit, name, (of or {}).get(name, YOU)) for name in benefit.model.names()}


def _for_partner(benefit: Benefit, name: str, who: Addressee) -> str:
    saving, balance = benefit.readings.saving(name), benefit.readings.balance(name)
    over = f"über {years_text(benefit.model.years)}, einmalige Kosten eingerechnet"
    standing = benefit.standing(name)
    if standing is Standing.GAINS:
        text = f"Das bringt {who.dative}: {saving.text()} weniger Kosten im Jahr{_of_today(benefit, name)}, sobald alles läuft; {over}, {balance.text()}."
    elif standing is Standing.LOSES:
        text = f"Nach diesen Angaben {who.loses} {who.nominative}: {_turned(saving)}, sobald alles läuft; {over}, ergibt sich ein Saldo von {balance.text()}."
        text += " Dafür ist ein Ausgleich nötig."
    else:
        text = f"Ob es {who.dative} Geld spart, ist offen: im Jahr {_between(saving)}, sobald alles läuft; {over}, {_between(balance)}."
        text += _decisive(benefit, name, who)
    return f"{text}{_more_people(benefit, name)}"


def short_sentence(benefit: Benefit, name: str) -> str:
    """The saving of a settled year in a few words, for those who only want to know which way it goes."""
    saving, standing = benefit.readings.saving(name), benefit.standing(name)
    if standing is Standing.GAINS:
        return f"{saving.text()} weniger Kosten im Jahr, sobald alles läuft."
    return "Es kostet mehr als bisher." if standing is Standing.LOSES else "Ob es Geld spart, ist noch offen."


def _turned(saving: Span) -> str:
    """A loss as additional costs a year, a small gain beside a negative balance as what it is."""
    if saving.high is not None and saving.high < 0:
        more = Span(-saving.high, -saving.middle, None if saving.low is None else -saving.low)
        return f"{more.text()} mehr im Jahr"
    return f"im Jahr {_between(saving)}"


def _between(span: Span) -> str:
    """A saving that may be a loss."""
    return f"eine Ersparnis von {span.text()}" if span.low is None or span.low >= 0 else f"ein Saldo von {span.text()}"


def _of_today(benefit: Benefit, name: str) -> str:
    rate = benefit.rate(name)
    return f" ({rate.text('Prozent', 0)} der heutigen)" if rate else ""


def _decisive(benefit: Benefit, name: str, who: Addressee) -> str:
    """What tips the scales, if it is the tax alone; else what is unknown or given as a range."""
    model = benefit.model
    if not model.vat_percent.known and model.vat_percent.high is not None:
        ends = [_standing_with(model, Amount(rate, rate), name) for rate in (ZERO, model.vat_percent.high)]
        if ends == [Standing.GAINS, Standing.LOSES]:
            return f" Den Ausschlag gibt die Umsatzsteuer: Ohne sie {who.gains} {who.nominative}, mit ihr nicht."
    unknown = (*benefit.readings.unknown_after(name), *benefit.readings.unknown_before(name))
    if unknown:
        return f" Unbekannt ist noch: {'; '.join(dict.fromkeys(unknown))}."
    return ""


def _standing_with(model: CostModel, vat: Amount, name: str) -> Standing:
    found = readings(replace(model, vat_percent=vat))
    both = {found.saving(name).standing(), found.balance(name).standing()}
    return Standing.LOSES if Standing.LOSES in both else Standing.OPEN if Standing.OPEN in both else Standing.GAINS


def _more_people(benefit: Benefit, name: str) -> str:
    today, then = benefit.model.partner(name).quality.persons, benefit.model.quality.persons
    if today is None or then is None or then <= today:
        return ""
    known = f"{_persons(then, dative=False)} da, die die Aufgabe erledigen"
    return f" Statt {_persons(today)} {'ist' if then == 1 else 'sind'} {known} {'kann' if then == 1 else 'können'}."


def _persons(count: int, *, dative: bool = True) -> str:
    if count == 0:
        return "niemandem" if dative else "niemand"
    return f"{count} {'Person' if count == 1 else 'Personen'}"


def fairness_sentence(benefit: Benefit) -> str:
    """Whether nobody loses."""
    by_standing = {
        standing: [name for name in benefit.model.names() if benefit.standing(name) is standing]
        for standing in (Standing.LOSES, Standing.OPEN)
    }
    losing, open_ = by_standing[Standing.LOSES], by_standing[Standing.OPEN]
    if losing:
        more = f" Offen ist es bei: {'; '.join(open_)}." if open_ else ""
        return f"Es verliert: {'; '.join(losing)}.{more} Mit diesem Schlüssel ist die Lösung nicht fair; faire Anteile zeigt die Teilung der Kosten."
    if open_:
        return f"Ob niemand verliert, ist offen bei: {'; '.join(open_)}."
    return "Niemand verliert: Für alle Beteiligten ist der Saldo im laufenden Jahr und über den Zeitraum mindestens null."


def payback_sentence(found: Payback, years: int) -> str:
    """After how many years the one-off costs are paid for."""
    texts = [None if item is None else rounded(item, 1) for item in (found.best, found.middle, found.worst)]
    best, middle, worst = texts
    if not found.best_known and worst != "0":
        return (
            f"Die einmaligen Kosten sind spätestens nach {worst} Jahren gedeckt."
            if worst
            else "Wann die einmaligen Kosten gedeckt sind, ist offen."
        )
    if best == worst == "0":
        return "Einmalige Kosten, die erst zu verdienen wären, gibt es nicht."
    if best is None and middle is None:
        return f"Die einmaligen Kosten sind innerhalb von {years_text(years, dative=True)} nicht gedeckt."
    if worst is None and best == "0":
        return "Wann die einmaligen Kosten gedeckt sind, ist offen."
    if worst is None:
        return f"Die einmaligen Kosten sind frühestens nach {best or middle} Jahren gedeckt; ob innerhalb von {years_text(years, dative=True)}, ist offen."
    if best == worst:
        return f"Die einmaligen Kosten sind nach {middle} Jahren gedeckt."
    return f"Die einmaligen Kosten sind nach {best} bis {worst} Jahren gedeckt."


def break_even_title(*, pays: bool) -> str:
    """What stands over the bounds. `pays`: it does as things are assumed."""
    return "Es lohnt sich, solange" if pays else "Es lohnt sich nach diesen Angaben nicht; es würde sich lohnen, wenn"


def break_even_bound(item: BreakEven) -> str:
    """The bound alone: „höchstens 12.000 Euro im Jahr“."""
    return f"{'höchstens' if item.at_most else 'mindestens'} {show_number(_cautious(item))} {item.unit}"


def break_even_assumed(item: BreakEven) -> str:
    """What the calculation goes by, and how far the bound is from it."""
    return "noch unbekannt" if item.assumed is None else f"angesetzt: {rounded(item.assumed)}{_change(item)}"


def break_even_sentence(item: BreakEven) -> str:
    """Up to where it pays."""
    return f"{item.name}: {break_even_bound(item)} ({break_even_assumed(item)})"


def _cautious(item: BreakEven) -> int:
    """The bound in whole numbers, rounded so that it still pays."""
    return int(item.bound.to_integral_value("ROUND_FLOOR" if item.at_most else "ROUND_CEILING"))


def _change(item: BreakEven) -> str:
    if not item.assumed:
        return ""
    percent = (item.bound / item.assumed - 1) * 100
    return f", {'+' if percent > 0 else ''}{rounded(percent)} %"


def outcome_sentence(item: Outcome, years: int) -> str:
    """A scenario."""
    if item.impossible or item.saving is None:
        return item.impossible
    text = f"Ersparnis im Jahr zusammen: {item.saving.text()}"
    if item.balance is not None:
        text += f"; Saldo über {years_text(years)}: {item.balance.text()}"
    if item.losers:
        text += f"; im Jahr verliert dann: {', '.join(item.losers)}"
    if item.doubtful:
        text += f"; offen ist es bei: {', '.join(item.doubtful)}"
    return f"{text}." if item.losers or item.doubtful else f"{text}; im Jahr verliert niemand."


def test_sentence(test: Test) -> str:
    """A threshold on the case."""
    kind = test.threshold.kind
    standing = TEST_TEXT.get(test.standing, "offen")
    if test.value is None:
        return "offen (nicht angegeben)"
    if kind == "ersparnis_prozent":
        first = f", erreicht ab dem {test.first_year}. Jahr" if test.first_year else ""
        return f"{standing} ({test.value.text('Prozent', 1)} im letzten Jahr der Rechnung{first})"
    if kind == "einmalkosten":
        return f"{standing} ({test.value.text()} förderfähige einmalige Kosten)"
    if kind == "jahre":
        return f"{standing} ({'unbefristet' if test.value.high is None else test.value.text('Jahre', 1)})"
    return f"{standing} ({test.value.text('Beteiligte des Landes')})"


def funding_sentence(item: Funding, benefit: Benefit) -> str:
    """What a grant would change at most; "" if the rules name no amount."""
    if item.most is None:
        return ""
    if not item.most:
        return "Ohne förderfähige einmalige Kosten gäbe es nach der Regel nichts."
    before, after = benefit.payback().middle, item.payback_years
    text = f"Höchstens wären es nach der Regel {rounded(item.most)} Euro"
    if before and after is not None:
        return f"{text}; die einmaligen Kosten wären dann nach {rounded(after, 1)} statt {rounded(before, 1)} Jahren gedeckt."
    if before is None and after is not None:
        return f"{text}; die einmaligen Kosten wären dann nach {rounded(after, 1)} Jahren gedeckt, ohne Zuwendung im Zeitraum nicht."
    return f"{text}."


def remarks(benefit: Benefit) -> Iterator[str]:
    """What the reader must know of the figures."""
    model = benefit.model
    yield from model.remarks
    unknown = [*benefit.readings.unknown_after(), *benefit.readings.unknown_before()]
    if unknown:
        yield (
            f"Unbekannt und deshalb nicht eingerechnet: {'; '.join(dict.fromkeys(unknown))}. "
            "Ergebnisse sind insoweit nur Grenzen („höchstens“, „mindestens“)."
        )
    chosen = benefit.opinion.recommendation
    if model.performer and chosen is not None and chosen.chosen.form.kinds & OWN_BODY:
        yield (
            f"Gerechnet ist, dass {model.performer} die Aufgabe für die anderen erledigt. Empfohlen ist eine eigene Einrichtung: Was sie zusätzlich "
            "kostet, etwa für Organe, Wirtschaftsplan und Prüfung, und ihre Umsatzsteuer sind damit nicht gerechnet."
        )
    if model.interest_percent is None:
        yield "Ein Zinssatz ist nicht angegeben; der Barwert ist deshalb die Summe ohne Abzinsung."
    if not model.staff_growth_percent and not model.price_growth_percent:
        yield "Gerechnet ist in Preisen des ersten Jahres, ohne Steigerungen."
    else:
        yield (
            f"Gerechnet ist mit Steigerungen von {show(model.staff_growth_percent)} Prozent (Personal) und {show(model.price_growth_percent)} "
            "Prozent (Übriges) im Jahr; was im Jahr gespart wird, steht in Preisen des letzten Jahres."
        )
    if _one_sided(model):
        yield (
            "Nur auf einer Seite hängen Kosten von der Fallzahl ab; was bei mehr oder weniger Fällen geschieht, ist deshalb einseitig gerechnet. "
            "Geben Sie auch auf der anderen „fixanteil“ an."
        )
    if benefit.opinion.program.rulebase.benefit.tax_rate is None:
        yield "Das Regelwerk nennt keinen Steuersatz; Umsatzsteuer ist nicht gerechnet."
    elif model.vat_percent != NOTHING:
        yield benefit.opinion.program.rulebase.benefit.tax_rate.text


def _one_sided(model: CostModel) -> bool:
    def moves(items: Iterator[object]) -> bool:
        return any(getattr(item, "fixed_share", 1) != 1 or getattr(item, "driver", "") in ("fall", "stufe") for item in items)

    return moves(item for partner in model.partners for item in partner.items) != moves(iter(model.joint)) and bool(model.cases())


def years_text(years: int, *, dative: bool = False) -> str:
    """„sechs Jahre“; „innerhalb von sechs Jahren“."""
    word = _NUMBERS[years] if years < len(_NUMBERS) else str(years)
    if years == 1:
        return "einem Jahr" if dative else "ein Jahr"
    return f"{word} {'Jahren' if dative else 'Jahre'}"


def pays(benefit: Benefit) -> bool:
    """Whether all together gain over the horizon, in the middle reading."""
    return benefit.readings.present_value().middle >= Decimal(0)
