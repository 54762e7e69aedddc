"""A light rule in words, with the thresholds in force on the data date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from openmbi.catalog.lights import Bound, LightRule
from openmbi.catalog.palettes import Palette
from openmbi.core.language import Text
from openmbi.reports.overview.figures import both, percent

_MEASURE = Text(
    "最近 {recent} 天均值与此前 {reference} {days}均值相比",
    "mean of the last {recent} days against that of the {reference} {days} before them",
)
_DAYS = {False: Text("天", "days"), True: Text("个活跃日", "active days")}
_BOUND = Text(
    "{colour}：{open}% 或更低时亮起，高于 {close}% 时熄灭",
    "{colour}: opens at {open} % or lower, closes above {close} %",
)
_IDLE = Text("连续停用 {days} 天及以上直接亮{colour}", "idle for {days} days or more: {colour} at once")
_GREY = Text(
    "覆盖率低于 {coverage}% 或历史不足 {history} 天：无数据",
    "coverage below {coverage} %, or less than {history} days of history: no data",
)

_PREDICTED = Text(
    "概率按日历效应的估计误差预测，尚未与实测修订对照",
    "probability: predicted from the errors of the calendar effects, not yet held against measured revisions",
)
_MEASURED = Text(
    "概率按日历效应的估计误差乘以 {factor}（实测修订）",
    "probability: from the errors of the calendar effects, times {factor} by measured revisions",
)


def rule_in_force(rule: LightRule, palette: Palette, day: date) -> dict[str, Any]:
    """Return what the rule judges, its bounds on a day, since when they hold and where they come from; no bounds before the first are in force."""
    thresholds = rule.in_force(day)
    return {
        "code": rule.code,
        "name": both(rule.name.text()),
        "measure": both(_measure(rule)),
        "bounds": [both(_bound(bound, palette)) for bound in reversed(thresholds.bounds)] if thresholds else [],
        "limits": [both(text) for text in (*_limits(rule, palette), _sureness(rule, day))],
        "valid_from": thresholds.valid_from.isoformat() if thresholds else None,
        "cited": both(thresholds.citation.text()) if thresholds else None,
    }


def _measure(rule: LightRule) -> Text:
    return _MEASURE.fill(recent=rule.recent_days, reference=rule.reference_days, days=_DAYS[rule.of_enterprises])


def _bound(bound: Bound, palette: Palette) -> Text:
    return _BOUND.fill(colour=_name(bound, palette), open=_percent(bound.open), close=_percent(bound.close))


def _limits(rule: LightRule, palette: Palette) -> list[Text]:
    worst = rule.thresholds[0].bounds[-1]
    idle = rule.idle_red_days is not None
    stopped = [_IDLE.fill(days=rule.idle_red_days, colour=_name(worst, palette))] if idle else []
    return [*stopped, _GREY.fill(coverage=_percent(rule.minimum_coverage), history=rule.minimum_history_days)]


def _sureness(rule: LightRule, day: date) -> Text:
    factor = rule.error_factor(day)
    return _PREDICTED if factor is None else _MEASURED.fill(factor=f"{factor:g}")


def _name(bound: Bound, palette: Palette) -> Text:
    return palette.entry(bound.code).name.text()


def _percent(share: float) -> str:
    """Return a bound as declared, without trailing zeros and with a true minus."""
    return f"{Decimal(percent(share) or 0).normalize():f}".replace("-", "−")
