"""Figures of a document as a page shows them, and a group's line as one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openmbi.core.language import Language, Text

_TOLD = Text(
    "{name}：{light}，水平 {value}，判定量 {measure}，权重 {weight}，企业 {members} 家",
    "{name}: {light}, level {value}, judged {measure}, weight {weight}, {members} enterprises",
)
_SMALL = 100
_SINCE = Text("，自 {since}", ", since {since}")
_ALERT = Text("；预警灯：{light}，自 {since}", "; alert light: {light}, since {since}")


def signed(figure: str | None, unit: str = "") -> str:
    """Return a figure with its sign, a true minus, or a dash where it is not known."""
    if figure is None:
        return "–"
    if not figure.strip("0.-"):
        return figure.lstrip("-") + unit
    return (figure.replace("-", "−") if figure[0] == "-" else f"+{figure}") + unit


def known(figure: str | None, unit: str = "") -> str:
    """Return a figure, or a dash where it is not known."""
    return "–" if figure is None else figure.replace("-", "−") + unit


def grouped(figure: str | int | None) -> str:
    """Return a whole number with its thousands apart, or a dash where it is not known."""
    return "–" if figure is None else f"{int(figure):,}".replace("-", "−")


def amount(figure: str | None) -> str:
    """Return an amount with its thousands apart and the digits that it has, at most one behind the point; a dash where it is not known."""
    if figure is None:
        return "–"
    value = Decimal(figure)
    digits = 1 if abs(value) < _SMALL and value % 1 else 0
    return f"{value:,.{digits}f}".replace("-", "−")


def amount_signed(figure: str | None) -> str:
    """Return the same with its sign."""
    said = amount(figure)
    return said if figure is None or said[0] == "−" or not Decimal(figure) else f"+{said}"


def told(entry: Mapping[str, Any], *, language: Language) -> str:
    """Return a group's line in words, for those who do not see it."""
    tongue = language.value
    sentence = _TOLD.say(language).format(
        name=entry["name"][tongue],
        light=entry["light"]["word"][tongue],
        value=known(entry["value"]),
        measure=signed(entry["measure"], "%"),
        weight=known(entry["weight"], "%"),
        members=entry["members"],
    )
    alert = entry.get("alert")
    since = _SINCE.say(language).format(since=entry["since"]) if entry["since"] else ""
    light = alert and alert["light"]["word"][tongue]
    return sentence + since + (_ALERT.say(language).format(light=light, since=alert["since"]) if alert else "")
