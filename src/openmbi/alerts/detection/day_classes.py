"""Which days are judged against each other: a residual of a festival day is compared with residuals of the same days of other festivals (Mondrian classes)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from openmbi.core.tables import Codes, DayClass, Flags, Numbers

FESTIVAL_EDGES = (-35, -20, -14, -11, -9, -7, -5, -3, -1, 2, 5, 7, 9, 11, 13, 15, 17, 20, 24, 30, 46)
"""First days of the classes around New Year; the last is the first ordinary day."""
_ORDINARY = {
    DayClass.WORKDAY: 0,
    DayClass.WEEKEND: 1,
    DayClass.HOLIDAY: 2,
    DayClass.SPRING_FESTIVAL: 2,
    DayClass.MAKEUP_WORKDAY: 3,
}
CLASSES = len(set(_ORDINARY.values())) + len(FESTIVAL_EDGES) - 1


class Family(IntEnum):
    """Classes that are merged where one alone has too few days."""

    ORDINARY = 0
    AROUND_FESTIVAL = 1
    DEEP_FESTIVAL = 2


@dataclass(frozen=True)
class DayClasses:
    """`code` (T,) below `CLASSES`; `family` (T,) `Family` codes; `deep` (T,): days on which standing still is usual.

    `weekend` (T,): 1 on ordinary weekend days, 0 on ordinary workdays, 2 on others.
    """

    code: Codes
    family: Codes
    deep: Flags
    weekend: Codes


def day_classes(day_class: Codes, from_new_year: Numbers, deep_festival: tuple[int, int]) -> DayClasses:
    """Return the classes of days from their `DayClass` (T,) and the days from the nearest New Year (T,)."""
    first, last = deep_festival
    deep = (from_new_year >= first) & (from_new_year <= last)
    festive = (from_new_year >= FESTIVAL_EDGES[0]) & (from_new_year < FESTIVAL_EDGES[-1])
    ordinary = np.array([_ORDINARY[each] for each in DayClass])[day_class]
    place = np.digitize(from_new_year, FESTIVAL_EDGES) - 1 + len(set(_ORDINARY.values()))
    family = np.where(deep, Family.DEEP_FESTIVAL, np.where(festive, Family.AROUND_FESTIVAL, Family.ORDINARY))
    weekend = np.select([festive, day_class == DayClass.WEEKEND, day_class == DayClass.WORKDAY], [2, 1, 0], 2)
    return DayClasses(
        np.where(festive, place, ordinary).astype(np.uint8), family.astype(np.uint8), deep, weekend.astype(np.uint8)
    )
