"""Alignment against a plain twin that looks every value up by its day."""

from datetime import date, timedelta

import numpy as np
import pytest

from openmbi.core.periods import Frequency, period_containing
from openmbi.index.alignment import IndicatorSeries, align

FIRST, LAST = date(2023, 12, 25), date(2024, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


def holed(frequency: Frequency, kind: str, rng: np.random.Generator) -> IndicatorSeries:
    starts = sorted({period_containing(day, frequency).first for day in DAYS})
    kept = [start for start in starts if rng.random() > 0.03]
    value = np.where(rng.random(len(kept)) > 0.01, rng.integers(1, 100, len(kept)), np.nan)
    return IndicatorSeries(f"{frequency}-{kind}", frequency, kind, np.array(kept, "datetime64[D]"), value)


def spelled_out(series: IndicatorSeries, frequency: Frequency, first: date) -> list[tuple[float, bool]]:
    """Value and whether it is held, period by period."""
    known = {day: v for day, v in zip(series.periods.tolist(), series.value.tolist(), strict=True) if not np.isnan(v)}
    target, rows = period_containing(first, frequency), []
    while target.last <= LAST:
        rows.append(_one(known, series, target))
        target = period_containing(target.last + timedelta(days=1), frequency)
    return rows


def _one(known: dict[date, float], series: IndicatorSeries, target) -> tuple[float, bool]:
    span = [target.first + timedelta(days=number) for number in range((target.last - target.first).days + 1)]
    own = [period_containing(day, series.frequency) for day in span]
    if series.kind == "flow" and "DWMQ".index(series.frequency) <= "DWMQ".index(target.frequency):
        shares = [known.get(one.first, np.nan) / ((one.last - one.first).days + 1) for one in own]
        return float(sum(shares)), False
    over = (
        own[-1]
        if own[-1].last <= target.last
        else period_containing(own[-1].first - timedelta(days=1), series.frequency)
    )
    value = known.get(over.first, np.nan)
    return value, not np.isnan(value) and over.last < target.first


@pytest.mark.parametrize("target", [Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY])
@pytest.mark.parametrize("frequency", [one for one in Frequency if one is not Frequency.ANNUAL])
@pytest.mark.parametrize("kind", ["flow", "stock"])
@pytest.mark.parametrize("seed", range(3))
def test_every_period_has_the_value_of_the_twin(target, frequency, kind, seed):
    series = holed(frequency, kind, np.random.default_rng(seed))
    found = align([series], target, through=LAST)
    expected = spelled_out(series, target, series.periods[0].item())
    np.testing.assert_allclose(found.panel.value[0], [value for value, _ in expected])
    np.testing.assert_array_equal(found.panel.held[0], [held for _, held in expected])
    missing = {str(found.panel.period(place)) for place in np.flatnonzero(np.isnan(found.panel.value[0])).tolist()}
    named = {
        str(period)
        for period in (found.panel.period(place) for place in range(len(expected)))
        for run in found.missing
        if run.first <= period <= run.last
    }
    assert missing == named
