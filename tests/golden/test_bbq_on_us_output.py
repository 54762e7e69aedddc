"""BBQ on real US GDP, 1959–2009 as statsmodels carries it, against the official reference dates by quarter."""

import numpy as np
import pytest

from openmbi.index.turning_points.against_reference import against_reference
from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.turns import turns_of

QUARTERS = [(year, quarter) for year in range(1959, 2010) for quarter in (1, 2, 3, 4)]
NBER = [
    *[((1960, 2), 1), ((1961, 1), -1), ((1969, 4), 1), ((1970, 4), -1), ((1973, 4), 1), ((1975, 1), -1)],
    *[((1980, 1), 1), ((1980, 3), -1), ((1981, 3), 1), ((1982, 4), -1), ((1990, 3), 1), ((1991, 1), -1)],
    *[((2001, 1), 1), ((2001, 4), -1), ((2007, 4), 1), ((2009, 2), -1)],
]
"""Quarters of peaks (1) and troughs (−1): nber.org, US Business Cycle Expansions and Contractions."""


@pytest.fixture(scope="module")
def output() -> np.ndarray:
    data = pytest.importorskip("statsmodels.datasets.macrodata")
    return 100 * np.log(data.load().data["realgdp"].to_numpy())


def test_every_long_recession_is_dated_within_three_quarters(output):
    reference = turns_of((QUARTERS.index(quarter), kind) for quarter, kind in NBER)
    found = against_reference(bbq(output), reference, near=3)
    lag = dict(zip([QUARTERS[place] for place in reference.place], found.lag.tolist(), strict=True))
    unseen = {quarter for quarter, distance in lag.items() if np.isnan(distance)}
    assert unseen == {(2001, 1), (2001, 4), (2009, 2)}  # no two falls in a row in 2001; 2009 is too near the end
    assert found.mean_absolute_lag < 1
    assert np.nanmax(np.abs(found.lag)) <= 3
    assert len(found.extra) == 0
