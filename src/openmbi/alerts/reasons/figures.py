"""Figures of a reason: rounded once, for the document as text and for its sentences as words with their unit."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import exp, isnan
from types import MappingProxyType

from openmbi.core.language import Text

_UNITS = MappingProxyType(
    {
        "kWh": Text("千瓦时", "kWh"),
        "t": Text("吨", "t"),
        "person": Text("人", "persons"),
        "h": Text("小时", "h"),
        "m2": Text("平方米", "m²"),
        "CNY": Text("元", "CNY"),
    }
)
_LARGE = {
    "kWh": (Text("{figure} 万千瓦时", "{figure} MWh"), 100_000),
    "t": (Text("{figure} 万吨", "{figure} kt"), 100_000),
    "CNY": (Text("{figure} 万元", "CNY {figure} thousand"), 100_000),
}
"""What large amounts are said in, and from what size on: tens of thousands in Chinese, thousands in English."""
_HUGE_CNY = (Text("{figure} 亿元", "CNY {figure} million"), 100_000_000)
_PLAIN = Text("{figure} {unit}", "{figure} {unit}")
_SMALL = 100


def percent(share: float | Decimal) -> str | None:
    """Return a share in per cent with one digit, half to even; None where not known."""
    if isnan(share):
        return None
    return str((Decimal(str(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN) + 0)


def moved(log_points: float) -> float:
    """Return a move in log points as a share."""
    return exp(log_points) - 1


def plain(value: float | Decimal) -> str | None:
    """Return an amount without its unit: whole, or with one digit below 100; None where not known."""
    if isnan(value):
        return None
    step = Decimal("0.1") if abs(value) < _SMALL else Decimal(1)
    return str(Decimal(str(value)).quantize(step, ROUND_HALF_EVEN) + 0)


def signed_percent(share: float | Decimal) -> str:
    """Return a share in per cent for a sentence: with its sign and a true minus."""
    said = percent(share)
    if said is None:
        return "–"
    return f"{said}%".replace("-", "−") if said.startswith("-") or not said.strip("0.") else f"+{said}%"


def unit_text(unit: str) -> Text:
    """Return what a unit is called."""
    return _UNITS.get(unit, Text(unit, unit))


def amount(value: float | Decimal, unit: str, beside: float | Decimal = 0) -> Text:
    """Return an amount (its sign left out) with its unit in words, in larger units where it, or the one that it stands `beside`, is large."""
    size = abs(float(value))
    larger = max(size, abs(float(beside)))
    if unit == "CNY" and larger >= _HUGE_CNY[1]:
        return _HUGE_CNY[0].fill(figure=Text(f"{size / 1e8:,.2f}", _grouped(size / 1e6)))
    if unit in _LARGE and larger >= _LARGE[unit][1]:
        return _LARGE[unit][0].fill(figure=Text(f"{size / 1e4:,.1f}", _grouped(size / 1e3)))
    return _PLAIN.fill(figure=_grouped(size), unit=unit_text(unit))


def _grouped(size: float) -> str:
    """Return a size with its thousands apart, whole, or with one digit below 100; nothing at all is 0."""
    return f"{size:,.0f}" if size >= _SMALL or not size else f"{size:,.1f}"


def both(text: Text) -> dict[str, str]:
    """Return a text as a document carries it."""
    return {"zh": text.zh, "en": text.en}
