"""What holds for every activity level, on random panels of active, idle, closed and absent days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.catalog.indexes import load_indexes
from openmbi.core.adjusted import AdjustedPanel, DayStatus
from openmbi.core.periods import Frequency, Period
from openmbi.core.tables import IndexTerms, LineKind
from openmbi.drilldown.contributions import contributions
from openmbi.index.activity_level import activity_level

FIRST, DAYS, BASE_DAYS = date(2015, 1, 1), 70, 25
SPEC = load_indexes(None)["activity_level"].model_copy(
    update={
        "base_first": FIRST,
        "base_last": FIRST + timedelta(days=BASE_DAYS - 1),
        "minimum_base_days": 6,
        "entry_active_days": 5,
    }
)
EXITS = {"s3": FIRST + timedelta(days=40), "s4": FIRST + timedelta(days=52)}


@st.composite
def panels(draw) -> AdjustedPanel:
    """Panels of a dozen subjects; s0 is always active, so that the set never changes from a standstill."""
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = (draw(st.integers(5, 12)), DAYS)
    stay = generator.random(shape) < draw(st.floats(0.3, 0.95))
    status = generator.choice([*DayStatus], shape, p=[0.6, 0.2, 0.1, 0.1]).astype(np.uint8)
    for day in range(1, DAYS):
        status[:, day] = np.where(stay[:, day], status[:, day - 1], status[:, day])
    status[0] = DayStatus.ACTIVE
    size = np.exp(generator.normal(3, 3, (shape[0], 1)))
    fit = size * np.exp(generator.normal(0, 0.1, shape))
    fit[generator.random(shape[0]) < 0.2] = np.nan
    value = np.where(status == DayStatus.ACTIVE, size * np.exp(generator.normal(0, 0.3, shape)), np.nan)
    zero = np.zeros(shape)
    return AdjustedPanel(
        subjects=np.array([f"s{k}" for k in range(shape[0])]),
        days=np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + DAYS),
        value=value,
        fit=fit,
        effect=zero,
        residual=zero,
        scale=np.ones(shape[0]),
        day_class=np.zeros(DAYS, np.uint8),
        status=status,
        provisional=np.zeros(DAYS, bool),
    )


def upto(panel: AdjustedPanel, days: int) -> AdjustedPanel:
    daily = ("value", "fit", "effect", "residual", "status")
    return replace(
        panel,
        days=panel.days[:days],
        day_class=panel.day_class[:days],
        provisional=panel.provisional[:days],
        **{name: getattr(panel, name)[:, :days] for name in daily},
    )


def loads(terms: IndexTerms) -> np.ndarray:
    return np.where(terms.member, terms.weight[:, None] * terms.relative, 0.0)


@given(panels())
def test_terms_make_up_the_index(panel):
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    np.testing.assert_allclose(loads(terms).sum(axis=0) / terms.divisor, series.close, rtol=1e-12)


@given(panels(), st.booleans())
def test_the_base_mean_is_100(panel, leave_early):
    exits = {"s1": FIRST + timedelta(days=12)} if leave_early else {}
    _, series = activity_level(panel, SPEC, exits=exits)
    np.testing.assert_allclose(series.close[:BASE_DAYS].mean(), 100, rtol=1e-12)


@given(panels())
def test_a_change_of_the_set_alone_moves_nothing(panel):
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    changed = 1 + np.flatnonzero((terms.member[:, 1:] != terms.member[:, :-1]).any(axis=0))
    before = np.array(
        [terms.weight[now] @ terms.relative[now, day - 1] for day in changed for now in [terms.member[:, day]]]
    )
    np.testing.assert_allclose(before / terms.divisor[changed], series.close[changed - 1], rtol=1e-9)


@given(panels())
def test_daily_contributions_sum_to_the_daily_change(panel):
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    steps = (
        np.where(terms.member[:, 1:], np.diff(terms.relative, axis=1), 0) * terms.weight[:, None] / terms.divisor[1:]
    )
    np.testing.assert_allclose(steps.sum(axis=0), np.diff(series.close), rtol=1e-9, atol=1e-9)


@given(panels(), st.integers(0, DAYS - 1), st.integers(1, DAYS))
def test_published_lines_sum_to_the_published_change_exactly(panel, start, length):
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    first = FIRST + timedelta(days=start)
    change = contributions(terms, series, Period(first, first + timedelta(days=length - 1), Frequency.DAILY))
    assert sum(line.points for line in change.lines) == change.change
    assert sum((line.points for line in change.lines if line.kind is LineKind.ENTRY_AND_EXIT), Decimal(0)) == 0
    closes = [
        series.close[np.searchsorted(terms.days, np.datetime64(day))]
        for day in (change.opening_day, change.closing_day)
    ]
    assert change.change == Decimal(f"{closes[1]:.2f}") - Decimal(f"{closes[0]:.2f}")


@given(panels(), st.integers(0, DAYS - 2))
def test_changes_of_neighbouring_periods_add_up(panel, middle):
    terms, series = activity_level(panel, SPEC, exits=EXITS)
    cut, last = FIRST + timedelta(days=middle), FIRST + timedelta(days=DAYS - 1)
    spans = [(FIRST, cut), (cut + timedelta(days=1), last), (FIRST, last)]
    one, other, both = (contributions(terms, series, Period(*span, Frequency.DAILY)).change for span in spans)
    assert one + other == both


@given(panels(), st.integers(BASE_DAYS + 5, DAYS))
def test_later_data_alter_no_close_but_those_of_an_idle_run_still_short(panel, known):
    earlier, later = (activity_level(upto(panel, days), SPEC, exits=EXITS)[1].close for days in (known, DAYS))
    settled = first_unsettled_day(panel.status[:, :known])
    np.testing.assert_allclose(later[:settled], earlier[:settled], rtol=1e-12)


def first_unsettled_day(status: np.ndarray) -> int:
    """Return the first day of any idle run of at most three days that the last day known leaves open; the base is over before it."""
    first = status.shape[1]
    for row in status:
        day, idle = len(row) - 1, 0
        while day >= 0 and row[day] in (DayStatus.IDLE, DayStatus.ABSENT):
            idle += row[day] == DayStatus.IDLE
            first = min(first, day)
            day -= 1
    return max(first, BASE_DAYS) if first >= BASE_DAYS else 0


@settings(max_examples=25)
@given(panels(), st.floats(1e-3, 1e3))
def test_the_unit_of_use_does_not_matter(panel, factor):
    scaled = replace(panel, value=panel.value * factor, fit=panel.fit * factor)
    np.testing.assert_allclose(activity_level(scaled, SPEC)[1].close, activity_level(panel, SPEC)[1].close, rtol=1e-9)
