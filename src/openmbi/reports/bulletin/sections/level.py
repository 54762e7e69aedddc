"""The activity level of the month: where it closed, its path by week, its months, and its light."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.told import Told, decimal_of, joined, month_name, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, extreme, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import day_text

DAYS_SHOWN = 400
MONTHS_LISTED = 13
_TITLE = Text("活跃度", "Activity level")


def level(told: Told) -> dict[str, Any] | None:
    """Return the section."""
    blocks = [
        paragraph([*level_sentences(told), incomplete(told), *_light(told)]),
        _daily_chart(told),
        _monthly_chart(told),
        _months_table(told),
    ]
    return section("level", _TITLE, blocks)


def level_sentences(told: Told) -> Iterator[Sentence | None]:
    """Yield how the level moved over the month, whether that is a record, and how certain it is."""
    found = candle(told, told.source.month_name)
    name = month_name(told.source.month_name)
    if found is None:
        yield say("level.unknown", month=name)
        return
    yield _moved(told, found, name)
    yield _record(told)
    yield say("level.range", low=found["low"], high=found["high"])
    yield _error(told)


def candle(told: Told, month: str) -> dict[str, Any] | None:
    """Return the monthly candle of a month, as the overview shows it."""
    return next((one for one in told.source.overview["level"]["monthly"] if one["period"] == month), None)


def _moved(told: Told, found: dict[str, Any], name: Text) -> Sentence:
    before = candle(told, told.source.month_before)
    zone = Text.of(told.source.overview["headline"]["zone"])
    values = {"month": name, "zone": zone, "value": found["close"]}
    if before is None:
        return say("level.first", **values)
    change = Decimal(found["close"]) - Decimal(before["close"])
    match movement(change, told.source.parameters.steady_points):
        case Movement.ROSE:
            return say("level.rose", **values, by=up(change))
        case Movement.FELL:
            return say("level.fell", **values, by=up(change))
        case _:
            return say("level.steady", **values, signed=with_sign(change))


def _record(told: Told) -> Sentence | None:
    shown = {one["period"]: Decimal(one["close"]) for one in _candles(told)}
    found = extreme(shown, told.source.month_name, told.source.parameters.least_months)
    if found is None or not told.source.is_complete:
        return None
    if not found.shared_with:
        return say("level.highest" if found.is_highest else "level.lowest", count=found.of)
    others = joined([month_name(one) for one in found.shared_with])
    return say("level.highest_shared" if found.is_highest else "level.lowest_shared", count=found.of, others=others)


def _error(told: Told) -> Sentence | None:
    """Tell the error of the month's last close, where the band reaches it."""
    band, days = told.source.overview["level"].get("band"), told.source.overview["level"]["days"]
    if not band:
        return None
    last = min(told.source.month.last.isoformat(), days[-1])
    place = (date.fromisoformat(last) - date.fromisoformat(band["first_day"])).days
    error = band["plus_minus"][place] if 0 <= place < len(band["plus_minus"]) else None
    return None if error is None else say("level.error", error=error)


def incomplete(told: Told) -> Sentence | None:
    """Say that the month is not over in the data."""
    return None if told.source.is_complete else say("month.incomplete", day=day_text(told.source.data_until))


def _light(told: Told) -> Iterator[Sentence]:
    """Yield the zone's light with its reason; where the data reach beyond the month, that of the month's last day."""
    if told.source.data_until > told.source.month.last:
        yield from _light_then(told)
        return
    light = told.source.overview["headline"]["light"]
    if light["since"]:
        yield say(
            "light.zone",
            day=day_text(told.source.data_until),
            light=Text.of(light["word"]),
            since=day_text(date.fromisoformat(light["since"])),
            reason=Text.of(light["reason"]),
        )


def _light_then(told: Told) -> Iterator[Sentence]:
    last = told.source.month.last.isoformat()
    for run in told.source.overview["lights"]["zone_history"]:
        if run["first"] <= last <= run["last"]:
            since = day_text(date.fromisoformat(run["first"]))
            yield say("light.zone_then", day=day_text(told.source.month.last), light=Text.of(run["word"]), since=since)


