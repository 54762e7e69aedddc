"""What holds for growth whatever the data: two months are their days together, and what stands still does not grow."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, Outliers
from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import CellPanel, Level, Reading, Stints
from openmbi.index.growth_days import growth_days
from openmbi.index.growth_sums import growth_sums
from openmbi.index.reader_growth import reader_growth
from openmbi.index.stint_rows import stint_rows

CALENDAR = load_calendar(None)
WINDOW = (-35, 45)
YEARS = st.tuples(st.dates(date(2005, 1, 1), date(2040, 1, 1)), st.integers(40, 900))


def days_of(first: date, count: int) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(first + timedelta(days=count)))


@given(YEARS)
def test_january_and_february_together_are_the_days_of_both(span: tuple[date, int]):
    found = growth_days(days_of(*span), CALENDAR, WINDOW)
    months = found.periods.last.astype("datetime64[M]")
    for at in np.flatnonzero(found.periods.combined).tolist():
        january, february = (
            int(np.flatnonzero((months == month) & ~found.periods.combined)[0])
            for month in (months[at] - 1, months[at])
        )
        for sets in (found.now, found.year_before, found.aligned):
            days, length = sets.counted.toarray(), sets.length
            if length[january] and length[february]:
                assert np.array_equal(days[at], days[january] + days[february])
                assert length[at] == length[january] + length[february]
            else:
                assert length[at] == 0


@given(YEARS)
def test_a_day_is_compared_with_one_about_a_year_before(span: tuple[date, int]):
    found = growth_days(days_of(*span), CALENDAR, WINDOW)
    back = (np.arange(len(found.lunar)) - found.lunar)[found.lunar >= 0]
    assert np.isin(
        back, (353, 354, 355, 364, 383, 384, 385)
    ).all()  # a lunar year of twelve or thirteen months, or 52 weeks


def grown(days: np.ndarray, value: np.ndarray, festival: np.ndarray, other: np.ndarray) -> ReaderGrowth:
    nobody = Outliers(*(np.zeros(0, kind) for kind in ("U1", "M8[D]", "u1", float, float)))
    names = np.array([f"e{row}" for row in range(len(value))])
    plain = np.zeros(value.shape)
    adjusted = AdjustedPanel(
        subjects=names,
        days=days,
        value=value / np.exp(festival + other),
        fit=np.full(value.shape, 50.0),
        effect=festival + other,
        residual=plain,
        scale=np.ones(len(value)),
        day_class=CALENDAR.day_class(days),
        status=np.full(value.shape, DayStatus.ACTIVE, np.uint8),
        provisional=np.zeros(len(days), bool),
        detail=AdjustmentDetail(festival, plain, plain, (), nobody),
    )
    zone = Stints(
        Level.ZONE, np.array(["z"]), np.arange(len(value)), *(np.full(len(value), n) for n in (0, 0, len(days)))
    )
    compared = growth_days(days, CALENDAR, WINDOW)
    reading = np.full(value.shape, Reading.NORMAL, np.uint8)
    panel = CellPanel("use_kwh", "kWh", names, days, value, reading)
    return reader_growth(growth_sums(panel, adjusted, stint_rows([zone]), compared), [zone], compared)[0]


@settings(max_examples=30, deadline=None)
@given(YEARS, st.integers(0, 2**32 - 1))
def test_calendar_effects_alone_are_no_growth(span: tuple[date, int], seed: int):
    """Use that is constant but for the effects: what takes all of them out finds none, and what finds no effect changes nothing."""
    days, random = days_of(*span), np.random.default_rng(seed)
    festival, other = (random.normal(0, 0.3, (3, len(days))) for _ in range(2))
    found = grown(days, 50 * np.exp(festival + other), festival, other)
    known = np.isfinite(found.raw)
    assert np.isfinite(found.working_day_adjusted[known]).all()
    np.testing.assert_allclose(found.working_day_adjusted[known], 0, atol=1e-12)
    none = grown(days, 50 * np.exp(other), np.zeros(festival.shape), np.zeros(festival.shape))
    np.testing.assert_array_equal(none.excluding_festival, none.raw)
    np.testing.assert_array_equal(none.working_day_adjusted, none.raw)
