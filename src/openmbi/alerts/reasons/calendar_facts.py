"""What the calendar says of the days of an alert: holidays, make-up workdays, and how far they lie from the Spring Festival."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from openmbi.alerts.reasons.figures import both
from openmbi.catalog.calendar import Calendar
from openmbi.core.alerts import Alert
from openmbi.core.language import Text
from openmbi.core.tables import DayClass, Days

FESTIVAL_WINDOW = (-35, 45)
"""Days from New Year within which enterprises close and come back, as the adjustment's Spring Festival profile has them."""

_OFF = Text("期间有休息日 {count} 天（{names}）", "days of holidays among them: {count} ({names})")
_WORKED = Text("期间有调休上班 {count} 天", "make-up workdays among them: {count}")
_NONE = Text("期间没有法定节假日，也没有调休", "no holiday and no make-up workday among them")
_FESTIVAL = Text(
    "起始日在春节（{new_year}）{side} {count} 天，处于春节影响期；日历调整已按往年同期扣除，但各年返工早晚不一",
    "it began {count} days {side} the Spring Festival ({new_year}), within the days that the festival moves; the adjustment has taken out what "
    "it does in other years, yet enterprises come back earlier or later from year to year",
)
_SIDES = {True: Text("前", "before"), False: Text("后", "after")}
_ON_DAY = Text("起始日为春节当日（{new_year}）", "it began on the day of the Spring Festival ({new_year})")
_PROVISIONAL = Text(
    "部分日期的放假安排尚未公布，按法规推定",
    "for some of these days the holidays are not announced yet and follow the law",
)
_UNNAMED = Text("其他假日", "another holiday")


def calendar_document(alert: Alert, calendar: Calendar) -> dict[str, Any]:
    """Return the days off and make-up workdays from the first to the last day of the movement, and days from the nearest lunar New Year."""
    days = _days(alert)
    classes = calendar.day_class(days)
    return {
        "days_off": int(_off(classes).sum()),
        "makeup_workdays": int((classes == DayClass.MAKEUP_WORKDAY).sum()),
        "holidays": [both(name) for name in _names(days[_off(classes)], calendar)],
        "since_from_new_year": from_new_year(alert.since, calendar),
        "found_from_new_year": from_new_year(alert.found_on, calendar),
        "in_festival_window": in_festival_window(from_new_year(alert.since, calendar)),
        "provisional": bool(calendar.provisional(days).any()),
    }


def calendar_sentences(alert: Alert, calendar: Calendar) -> Iterator[Text]:
    """Yield what the calendar says."""
    days = _days(alert)
    classes = calendar.day_class(days)
    off, worked = _off(classes), int((classes == DayClass.MAKEUP_WORKDAY).sum())
    if off.any():
        yield _OFF.fill(count=int(off.sum()), names=_joined(_names(days[off], calendar)))
    if worked:
        yield _WORKED.fill(count=worked)
    if not off.any() and not worked:
        yield _NONE
    offset = from_new_year(alert.since, calendar)
    if in_festival_window(offset):
        new_year: date = (days[0] - offset).item()
        said = _FESTIVAL if offset else _ON_DAY
        yield said.fill(new_year=new_year, side=_SIDES[offset < 0], count=abs(offset))
    if calendar.provisional(days).any():
        yield _PROVISIONAL


def in_festival_window(from_new_year: int) -> bool:
    """Whether a day so many days from New Year is one that the festival moves."""
    return FESTIVAL_WINDOW[0] <= from_new_year <= FESTIVAL_WINDOW[1]


def from_new_year(day: date, calendar: Calendar) -> int:
    """Return signed days from the nearest lunar New Year."""
    return int(calendar.days_from_new_year(np.array([day], "datetime64[D]"))[0])


def _days(alert: Alert) -> Days:
    return np.arange(np.datetime64(alert.since, "D"), np.datetime64(alert.found_on, "D") + 1)


def _off(classes: np.ndarray) -> np.ndarray:
    return (classes == DayClass.HOLIDAY) | (classes == DayClass.SPRING_FESTIVAL)


def _names(days: Days, calendar: Calendar) -> list[Text]:
    """Return the names of the holidays that the days belong to, each once, in order."""
    listed: list[date] = days.tolist()
    found: dict[str, Text] = {}
    for day in listed:
        years = (calendar.year(year) for year in (day.year, day.year + 1) if year in calendar.years)
        holiday = next((one for year in years for one in year.holidays or () if one.lasts_over(day)), None)
        name = holiday.name.text() if holiday else _UNNAMED
        found.setdefault(name.zh, name)
    return list(found.values())


def _joined(names: list[Text]) -> Text:
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
