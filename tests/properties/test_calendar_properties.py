"""Laws of the calendar as it was known: nothing of a later day is seen, and nothing that is guessed is called announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.calendar import BEIJING, Calendar, load_calendar
from openmbi.core.tables import DayClass

CALENDAR = load_calendar(None)
DAYS = np.arange("2003-06-01", "2028-01-01", dtype="M8[D]")
MOMENTS = st.dates(date(2004, 1, 1), date(2027, 6, 30)) | st.sampled_from(
    [
        notice.dated + timedelta(days=step)
        for year in CALENDAR.declared
        for notice in (*year.citation, *year.amendments)
        for step in (-1, 0)
    ]
)
some = settings(max_examples=12, deadline=None)


def as_known(day: date) -> Calendar:
    return CALENDAR.as_known(datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))


def without_later(day: date) -> Calendar:
    """Return the calendar with everything later than a day taken out of its declarations."""
    years = tuple(
        year.model_copy(update={"amendments": tuple(one for one in year.amendments if one.dated <= day)})
        for year in CALENDAR.declared
        if year.citation[0].dated <= day
    )
    rules = tuple(rule for rule in CALENDAR.rules.rules if rule.citation.dated <= day)
    return replace(CALENDAR, declared=years, rules=replace(CALENDAR.rules, rules=rules))


@some
@given(MOMENTS)
def test_what_was_known_is_what_remains_without_later_notices_and_laws(day: date):
    known, remains = as_known(day), without_later(day)
    for name in ("day_class", "holiday_kind", "statutory", "provisional"):
        np.testing.assert_array_equal(getattr(known, name)(DAYS), getattr(remains, name)(DAYS), err_msg=name)


@some
@given(MOMENTS)
def test_a_year_without_a_notice_is_never_announced(day: date):
    known = as_known(day)
    out = {year.year for year in CALENDAR.declared if year.citation[0].dated <= day}
    years = DAYS.astype("M8[Y]").astype(int) + 1970
    assert known.provisional(DAYS)[~np.isin(years, list(out))].all()
    assert not known.provisional(DAYS)[np.isin(years, list(out)) & np.isin(years + 1, list(out))].any()


@some
@given(MOMENTS, st.integers(2004, 2099))
def test_every_year_as_known_has_its_statutory_days_off(day: date, year: int):
    known = as_known(day)
    days = np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="M8[D]")
    assert set(known.day_class(days[known.statutory(days)])) <= {DayClass.HOLIDAY, DayClass.SPRING_FESTIVAL}
    makeup = days[known.day_class(days) == DayClass.MAKEUP_WORKDAY]
    assert not known.holiday_kind(makeup).any()
    assert ((makeup.astype(int) + 3) % 7 >= 5).all()
