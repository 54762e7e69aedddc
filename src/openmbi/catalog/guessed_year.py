"""The days off of a year that is not announced: the statutory days, made into breaks as the notices do, in exchange for weekend days nearby."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from openmbi.catalog.calendar_year import Holiday
from openmbi.catalog.loader import Name
from openmbi.catalog.moving_days import MovingDays
from openmbi.catalog.statutory_holidays import StatutoryHoliday, StatutoryRule
from openmbi.core.tables import HolidayKind

NAMES = {
    HolidayKind.NEW_YEAR: Name(zh="元旦", en="New Year's Day"),
    HolidayKind.SPRING_FESTIVAL: Name(zh="春节", en="Spring Festival"),
    HolidayKind.TOMB_SWEEPING: Name(zh="清明节", en="Tomb-Sweeping Day"),
    HolidayKind.LABOUR: Name(zh="劳动节", en="Labour Day"),
    HolidayKind.DRAGON_BOAT: Name(zh="端午节", en="Dragon Boat Festival"),
    HolidayKind.MID_AUTUMN: Name(zh="中秋节", en="Mid-Autumn Festival"),
    HolidayKind.NATIONAL: Name(zh="国庆节", en="National Day"),
}
MERGED = Name(zh="国庆节、中秋节", en="National Day and Mid-Autumn Festival")
SHORT_BREAK = {0: (-2, 0), 1: (-2, 0), 2: (0, 0), 3: (0, 2), 4: (0, 2), 5: (0, 2), 6: (-1, 1)}
"""First and last day of a three-day break by the weekday of its one statutory day, 0 Monday: with the weekend beside it, bridged on Tuesday and Thursday, alone
on Wednesday; a Saturday or Sunday is made up for on Monday."""
REACH = 14
"""How many days from a break its make-up workdays may lie."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Break:
    """A holiday's break: first and last day off, and how many of its days are statutory."""

    kind: HolidayKind
    name: Name
    first: date
    last: date
    statutory: int

    def days(self) -> list[date]:
        return _span(self.first, self.last)

    def exchanged(self) -> int:
        """Return how many weekdays it takes off beyond those that the law gives: a statutory day on a weekend is made up for."""
        return sum(day.weekday() < 5 for day in self.days()) - self.statutory


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def guessed_holidays(year: int, rule: StatutoryRule, moving: MovingDays) -> tuple[Holiday, ...]:
    """Return a year's holidays by a statutory rule, in the order of their days.

    Make-up workdays are the weekend days nearest to the break that let nobody work more than the rule's `longest_run` in a row (where there are such).
    """
    breaks = _merged([_break(holiday, rule, year, moving) for holiday in rule.holidays])
    off = {day for one in breaks for day in one.days()}
    holidays: list[Holiday] = []
    worked: set[date] = set()
    for one in breaks:
        makeup = _makeup_workdays(one, off, worked, rule.longest_run)
        worked |= set(makeup)
        holidays.append(
            Holiday(
                kind=one.kind,
                name=one.name,
                statutory=one.statutory,
                days_off=(one.first, one.last),
                makeup_workdays=makeup,
            )
        )
    return tuple(holidays)


def _break(holiday: StatutoryHoliday, rule: StatutoryRule, year: int, moving: MovingDays) -> _Break:
    days = holiday.statutory_days(year, moving)
    first, last = days[0], days[0] + (holiday.break_days - 1) * DAY
    if holiday.break_days == 3:
        before, after = SHORT_BREAK[first.weekday()]
        first, last = first + before * DAY, first + after * DAY
    elif holiday.kind is HolidayKind.SPRING_FESTIVAL and rule.break_from_eve:
        eve = moving.day(HolidayKind.SPRING_FESTIVAL, year) - DAY
        first, last = eve, eve + (last - first)
    return _Break(holiday.kind, NAMES[holiday.kind], first, last, len(days))


def _merged(breaks: Iterable[_Break]) -> list[_Break]:
    """Make one break of National Day and a Mid-Autumn Festival that touches it, a day longer: the notices of 2009, 2012, 2017, 2020, 2023 and 2025."""
    in_order = sorted(breaks, key=lambda one: one.first)
    national = next(one for one in in_order if one.kind is HolidayKind.NATIONAL)
    autumn = next((one for one in in_order if one.kind is HolidayKind.MID_AUTUMN), None)
    if autumn is None or autumn.last < national.first - DAY or autumn.first > national.last + DAY:
        return in_order
    first = min(autumn.first, national.first) if autumn.first < national.first else national.first
    both = _Break(HolidayKind.NATIONAL, MERGED, first, first + 7 * DAY, national.statutory + autumn.statutory)
    return [one for one in in_order if one not in (national, autumn)] + [both]


def _makeup_workdays(one: _Break, off: set[date], worked: set[date], longest_run: int) -> tuple[date, ...]:
    """Return the weekend days worked for a break: of the choices with the shortest overlong run, the one nearest to the break."""
    count = max(one.exchanged(), 0)
    if not count:
        return ()
    near = {day: bit for bit, day in enumerate(_around(one)) if day not in off}
    weekend = [day for day in near if day.weekday() >= 5 and day not in worked]
    works = sum(1 << bit for day, bit in near.items() if day.weekday() < 5 or day in worked)

    def badness(chosen: tuple[date, ...]) -> tuple[int, int, date]:
        run = _longest_run(works | sum(1 << near[day] for day in chosen))
        return max(run - longest_run, 0), sum(_distance(one, day) for day in chosen), chosen[0]

    return min(combinations(weekend, count), key=badness)


def _around(one: _Break) -> list[date]:
    """Return the days before, of and after a break that its make-up workdays may lie in."""
    return _span(one.first - REACH * DAY, one.last + REACH * DAY)


def _distance(one: _Break, day: date) -> int:
    return (one.first - day).days if day < one.first else (day - one.last).days


def _longest_run(works: int) -> int:
    """Return the longest run of ones in a row of bits."""
    length = 0
    while works:
        works &= works << 1
        length += 1
    return length
