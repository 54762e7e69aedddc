"""Figures and dates as they are published: rounded once, here, and from then on text."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from math import isnan

from openmbi.core.language import Text

LEVEL_STEP = Decimal("0.01")
PERCENT_STEP = Decimal("0.1")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

Pair = dict[str, str]
"""A text in a document: `{"zh": …, "en": …}`."""


def both(text: Text) -> Pair:
    """Return a text as a document carries it."""
    return {"zh": text.zh, "en": text.en}


def points(value: float | Decimal) -> Decimal | None:
    """Round index points to two digits, half to even; None where not known."""
    return _rounded(value, LEVEL_STEP)


def percent(fraction: float | Decimal) -> str | None:
    """Return a fraction as a percentage with one digit; None where not known."""
    rounded = _rounded(fraction * 100, PERCENT_STEP)
    return None if rounded is None else str(rounded)


def published(value: float | Decimal) -> str | None:
    """Return index points as published; None where not known."""
    rounded = points(value)
    return None if rounded is None else str(rounded)


def signed(value: Decimal) -> str:
    """Return points for a sentence: always with a sign, but for zero, and with a true minus."""
    return f"{value:+}".replace("-", "−") if value else str(abs(value))


def day_text(day: date) -> Text:
    """Return a day in words."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def month_text(day: date) -> Text:
    """Return the month of a day in words."""
    return Text(f"{day.year}年{day.month}月", f"{_MONTHS[day.month - 1]} {day.year}")


def _rounded(value: float | Decimal, step: Decimal) -> Decimal | None:
    if isnan(value):
        return None
    return Decimal(str(value)).quantize(step, ROUND_HALF_EVEN) + 0  # + 0: no negative zero
