"""Make `src/openmbi/catalog/moving_days/china.yml`: the Spring Festival, 清明, 端午 and 中秋 of 2004–2099 by the rules of GB/T 33661-2017.

    python tests/golden/make_moving_days.py > src/openmbi/catalog/moving_days/china.yml

New moons and solar terms are those of PyEphem (MIT), in Beijing time. A lunar month begins on the day of its new moon; the
month of the winter solstice is the eleventh; of thirteen months from one winter solstice to the next, the first without a major term (a multiple of 30° of
solar longitude) is leap. On standard error: how near the deciding moments come to midnight, where another ephemeris might turn the day.
"""

from __future__ import annotations

import math
import sys
from datetime import date, datetime, timedelta
from functools import cache

import ephem

YEARS = range(2004, 2100)
BEIJING = timedelta(hours=8)
HALF_SECOND = 0.5 / 86_400
HEAD = """\
# Dates of the Spring Festival, Tomb-Sweeping Day, the Dragon Boat Festival and the Mid-Autumn Festival, month-day, by the rules of GB/T 33661-2017.
# Made by tests/golden/make_moving_days.py from the ephemeris of PyEphem; tests compare every date with LunarCalendar and with a second table.
source: GB/T 33661-2017《农历的编算和颁行》
years:"""


def _solar(moment: float) -> float:
    return _longitude(ephem.Sun(moment), moment)


def _elongation(moment: float) -> float:
    return (_longitude(ephem.Moon(moment), moment) - _solar(moment)) % 360


def _longitude(body: ephem.Body, moment: float) -> float:
    """Return the apparent geocentric longitude on the ecliptic of date, in degrees."""
    apparent = ephem.Equatorial(body.g_ra, body.g_dec, epoch=moment)
    return math.degrees(ephem.Ecliptic(apparent, epoch=moment).lon)


def _root(angle, goal: float, near: float, period: float) -> float:
    """Return when an angle that turns once a period is `goal`, nearest to a moment; ephem's days."""
    moment = near
    for _ in range(50):
        step = (goal - angle(moment) + 180) % 360 - 180
        moment += step / 360 * period
        if abs(step / 360 * period) < HALF_SECOND:
            return moment
    raise ArithmeticError("no root")


def _beijing(moment: float) -> datetime:
    return ephem.Date(moment).datetime() + BEIJING


@cache
def solar_term(year: int, longitude: int) -> datetime:
    """Return when the sun reaches a longitude in a year, Beijing time: 15 is 清明, 270 the winter solstice."""
    near = ephem.Date(f"{year}/3/20") + (longitude % 360) / 360 * 365.2422
    return _beijing(_root(_solar, longitude, near, 365.2422))


@cache
def new_moons(year: int) -> tuple[datetime, ...]:
    """Return the new moons from November of the year before to January of the next, Beijing time."""
    first = _root(_elongation, 0, ephem.Date(f"{year - 1}/11/1"), 29.530588)
    return tuple(
        sorted(
            {
                _beijing(_root(_elongation, 0, first + 29.530588 * k, 29.530588)).replace(microsecond=0)
                for k in range(16)
            }
        )
    )


def months(year: int) -> dict[int, datetime]:
    """Return the new moon of each ordinary lunar month 1–10 of a year."""
    moons = new_moons(year)
    days = [moon.date() for moon in moons]
    eleventh = _month_of(days, solar_term(year - 1, 270).date())
    next_eleventh = _month_of(days, solar_term(year, 270).date())
    leap = _leap(year, days, eleventh, next_eleventh)
    ordinary = [k for k in range(eleventh, next_eleventh) if k != leap]
    return {number: moons[ordinary[number + 1]] for number in range(1, 11)}


def _month_of(days: list[date], day: date) -> int:
    return max(k for k, first in enumerate(days) if first <= day)


def _leap(year: int, days: list[date], eleventh: int, next_eleventh: int) -> int | None:
    if next_eleventh - eleventh == 12:
        return None
    major = {solar_term(one, lon).date() for one in (year - 1, year) for lon in range(0, 360, 30)}
    return next(
        k for k in range(eleventh + 1, next_eleventh) if not any(days[k] <= term < days[k + 1] for term in major)
    )


def moving_days(year: int) -> tuple[date, date, date, date]:
    """Return the Spring Festival, 清明, 端午 (5th of the 5th month) and 中秋 (15th of the 8th month) of a year."""
    month = months(year)
    return (
        month[1].date(),
        solar_term(year, 15).date(),
        month[5].date() + timedelta(days=4),
        month[8].date() + timedelta(days=14),
    )


def _nearest_to_midnight() -> list[tuple[float, str, datetime]]:
    found = []
    for year in YEARS:
        month = months(year)
        moments = {"春节": month[1], "清明": solar_term(year, 15), "端午": month[5], "中秋": month[8]}
        for name, moment in moments.items():
            minute = moment.hour * 60 + moment.minute + moment.second / 60
            found.append((min(minute, 1440 - minute), name, moment))
    return sorted(found)


if __name__ == "__main__":
    print(HEAD)
    for year in YEARS:
        print(f"  {year}: {' '.join(f'{day:%m-%d}' for day in moving_days(year))}")
    for minutes, name, moment in _nearest_to_midnight()[:8]:
        print(f"{minutes:6.1f} min from midnight: {name} {moment:%Y-%m-%d %H:%M:%S}", file=sys.stderr)
