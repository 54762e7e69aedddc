"""The activity level of the month: where it closed, its days and its months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Colour
from openmbi.reports.bulletin.blocks import Block, Column, chart, section, table
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.public.sections.growth import ADJUSTED, RAW
from openmbi.reports.bulletin.rounded import month_before, text_of
from openmbi.reports.bulletin.told import month_name, up, with_sign
from openmbi.reports.bulletin.wording.movement import Movement, extreme, movement
from openmbi.reports.bulletin.wording.rule import Sentence, paragraph
from openmbi.reports.bulletin.wording.rules import say
from openmbi.reports.overview.figures import both, day_text

_TITLE = Text("活跃度", "Activity level")
_LIGHT = "zone_light"


def level(told: Published) -> dict[str, Any] | None:
    """Return the section; None where the level of the whole zone is not published."""
    if not told.rounded.figures.series(told.source.index, told.source.zone_code):
        return None
    blocks = [
        paragraph([*level_sentences(told), incomplete(told)]),
        _daily_chart(told),
        _monthly_chart(told),
        _months_table(told),
    ]
    return section("level", _TITLE, blocks)


def level_of(told: Published, month: str | None = None) -> Decimal | None:
    """Return the level of the whole zone at the end of a month, the bulletin's where none is given."""
    return told.rounded.points(told.source.index, told.source.zone_code, month or told.source.month_name)


def level_change(told: Published) -> Decimal | None:
    """Return how far the level of the whole zone moved over the month."""
    return told.rounded.change(told.source.index, told.source.zone_code, told.source.month_name)


def level_sentences(told: Published) -> Iterator[Sentence | None]:
    """Yield how the level moved over the month, and whether that is a record."""
    value, name = level_of(told), month_name(told.source.month_name)
    if value is None:
        yield say("level.unknown", month=name)
        return
    change, said = level_change(told), {"month": name, "zone": told.source.zone, "value": value}
    match movement(change, told.source.parameters.steady_points):
        case Movement.UNKNOWN:
            yield say("level.first", **said)
        case Movement.ROSE:
            yield say("level.rose", **said, by=up(change or Decimal(0)))
        case Movement.FELL:
            yield say("level.fell", **said, by=up(change or Decimal(0)))
        case _:
            yield say("level.steady", **said, signed=with_sign(change))
    yield _record(told)


def _record(told: Published) -> Sentence | None:
    shown = {month: value for month in told.rounded.months if (value := level_of(told, month)) is not None}
    found = extreme(shown, told.source.month_name, told.source.parameters.least_months)
    if found is None or found.shared_with or not told.is_complete:
        return None
    return say("level.highest" if found.is_highest else "level.lowest", count=found.of)


def incomplete(told: Published) -> Sentence | None:
    """Say that the month is not over in the data."""
    return None if told.is_complete else say("month.incomplete", day=day_text(told.data_until))


def _daily_chart(told: Published) -> Block | None:
    values = told.days(told.source.index)
    if not values:
        return None
    days = sorted(values)
    drawing = {
        "kind": "lines",
        "x": days,
        "series": [
            {
                "name": both(Text("每日", "daily")),
                "values": [f"{values[day]:.2f}" for day in days],
                "look": "main",
                "told": True,
            }
        ],
        "marks": ["100"],
        "strip": _strip(told, days),
    }
    alt = Text(
        "折线图：{first}至{last}每日活跃度；底部色带为红绿灯。",
        "Line chart: the activity level by day from {first} to {last}; the strip below shows the light.",
    ).fill(first=days[0], last=days[-1])
    return chart("level_daily", Text("活跃度（每日）与红绿灯", "Activity level by day, with the light"), alt, drawing)


def _strip(told: Published, days: list[str]) -> list[dict[str, Any]]:
    """Return the runs of the zone's light as places in the days shown."""
    first = date.fromisoformat(days[0])
    runs: list[dict[str, Any]] = []
    for day, value in sorted(told.days(_LIGHT).items()):
        place, colour = (date.fromisoformat(day) - first) // timedelta(days=1), Colour(int(value)).name.lower()
        if not 0 <= place < len(days):
            continue
        if runs and runs[-1]["colour"] == colour and runs[-1]["after"] == place:
            runs[-1]["after"] = place + 1
        else:
            runs.append({"first": place, "after": place + 1, "colour": colour})
    return runs


def _monthly_chart(told: Published) -> Block | None:
    months = told.rounded.months
    series = {
        "name": both(Text("月末", "end of the month")),
        "values": [text_of(level_of(told, month)) for month in months],
        "look": "main",
        "told": True,
    }
    drawing = {"kind": "lines", "x": months, "series": [series], "marks": ["100"], "height": 130}
    alt = Text(
        "折线图：{first}至{last}各月末活跃度，数值见下表。",
        "Line chart: the activity level at the end of each month from {first} to {last}; the table has the figures.",
    ).fill(first=months[0], last=months[-1])
    return chart("level_monthly", Text("活跃度（月末）", "Activity level at the end of the month"), alt, drawing)


def _months_table(told: Published) -> Block | None:
    columns = [
        Column(Text("月份", "Month"), 1.3, is_number=False),
        Column(Text("月末", "Close")),
        Column(Text("较上月末", "Change")),
        Column(Text("用电同比 %", "Year on year %"), 1.2),
        Column(Text("工作日调整 %", "Working-day adj. %"), 1.4),
    ]
    rows = [_month_row(told, month) for month in reversed(told.rounded.months) if level_of(told, month) is not None]
    return table(
        "level_months", Text("近月活跃度与用电同比", "Activity level and growth of use by month"), columns, rows
    )


def _month_row(told: Published, month: str) -> list[Text | str | None]:
    now, before = level_of(told, month), level_of(told, month_before(month))
    change = None if now is None or before is None else now - before
    growth = [told.rounded.percent(name, told.source.zone_code, month) for name in (RAW, ADJUSTED)]
    return [month_name(month), text_of(now), with_sign(change), *map(with_sign, growth)]
