"""Numbers as people write them: exact decimals, ranges („12.000 bis 15.000“), and what nobody knows („weiß nicht“)."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from ...rulebase.fact import ValueProblem
from ...rulebase.fields import Fields
from ...rulebase.nodes import Scalar
from ...rulebase.problem import visible
from .model import CENT, HUNDRED, ZERO, Amount

MAX_AMOUNT = Decimal(10_000_000_000)
MAX_CASES = Decimal(10_000_000)
MAX_PERCENT = Decimal(100)
MAX_GROWTH = Decimal(25)  # percent a year
_WIDE = Context(prec=80)  # rounding must not fail, however large a bound or product is
UNKNOWN = frozenset({"weiß nicht", "weiss nicht", "unbekannt", "?"})
_PLAIN = re.compile(r"-?\d{1,40}(\.\d{1,6})?\Z")
_GERMAN = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d{1,6})?\Z|-?\d{1,40},\d{1,6}\Z")
_BOUNDS = re.compile(r"(?:von )?(?P<low>[^ ]+) ?(?:bis|–) ?(?P<high>[^ ]+)\Z")
_UNIT = re.compile(r" ?(?:Euro|EUR|€|%|Prozent|Jahre|Fälle)\Z")


def parse_decimal(text: str) -> Decimal:
    """An exact number: 1234,56, 1.234,56 or 1234.56. Raises ValueProblem."""
    shown = visible(text if len(text) <= 60 else text[:57] + "…")
    plain = text.strip().replace("−", "-")
    if _GERMAN.match(plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not _PLAIN.match(plain):
        raise ValueProblem(f"„{shown}“ ist keine Zahl.", "Schreiben Sie zum Beispiel 12 oder 12,5.")
    return Decimal(plain)


def parse_within(text: str, high: Decimal, low: Decimal = ZERO) -> Decimal:
    """A number between the bounds. Raises ValueProblem."""
    number = parse_decimal(_UNIT.sub("", text.strip()))
    if number < low and low == ZERO:
        raise ValueProblem(f"„{visible(text[:60])}“ ist negativ.", "Schreiben Sie Kosten, Zahlen und Anteile ohne Minus.")
    if not low <= number <= high:
        raise ValueProblem(f"„{visible(text[:60])}“ liegt außerhalb von {show(low)} bis {show(high)}.", "Prüfen Sie die Zahl.")
    return number


def parse_amount(text: str, high: Decimal = MAX_AMOUNT) -> Amount:
    """A number, a range, or „weiß nicht“. Raises ValueProblem."""
    text = " ".join(text.split())
    if text.casefold() in UNKNOWN:
        return Amount(ZERO, None)
    bounds = _BOUNDS.match(_UNIT.sub("", text))
    if bounds is None:
        number = parse_within(text, high)
        return Amount(number, number)
    first, second = parse_within(bounds["low"], high), parse_within(bounds["high"], high)
    if second < first:
        raise ValueProblem(f"„{visible(text[:60])}“: Der zweite Betrag ist kleiner als der erste.", "Vertauschen Sie die Beträge.")
    return Amount(first, second)


def amount_of(fields: Fields, key: str, high: Decimal = MAX_AMOUNT) -> Amount | None:
    """The range under a key, None if missing or wrong (which is reported)."""
    text = text_of(fields, key)
    if not text:
        return None
    try:
        return parse_amount(text, high)
    except ValueProblem as problem:
        _report(fields, key, problem)
        return None


def number_of(fields: Fields, key: str, high: Decimal, low: Decimal = ZERO) -> Decimal | None:
    """The number under a key, None if missing, unknown or wrong (which is reported)."""
    text = text_of(fields, key)
    if not text or text.casefold() in UNKNOWN:
        return None
    try:
        return parse_within(text, high, low)
    except ValueProblem as problem:
        _report(fields, key, problem)
        return None


def whole_of(fields: Fields, key: str, high: int, low: int = 0) -> int | None:
    """The whole number under a key, None if missing, unknown or wrong (which is reported)."""
    number = number_of(fields, key, Decimal(high), Decimal(low))
    if number is not None and number != number.to_integral_value():
        _report(fields, key, ValueProblem(f"{key}: Hier steht eine ganze Zahl.", "Runden Sie."))
        return None
    return None if number is None else int(number)


def share_of(fields: Fields, key: str, default: Decimal) -> Decimal:
    """A percentage under a key as a share from 0 to 1."""
    number = number_of(fields, key, MAX_PERCENT)
    return default if number is None else number / HUNDRED


def text_of(fields: Fields, key: str) -> str:
    """The text under a key; "" if missing."""
    node = fields.node(key)
    if isinstance(node, Scalar) and not node.text.strip():
        return ""
    return fields.text(key, required=False)


def _report(fields: Fields, key: str, problem: ValueProblem) -> None:
    node = fields.node(key)
    fields.report.add(node.place if node else fields.place, f"{key}: {problem}", problem.remedy)


def show(number: Decimal) -> str:
    """A number in German grouping, with the decimals it has."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.-", ".,−"))


def cents(number: Decimal) -> Decimal:
    """Rounded to the cent."""
    return number.quantize(CENT, "ROUND_HALF_UP", _WIDE)


def rounded(number: Decimal, digits: int = 0) -> str:
    """A number in German, rounded to so many digits after the comma; zeros at the end are left out."""
    text = show(number.quantize(Decimal(1).scaleb(-digits), "ROUND_HALF_UP", _WIDE))
    return "0" if text == "−0" else text
