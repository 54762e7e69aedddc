"""Supervised methods on real months: growth of production of US manufacturing from seven series that are out earlier, each month from earlier ones alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from openmbi.catalog.targets import load_targets
from openmbi.core.periods import Frequency
from openmbi.index.bridge import Bridge, TargetFigures, bridge
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.composite import estimator_by
from openmbi.index.supervised.methods import supervised_method

pytestmark = pytest.mark.real_data
SERIES = ["AWHMAN", "AWOTMAN", "DMANEMP", "NDMANEMP", "USCONS", "CLAIMSx", "OILPRICEx"]
"""Hours and overtime in manufacturing, employment in durables, nondurables and construction, claims for unemployment benefit, the oil price."""
SIGN = np.array([1, 1, 1, 1, 1, -1, 1.0])  # the experts': all alike, claims the other way round
SHOCK = np.datetime64("2020-03-01"), np.datetime64("2021-08-01")  # growth of the months of the shock, and on them


@pytest.fixture(scope="module")
def table(data_sets: Path):
    file = data_sets / "fredmd_vintages" / "fredmd_mfg_subset_long.parquet"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no fredmd_vintages")
    return pq.read_table(file)


def estimate(table, name: str, vintage: str) -> Bridge:
    """Estimate from January 2010 on, the last month of the vintage as if its production were not out yet."""
    known = table.filter(pc.equal(table["vintage"].cast("string"), vintage))

    def series(one: str) -> tuple[np.ndarray, np.ndarray]:
        rows = known.filter(pc.equal(known["series"].cast("string"), one)).sort_by("date")
        months = rows["date"].to_numpy().astype("datetime64[M]")
        kept = months >= np.datetime64("2010-01")
        return months[kept].astype("datetime64[D]"), rows["value"].to_numpy()[kept]

    months, production = series("IPMANSICS")
    value = np.array([series(one)[1] for one in SERIES])
    value[0] *= series("MANEMP")[1]  # hours a worker × workers
    panel = IndicatorPanel(np.array(SERIES), Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))
    target = load_targets(None)["value_added_440000"].model_copy(update={"combined_january_february": False})
    figures = TargetFigures(months[12:-1], (100 * (production[12:] / production[:-12] - 1))[:-1])
    options = Options(expert=SIGN, expert_of_standardised=True)
    return bridge(panel, figures, target, estimator_by(supervised_method(name), options))


@pytest.mark.parametrize(
    ("name", "rmse", "inside"),
    [
        ("ridge_to_expert", 0.79, 0.81),
        ("ridge", 0.83, 0.78),
        ("partial_least_squares", 0.83, 0.82),
        ("scaled_pca", 0.83, 0.79),
        ("three_pass_filter", 0.87, 0.83),
        ("principal_components", 0.88, 0.77),
    ],
)
def test_the_error_in_calm_years_is_what_the_page_says(table, name, rmse, inside):
    found = estimate(table, name, "2020-02")
    assert found.error is not None
    assert (found.error.months, found.error.rmse) == pytest.approx((96, rmse), abs=0.005)
    assert found.error.no_change_rmse == pytest.approx(0.71, abs=0.005)
    both = ~np.isnan(found.growth) & ~np.isnan(found.released)
    off = np.abs(found.growth - found.released)[both] / found.standard_error[both]
    assert (off < 1.2816).mean() == pytest.approx(inside, abs=0.005)


@pytest.mark.parametrize(
    ("name", "rmse", "without"),
    [("ridge_to_expert", 3.67, 0.77), ("principal_components", 2.84, 0.85)],
)
def test_the_error_with_the_shock_of_2020_is_what_the_page_says(table, name, rmse, without):
    found = estimate(table, name, "2024-03")
    assert found.error is not None
    assert found.error.rmse == pytest.approx(rmse, abs=0.005)
    calm = (found.months.last < SHOCK[0]) | (found.months.last > SHOCK[1])
    off = (found.growth - found.released)[calm & ~np.isnan(found.growth) & ~np.isnan(found.released)]
    assert np.sqrt(np.mean(off**2)) == pytest.approx(without, abs=0.005)


def test_a_shock_is_estimated_too_far_with_a_wide_error_and_its_parts_say_from_what(table):
    found = estimate(table, "ridge_to_expert", "2024-03")
    march = found.months.last.tolist().index(np.datetime64("2020-03-01").item())
    assert found.parts is not None
    assert (found.growth[march], found.released[march]) == pytest.approx((-45.9, -5.4), abs=0.05)
    assert found.parts[march, 1 + SERIES.index("CLAIMSx")] == pytest.approx(-42.2, abs=0.05)
    assert found.standard_error[march - 1 : march + 1] == pytest.approx([0.7, 10.8], abs=0.05)
