"""Amounts as people write them: exact fractions, with a decimal comma or point, and how they are shown again."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from ...rulebase.fact import ValueProblem

MAX_AMOUNT = 10**12
_PLAIN = re.compile(r"[+-]?\d{1,18}(\.\d{1,6})?\Z")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d{1,6})?\Z")
_COMMA = re.compile(r"[+-]?\d{1,18},\d{1,6}\Z")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}\Z")  # 12.500 is twelve thousand five hundred, or twelve and a half


def decimal_points(texts: list[str]) -> bool:
    """Whether a file writes decimals with a point: some number can be read in no other way, and none has a comma or groups of thousands."""
    plain = any("." in text and _PLAIN.match(text) and not _GROUPED.match(text) for text in texts)
    german = any(_COMMA.match(text) or (_GROUPED.match(text) and not _EITHER.match(text)) for text in texts)
    return plain and not german


def parse_amount(text: str, *, points: bool = False) -> Fraction:
    """The amount, from zero to MAX_AMOUNT. `points`: 12.500 means twelve and a half. Raises ValueProblem."""
    text = text.strip()
    plain = text
    if not (points and _EITHER.match(text)) and (_GROUPED.match(text) or _COMMA.match(text)):
        plain = text.replace(".", "").replace(",", ".")
    if not _PLAIN.match(plain):
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        raise ValueProblem(f"„{shown}“ ist kein Betrag.", "Schreiben Sie zum Beispiel 12500 oder 12500,50.")
    amount = Fraction(plain)
    if amount < 0:
        raise ValueProblem(f"„{text}“ ist negativ.", "Kosten und Zahlen können nicht unter null liegen; Einnahmen ziehen Sie vorher ab.")
    if amount > MAX_AMOUNT:
        raise ValueProblem(f"„{text}“ ist größer als eine Billion.", "So hoch sind keine Kosten einer Kommune; prüfen Sie die Zahl.")
    return amount


def plain_number(value: Fraction) -> int | float:
    """The number for JSON: whole if it is, else with twelve significant digits."""
    if value.denominator == 1:
        return value.numerator
    return float(f"{float(value):.12g}")


def show_amount(value: Fraction, places: int) -> str:
    """German: 12.500,50, −3,00. Rounded half away from zero."""
    quantum = Decimal(1).scaleb(-places)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = f"{abs(exact).quantize(quantum, rounding='ROUND_HALF_UP'):,f}"
    sign = "−" if exact < 0 and Decimal(text.replace(",", "")) else ""
    return sign + text.translate(str.maketrans(",.", ".,"))


def show_percent(value: Fraction) -> str:
    """A share in percent with one decimal."""
    return f"{show_amount(value * 100, 1)} %"
