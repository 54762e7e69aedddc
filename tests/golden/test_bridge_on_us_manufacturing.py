"""The bridge regression on real vintages: production of US manufacturing from hours worked in it, which are known two weeks earlier."""

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from openmbi.catalog.targets import load_targets
from openmbi.core.periods import Frequency
from openmbi.index.bridge import Bridge, TargetFigures, bridge
from openmbi.index.indicator_panel import IndicatorPanel

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def estimated(data_sets: Path):
    file = data_sets / "fredmd_vintages" / "fredmd_mfg_subset_long.parquet"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no fredmd_vintages")
    table = pq.read_table(file)

    def estimate(vintage: str, first: str) -> Bridge:
        """Estimate the last month of a vintage, as if its production were not out yet."""
        known = table.filter(pc.equal(table["vintage"].cast("string"), vintage))
        months, production = series(known, "IPMANSICS", first)
        hours = series(known, "AWHMAN", first)[1] * series(known, "MANEMP", first)[1]
        panel = IndicatorPanel(
            np.array(["hours"]), Frequency.MONTHLY, months, hours[None], np.zeros((1, len(months)), bool)
        )
        growth = 100 * (production[12:] / production[:-12] - 1)
        target = load_targets(None)["value_added_440000"].model_copy(update={"combined_january_february": False})
        return bridge(panel, TargetFigures(months[12:-1], growth[:-1]), target)

    return estimate


def series(table, name: str, first: str) -> tuple[np.ndarray, np.ndarray]:
    rows = table.filter(pc.equal(table["series"].cast("string"), name)).sort_by("date")
    months = rows["date"].to_numpy().astype("datetime64[M]")
    return months[months >= np.datetime64(first)].astype("datetime64[D]"), rows["value"].to_numpy()[
        months >= np.datetime64(first)
    ]


@pytest.mark.parametrize(
    ("vintage", "first", "expected"),
    [
        ("2024-03", "2010-01", (145, 1.39, 2.53)),
        ("2024-03", "2000-01", (265, 2.32, 2.05)),
        ("2020-02", "2010-01", (96, 0.96, 0.71)),
    ],
)
def test_its_error_is_what_the_page_says(estimated, vintage, first, expected):
    error = estimated(vintage, first).error
    assert (error.months, error.rmse, error.no_change_rmse) == pytest.approx(expected, abs=0.005)


def test_its_standard_error_is_somewhat_too_small_as_the_page_says(estimated):
    found = estimated("2020-02", "2010-01")
    both = ~np.isnan(found.growth) & ~np.isnan(found.released)
    off = np.abs(found.growth - found.released)[both] / found.standard_error[both]
    assert (off < 2).mean() == pytest.approx(0.90, abs=0.005)
