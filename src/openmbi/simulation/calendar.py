"""The simulation's own calendar of 2022–2026, from the yearly notices of the General Office of the State Council (国务院办公厅节假日安排的通知).

It repeats facts that `catalog/calendar` also holds, on purpose: a mistake there must not be simulated away here.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2026, 12, 31)

NEW_YEARS = (date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
"""The first day of the lunar year, by year."""

_HOLIDAYS = """
2022-01-01/2022-01-03 2022-01-31/2022-02-06 2022-04-03/2022-04-05 2022-04-30/2022-05-04 2022-06-03/2022-06-05 2022-09-10/2022-09-12
2022-10-01/2022-10-07
2022-12-31/2023-01-02 2023-01-21/2023-01-27 2023-04-05/2023-04-05 2023-04-29/2023-05-03 2023-06-22/2023-06-24 2023-09-29/2023-10-06
2023-12-30/2024-01-01 2024-02-10/2024-02-17 2024-04-04/2024-04-06 2024-05-01/2024-05-05 2024-06-08/2024-06-10 2024-09-15/2024-09-17
2024-10-01/2024-10-07
2025-01-01/2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 2025-05-01/2025-05-05 2025-05-31/2025-06-02 2025-10-01/2025-10-08
2026-01-01/2026-01-03 2026-02-15/2026-02-23 2026-04-04/2026-04-06 2026-05-01/2026-05-05 2026-06-19/2026-06-21 2026-09-25/2026-09-27
2026-10-01/2026-10-07
"""
_MAKEUP_WORKDAYS = """
2022-01-29 2022-01-30 2022-04-02 2022-04-24 2022-05-07 2022-10-08 2022-10-09
2023-01-28 2023-01-29 2023-04-23 2023-05-06 2023-06-25 2023-10-07 2023-10-08
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


class DayKind(IntEnum):
    """What kind of working day a calendar day is."""

    WORKDAY = 0
    SATURDAY = 1
    SUNDAY = 2
    HOLIDAY = 3


def _expand(ranges: str) -> frozenset[date]:
    bounds = [tuple(date.fromisoformat(end) for end in span.split("/")) for span in ranges.split()]
    return frozenset(first + timedelta(days=k) for first, last in bounds for k in range((last - first).days + 1))


HOLIDAYS = _expand(_HOLIDAYS)
MAKEUP_WORKDAYS = frozenset(date.fromisoformat(day) for day in _MAKEUP_WORKDAYS.split())


def days_from(first: date, count: int) -> tuple[date, ...]:
    """Return `count` days in a row."""
    return tuple(first + timedelta(days=k) for k in range(count))


def quarter_of(day: date) -> str:
    """Return the name of a day's quarter, such as `2024Q3`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def next_quarter(day: date) -> date:
    """Return a day itself where it is the first of a quarter, else the first day of the next one."""
    month = 3 * ((day.month + 2) // 3) + 1
    following = date(day.year + month // 13, month % 12, 1)
    return day if day.day == 1 and day.month % 3 == 1 else following


def day_kind(day: date) -> DayKind:
    """Return the kind of a day; a weekend day that is worked in exchange for a holiday is a workday."""
    if day in HOLIDAYS:
        return DayKind.HOLIDAY
    if day.weekday() < 5 or day in MAKEUP_WORKDAYS:
        return DayKind.WORKDAY
    return DayKind.SATURDAY if day.weekday() == 5 else DayKind.SUNDAY


def days_from_new_year(days: tuple[date, ...], new_year: date) -> NDArray[np.int64]:
    """Return (T,) signed days from a lunar New Year's Day."""
    return np.array([(day - new_year).days for day in days], dtype=np.int64)