def _daily_chart(told: Told) -> Block | None:
    """Return the chart of days: closes, their mean, the band of the latest, and the zone's lights below."""
    shown = told.source.overview["level"]
    stop = sum(day <= told.source.month.last.isoformat() for day in shown["days"])
    start = max(stop - DAYS_SHOWN, 0)
    days = shown["days"][start:stop]
    if not days:
        return None
    drawing = {
        "kind": "lines",
        "x": days,
        "series": [
            _series(Text("每日（阴影为误差）", "daily (shade: error)"), shown["close"][start:stop], "thin"),
            _series(
                Text("{n} 日均值", "mean of {n} days").fill(n=shown["mean_days"]), shown["mean"][start:stop], "main"
            ),
        ],
        "band": _band(shown, start, stop),
        "marks": ["100"],
        "strip": _strip(told, days),
    }
    caption = Text("活跃度（每日）与红绿灯", "Activity level by day, with the light")
    alt = Text(
        "折线图：{first}至{last}每日活跃度与 {n} 日均值，末值 {value}；底部色带为红绿灯。",
        "Line chart: daily activity level from {first} to {last} with its mean of {n} days, ending at {value}; the strip below shows the light.",
    ).fill(first=days[0], last=days[-1], n=shown["mean_days"], value=shown["close"][stop - 1] or "–")
    return chart("level_daily", caption, alt, drawing)


def _series(name: Text, values: list[str | None], look: str) -> dict[str, Any]:
    return {"name": {"zh": name.zh, "en": name.en}, "values": values, "look": look}


def _band(shown: dict[str, Any], start: int, stop: int) -> list[str | None] | None:
    """Return the half width of the band by day shown; None where there is none."""
    band = shown.get("band")
    if not band:
        return None
    first = shown["days"].index(band["first_day"])
    width = [None] * first + list(band["plus_minus"])
    return width[start:stop]


def _strip(told: Told, days: list[str]) -> list[dict[str, Any]]:
    """Return the runs of the zone's lights as places in the days shown."""
    first, after = date.fromisoformat(days[0]), date.fromisoformat(days[-1]) + timedelta(days=1)
    runs = []
    for run in told.source.overview["lights"]["zone_history"]:
        begin = max(date.fromisoformat(run["first"]), first)
        end = min(date.fromisoformat(run["last"]) + timedelta(days=1), after)
        if begin < end:
            runs.append({"first": (begin - first).days, "after": (end - first).days, "colour": run["colour"]})
    return runs


def _candles(told: Told) -> list[dict[str, Any]]:
    """Return the monthly candles up to the bulletin's month, as many as charts show."""
    until = [one for one in told.source.overview["level"]["monthly"] if one["period"] <= told.source.month_name]
    return until[-told.source.parameters.months_shown :]


def _monthly_chart(told: Told) -> Block | None:
    candles = _candles(told)
    if not candles:
        return None
    shown = [{name: one[name] for name in ("period", "open", "high", "low", "close")} for one in candles]
    caption = Text("活跃度月线（空心为上升，实心为下降）", "Activity level by month (hollow: rose; filled: fell)")
    alt = Text(
        "蜡烛图：{first}至{last}每月的开、高、低、收；末月收于 {value}。",
        "Candles: open, high, low and close of each month from {first} to {last}; the last closes at {value}.",
    ).fill(first=candles[0]["period"], last=candles[-1]["period"], value=candles[-1]["close"])
    return chart("level_monthly", caption, alt, {"kind": "candles", "candles": shown, "marks": ["100"]})


def _months_table(told: Told) -> Block | None:
    candles = _candles(told)[-MONTHS_LISTED:]
    columns = [
        Column(Text("月份", "Month"), 1.2, is_number=False),
        Column(Text("月末", "Close")),
        Column(Text("较上月末", "Change")),
        Column(Text("最高", "High")),
        Column(Text("最低", "Low")),
        Column(Text("用电同比 %", "Year on year %"), 1.2),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.5),
    ]
    return table(
        "level_months",
        Text("近月活跃度与用电同比", "Activity level and growth of use by month"),
        columns,
        [_month_row(told, one) for one in reversed(candles)],
    )


def _month_row(told: Told, one: dict[str, Any]) -> list[Text | str | None]:
    zone, month = told.source.zone_code, one["period"]
    opened = decimal_of(one["open"])
    change = None if opened is None else Decimal(one["close"]) - opened
    growth = [told.percent(name, zone, month) for name in ("yearly_growth", "yearly_growth.working_day_adjusted")]
    name = month_name(month) if one["complete"] else month_name(month) + Text("（暂定）", " (provisional)")
    return [name, one["close"], with_sign(change), one["high"], one["low"], *map(with_sign, growth)]
