"""Do Taiwan's cyclical indices foretell a blue light within six months? Thresholds fixed on the past alone, judged 2000–2025.

Rules, written after one exploratory pass over these seven measures, not before the result: event: a month whose published light is blue (score below 17);
horizon 6 months; preference 0.8, usefulness of Sarlin (2013); months known at the end of the next month; the threshold is fixed again every 12 months from
January 2000 on, on everything known the day before. Values as revised: pseudo-real-time.
"""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openmbi.index.signals.auroc import Bootstrap, auroc_interval
from openmbi.index.signals.out_of_sample import OutOfSample, out_of_sample
from openmbi.index.signals.signal_counts import Side
from openmbi.index.signals.threshold import Choice, SignalHistory

pytestmark = pytest.mark.real_data

CHOICE = Choice(Side.BELOW, horizon=6, preference=0.8)
FIRST = date(2000, 1, 31)
LEADING, COINCIDENT, SCORE = "領先指標不含趨勢指數", "同時指標不含趨勢指數", "景氣對策信號綜合分數"
MEASURES = ((LEADING, 0), (LEADING, 3), (LEADING, 6), (LEADING, 12), (COINCIDENT, 6), (SCORE, 0), (SCORE, 3))


@pytest.fixture(scope="module")
def columns(data_sets: Path) -> dict[str, np.ndarray]:
    file = data_sets / "taiwan_ndc" / "景氣指標與燈號.csv"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no taiwan_ndc")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        name: np.array([np.nan if row[name].strip() == "-" else float(row[name]) for row in rows])
        for name in (LEADING, COINCIDENT, SCORE)
    }


def history(columns: dict[str, np.ndarray], column: str, change: int) -> SignalHistory:
    months = np.datetime64("1982-01") + np.arange(len(columns[column]))
    measure = columns[column].copy()
    if change:
        measure[change:] -= columns[column][:-change]
        measure[:change] = np.nan
    since = np.flatnonzero(~np.isnan(columns[SCORE]))[0]  # lights are published from 1984 on
    known = (months + 2).astype("datetime64[D]") - 1
    event = columns[SCORE] < 17
    return SignalHistory(months.astype("datetime64[D]")[since:], measure[since:], event[since:], known[since:])


@pytest.fixture(scope="module")
def told(columns) -> dict[tuple[str, int], OutOfSample]:
    return {one: out_of_sample(history(columns, *one), CHOICE, first=FIRST, every=12) for one in MEASURES}


@pytest.mark.parametrize(
    ("measure", "rates", "called", "lead"),
    [
        ((LEADING, 0), (0.83, 0.51, 0.24, 0.42), 9, 4.0),
        ((LEADING, 3), (0.19, 0.73, 0.58, 0.14), 8, 5.8),
        ((LEADING, 6), (0.16, 0.76, 0.63, 0.12), 10, 5.2),
        ((LEADING, 12), (0.47, 0.75, 0.36, 0.35), 10, 5.4),
        ((COINCIDENT, 6), (0.32, 0.71, 0.46, 0.22), 11, 4.4),
        ((SCORE, 0), (0.62, 0.92, 0.30, 0.57), 11, 5.8),
        ((SCORE, 3), (0.40, 0.80, 0.40, 0.32), 10, 6.0),
    ],
)
def test_the_table_of_the_page(told, measure, rates, called, lead):
    found = told[measure]
    names = ("noise_to_signal", "recall", "precision", "false_alarm_rate")
    assert tuple(getattr(found.counts, name)[0] for name in names) == pytest.approx(rates, abs=0.006)
    assert (found.lead.called, len(found.lead.lead)) == (called, 11)
    assert found.lead.mean == pytest.approx(lead, abs=0.06)


def test_every_threshold_was_fixed_before_it_judged(columns, told):
    known = history(columns, LEADING, 6).known_at
    found = told[LEADING, 6]
    judged = [known[place].item() for place in np.flatnonzero(known >= np.datetime64(FIRST))[::12]]
    assert len(found.fixed) == len(judged) == 26
    assert all(one.fixed_on < day and one.last < one.fixed_on for one, day in zip(found.fixed, judged, strict=True))


def test_the_area_of_the_page(columns):
    given = history(columns, LEADING, 6)
    ahead, usable = given.judged(CHOICE.horizon)
    usable &= given.periods >= np.datetime64("2000-01-01")
    found = auroc_interval(given.measure[usable], ahead.ahead[usable], Bootstrap(1, 12, 500), Side.BELOW)
    assert (found.auroc, found.low, found.high) == pytest.approx((0.888, 0.787, 0.967), abs=0.001)
