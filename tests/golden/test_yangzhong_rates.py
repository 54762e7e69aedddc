"""Known facts of the Yangzhong data: how concentrated the load is, and how deep the festivals were, against sums made here by plain numpy."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openmbi.catalog.indexes import load_indexes
from openmbi.core.tables import CellPanel, Reading
from openmbi.drilldown.concentration import concentration
from openmbi.index.resumption import resumption
from openmbi.lights.stoppages import stoppages

pytestmark = pytest.mark.real_data
FIRST = date(2015, 1, 1)


@pytest.fixture(scope="module")
def use() -> np.ndarray:
    """Return use (1454, 639) in kWh as the file has it, 1 for zero or no reading."""
    folder = os.environ.get("MBI_DATA_DIR")
    if not folder:
        pytest.skip("set MBI_DATA_DIR to the folder that holds yangzhong_power")
    table = np.genfromtxt(Path(folder) / "yangzhong_power" / "yangzhong_daily_wide.csv", delimiter=",", skip_header=1)
    return np.ascontiguousarray(table[:, 1:-1].T)


@pytest.fixture(scope="module")
def panel(use) -> CellPanel:
    reading = np.where(use > 1, Reading.NORMAL, Reading.ZERO_OR_MISSING).astype(np.uint8)
    days = np.arange(np.datetime64(FIRST), np.datetime64(FIRST) + use.shape[1])
    names = np.array([str(number) for number in range(1, len(use) + 1)])
    return CellPanel("use_kwh", "kWh", names, days, np.where(use > 1, use, 0.0), reading)


def test_the_ten_largest_are_61_percent_of_the_load(panel):
    assert concentration(panel, 10) == pytest.approx(0.61, abs=0.005)


@pytest.mark.parametrize(
    ("new_year", "base", "is_fallback"),
    [
        (date(2015, 2, 19), ("2015-01-01", "2015-01-20"), True),
        (date(2016, 2, 8), ("2015-12-01", "2015-12-31"), False),
    ],
)
def test_resumption_through_both_festivals(panel, new_year, base, is_fallback):
    result = resumption(panel, load_indexes(None)["resumption"], new_year=new_year, first_data_day=FIRST)
    in_base = (panel.days >= np.datetime64(base[0])) & (panel.days <= np.datetime64(base[1]))
    mean = panel.value[:, in_base].mean(axis=1)
    shown = panel.value[mean > 0][:, np.isin(panel.days, result.days)]
    mean = mean[mean > 0]
    np.testing.assert_allclose(result.resumption_rate, (shown > 0.3 * mean[:, None]).mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(result.recovery_rate, shown.sum(axis=0) / mean.sum(), rtol=1e-12)
    assert (result.base_is_fallback, result.enterprises) == (is_fallback, len(mean))
    (at,) = np.flatnonzero(result.days == np.datetime64(new_year))
    assert result.resumption_rate[at] < 0.5
    assert result.resumption_rate[at + 20 :].max() > 0.8


def test_stoppages_are_the_runs_of_the_file(use, panel):
    found = stoppages(panel, minimum_days=30)
    starts = {(stop.subject, stop.since): stop for stop in found}
    for row, subject in zip(use, panel.subjects, strict=True):
        run = 0
        for day, value in enumerate([*row, 2.0]):
            if value > 1:
                if run >= 30 and run < day:
                    stop = starts.pop((subject, panel.days[day - run].item()))
                    assert (stop.days, stop.ongoing) == (run, day == len(row))
                run = 0
            else:
                run += 1
    assert not starts
