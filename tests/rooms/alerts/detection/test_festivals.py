"""Deep days of a Spring Festival are judged by those of festivals before, or not at all."""

from dataclasses import replace

import numpy as np
import pytest
from tests.rooms.alerts.detection.conftest import FIRST, QUICK, Town, town

from openmbi.alerts.detection.day_classes import day_classes
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.core.tables import DayClass

START = 150
DEEP = DetectionParameters().deep_festival
NEW_YEAR, BEFORE = 180, 105
LONGER = replace(QUICK, reference_days=60)
"""So that days enough before a festival are remembered after it."""


def with_festivals(place: Town, *new_years: int) -> Town:
    """Return the town with New Years on these day numbers."""
    away = np.stack([np.arange(len(place.days)) - day for day in new_years])
    nearest = np.take_along_axis(away, np.abs(away).argmin(axis=0)[None], axis=0)[0]
    kinds = np.where(place.classes.weekend == 1, DayClass.WEEKEND, DayClass.WORKDAY).astype(np.uint8)
    return replace(place, classes=day_classes(kinds, nearest, DEEP))


@pytest.mark.parametrize(
    ("festivals", "found"),
    [((BEFORE, NEW_YEAR), NEW_YEAR - 5), ((NEW_YEAR,), NEW_YEAR + DEEP[1] + 1)],
    ids=["a festival before", "the first festival"],
)
def test_falls_in_the_first_festival_are_found_when_it_is_over(festivals: tuple[int, ...], found: int):
    """Eight at once: a festival before has too few days for what is so rare that one alone may be told."""
    place = with_festivals(town(), *festivals)
    rows = [place.row(city, industry) for city in range(4) for industry in range(2)]
    place.level[rows, NEW_YEAR - 5 :] -= 1.0
    fallen = {place.code(row) for row in rows}
    made = replace(place.until(found + 3), parameters=LONGER).replayed(START)
    followed = [one.alert for one in made.followed if one.alert.subject in fallen]
    assert {one.subject for one in followed} == fallen
    assert {(one.found_on - FIRST).days - found for one in followed} <= {0, 1}
