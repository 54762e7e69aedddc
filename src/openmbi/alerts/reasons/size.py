"""How large the movement is, by the first source: a day, over all its days, and in money where accounts tell what a kWh is worth."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

from openmbi.alerts.reasons.context import AlertContext, IntensityBasis
from openmbi.alerts.reasons.figures import amount, both, plain, signed_percent, unit_text
from openmbi.alerts.reasons.sources import change_of, indicator_name
from openmbi.core.alert_words import DIRECTIONS
from openmbi.core.alerts import Alert, SourceEvidence
from openmbi.core.language import Text

_HEADLINE = Text(
    "{name}：{indicator}较预期 {change}，自 {since} 起，{found} 检出",
    "{name}: {indicator} {change} against expected, since {since}, found on {found}",
)
_BARE = Text(
    "{name}：{indicator}没有读数，自 {since} 起，{found} 检出",
    "{name}: no readings of {indicator} since {since}, found on {found}",
)
_NOTHING = Text("{name}：自 {since} 起有异动，{found} 检出", "{name}: unusual since {since}, found on {found}")
_GAP = Text("日均{way} {gap}", "{gap} a day {way} what was expected")
_TOTAL = Text(
    "；若起始至检出的 {days} 天都如此，累计约 {total}",
    "; if so on each of the {days} days until it was found, about {total} in all",
)
_MONEY = Text(
    "按{basis} {year} 年账目每千瓦时增加值 {intensity} 元折算，约合增加值每天 {money}",
    "at CNY {intensity} of value added a kWh by {basis} of {year}, about {money} of value added a day",
)
_BASIS = {
    IntensityBasis.OWN: Text("本企业", "its own accounts"),
    IntensityBasis.INDUSTRY: Text("同行业", "the accounts of its industry"),
    IntensityBasis.MEMBERS: Text("成员企业", "the accounts of its members"),
}


def days_of(alert: Alert) -> int:
    """Return how many days the movement had lasted when it was found, the first and the last included."""
    return (alert.found_on - alert.since).days + 1


def headline(alert: Alert, context: AlertContext) -> Text:
    """Return the alert in one sentence."""
    about = {"name": context.name, "since": alert.since, "found": alert.found_on}
    if not alert.sources:
        return _NOTHING.fill(**about)
    first = alert.sources[0]
    change = change_of(first)
    said = _BARE if isnan(change) else _HEADLINE
    return said.fill(indicator=indicator_name(first.indicator, context), change=signed_percent(change), **about)


def size_document(alert: Alert, context: AlertContext) -> dict[str, Any] | None:
    """Return gaps a day and in all, in the first source's unit (`total` null for a stock), and in yuan of value added; null where not known."""
    gap = _gap(alert)
    if gap is None:
        return None
    first, money = alert.sources[0], _money(gap, alert.sources[0], context)
    return {
        "unit": both(unit_text(first.unit)),
        "gap_a_day": plain(gap),
        "total": plain(gap * days_of(alert)) if _is_flow(first, context) else None,
        "days": days_of(alert),
        "money_a_day": None if money is None else plain(money),
        "money_total": None if money is None else plain(money * days_of(alert)),
    }


def size_sentences(alert: Alert, context: AlertContext) -> Iterator[Text]:
    """Yield the gap, and its worth."""
    gap = _gap(alert)
    if gap is None:
        return
    first, days = alert.sources[0], days_of(alert)
    said = _GAP.fill(way=DIRECTIONS[alert.direction], gap=amount(gap, first.unit))
    if days > 1 and _is_flow(first, context):
        said = said + _TOTAL.fill(days=days, total=amount(gap * days, first.unit))
    yield said
    money = _money(gap, first, context)
    if money is not None and context.intensity is not None:
        worth = context.intensity
        yield _MONEY.fill(
            basis=_BASIS[worth.basis],
            year=worth.year,
            intensity=f"{worth.cny_per_kwh:.2f}",
            money=amount(money, "CNY"),
        )


def _gap(alert: Alert) -> float | None:
    """Return observed less expected a day; None where it is not known."""
    gap = alert.sources[0].observed - alert.sources[0].expected if alert.sources else float("nan")
    return None if isnan(gap) else gap


def _money(gap: float, source: SourceEvidence, context: AlertContext) -> float | None:
    return gap * context.intensity.cny_per_kwh if context.intensity is not None and source.unit == "kWh" else None


def _is_flow(source: SourceEvidence, context: AlertContext) -> bool:
    found = context.indicators.get(source.indicator)
    return found is not None and found.kind == "flow"
