"""Facts: what types answers have and how they are read and shown."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from .problem import suggestion, visible

Value = bool | int | float | str | dt.date | frozenset[str]


class Kind(StrEnum):
    """The type of a question; the names are those of the YAML key `typ`."""

    YES_NO = "ja_nein"
    CHOICE = "auswahl"
    MULTI = "mehrfachauswahl"
    NUMBER = "zahl"
    AMOUNT = "betrag"
    DATE = "datum"
    TEXT = "text"
    PARTICIPANTS = "beteiligte"
    TASK = "aufgabe"
    LAND = "land"


NUMERIC = frozenset({Kind.NUMBER, Kind.AMOUNT})
CHOICES = frozenset({Kind.CHOICE, Kind.TASK, Kind.LAND})

LANDS = {
    "BB": "Brandenburg",
    "BE": "Berlin",
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "HB": "Bremen",
    "HE": "Hessen",
    "HH": "Hamburg",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SH": "Schleswig-Holstein",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "TH": "Thüringen",
}
ABROAD = "AUSLAND"
PARTICIPANTS = "beteiligte"
TASK = "aufgabe"
LAND_OPTIONS = (*LANDS.items(), (ABROAD, "außerhalb Deutschlands"))
PARTICIPANT_KINDS = {
    "gemeinde": "kreisangehörige Gemeinde oder Stadt",
    "kreisfreie_stadt": "kreisfreie Stadt",
    "kreis": "Kreis oder Landkreis",
    "hoeherer_kommunalverband": "Bezirk, Landschafts- oder Regionalverband",
    "verwaltungsgemeinschaft": "Verwaltungsgemeinschaft, Amt, Samtgemeinde, Verbandsgemeinde oder Verwaltungsverband",
    "zweckverband": "Zweckverband",
    "kommunale_anstalt": "kommunale Anstalt (Kommunalunternehmen)",
    "sonstige_oeffentliche": "sonstige Körperschaft, Anstalt oder Stiftung des öffentlichen Rechts",
    "bund_land": "Bund oder Land",
    "kommunale_gesellschaft": "Gesellschaft allein in kommunaler Hand",
    "privat": "privates Unternehmen oder Verein",
    "natuerliche_person": "natürliche Person",
}
ROLES = {"abgebend": "gibt die Aufgabe ab", "uebernehmend": "übernimmt die Aufgabe", "mitglied": "gleichberechtigtes Mitglied"}
PRIVATE_KINDS = frozenset({"kommunale_gesellschaft", "privat", "natuerliche_person"})


@dataclass(frozen=True, slots=True)
class FactType:
    """Type of a fact: kind, options (id to text), bounds and unit for numbers; `keywords`: further words by which an option is found."""

    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    keywords: tuple[tuple[str, str], ...] = ()

    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options, in order."""
        return tuple(option for option, _ in self.options)

    def option_text(self, option: str) -> str:
        """The text of an option; the id itself where it has none."""
        return dict(self.options).get(option, option)


YES_NO = FactType(Kind.YES_NO)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?\Z")
_GERMAN_NUMBER = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d{1,6})?\Z|[+-]?\d{1,15},\d{1,6}\Z")


class ValueProblem(ValueError):
    """A text that is not a value of the type; the message is a German sentence, `remedy` another."""

    def __init__(self, text: str, remedy: str = "") -> None:
        super().__init__(text)
        self.remedy = remedy


def parse_value(text: str, fact_type: FactType) -> Value:
    """The value that the text means under the type (participants and multiple choice are read elsewhere). Raises ValueProblem."""
    text = text.strip()
    if fact_type.kind is Kind.YES_NO:
        return _yes_no(text)
    if fact_type.kind in CHOICES:
        return _choice(text, fact_type)
    if fact_type.kind in NUMERIC:
        return _number(text, fact_type)
    if fact_type.kind is Kind.DATE:
        return parse_date(text)
    return _plain_text(text)


def _yes_no(text: str) -> bool:
    if text in ("ja", "nein"):
        return text == "ja"
    raise ValueProblem(f"„{_short(text)}“ ist weder „ja“ noch „nein“.", "Schreiben Sie ja oder nein.")


def _choice(text: str, fact_type: FactType) -> str:
    ids = fact_type.option_ids()
    if text in ids:
        return text
    raise ValueProblem(f"„{_short(text)}“ ist keine der Antworten.", suggestion(text, ids) or "Prüfen Sie die Schreibweise.")


def _number(text: str, fact_type: FactType) -> int | float:
    if _GERMAN_NUMBER.match(text):
        text = text.replace(".", "").replace(",", ".")
    if not _NUMBER.match(text):
        raise ValueProblem(f"„{_short(text)}“ ist keine Zahl.", "Schreiben Sie zum Beispiel 12 oder 12,5.")
    number: int | float = float(text) if "." in text else int(text)
    low, high = fact_type.minimum, fact_type.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueProblem(
            f"{_short(text)} liegt außerhalb des Bereichs von {show_number(low)} bis {show_number(high)}.", "Prüfen Sie die Zahl."
        )
    return number


def parse_date(text: str) -> dt.date:
    """A date written as 2027-01-31 or 31.01.2027, from 1900 to 2200. Raises ValueProblem."""
    remedy = "Schreiben Sie zum Beispiel 2027-01-31 oder 31.01.2027."
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", text) or re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z", text)
    if not match:
        raise ValueProblem(f"„{_short(text)}“ ist kein Datum.", remedy)
    numbers = [int(part) for part in match.groups()]
    year, month, day = numbers if numbers[0] > 31 or "-" in text else reversed(numbers)
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise ValueProblem(f"Den Tag „{_short(text)}“ gibt es nicht.", remedy) from None
    if not 1900 <= date.year <= 2200:
        raise ValueProblem(f"Das Jahr {date.year} liegt außerhalb von 1900 bis 2200.", remedy)
    return date


def _plain_text(text: str) -> str:
    if not text:
        raise ValueProblem("Der Text ist leer.", "")
    if len(text) > 2000:
        raise ValueProblem("Der Text ist länger als 2.000 Zeichen.", "Kürzen Sie ihn.")
    if any((ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160 for char in text):
        raise ValueProblem("Der Text enthält Steuerzeichen.", "Entfernen Sie unsichtbare Sonderzeichen.")
    return text


def _short(text: str) -> str:
    clean = visible(text)
    return clean if len(clean) <= 60 else clean[:57] + "…"


def show_number(number: float | None) -> str:
    """German grouping and minus sign: −12.345,5."""
    if number is None:
        return "∞"
    text = f"{number:,.6f}".rstrip("0").rstrip(".") if isinstance(number, float) and not number.is_integer() else f"{int(number):,}"
    return text.translate(str.maketrans(",.-", ".,−"))


def show_date(date: dt.date) -> str:
    """31.01.2027."""
    return f"{date.day:02}.{date.month:02}.{date.year}"


def show_value(value: Value, fact_type: FactType) -> str:
    """The value as a reader sees it."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.date):
        return show_date(value)
    if isinstance(value, int | float):
        return show_number(value) + (f" {fact_type.unit}" if fact_type.unit else "")
    if isinstance(value, frozenset):
        return ", ".join(fact_type.option_text(item) for item in sorted(value)) or "keine"
    return fact_type.option_text(value)


def write_value(value: Value) -> str | list[str] | int | float:
    """The value as it stands in a case file or in JSON."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dt.date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value
