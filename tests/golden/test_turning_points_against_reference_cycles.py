"""Turning points of Taiwan's coincident index and of US industrial production beside the official reference dates.

Taiwan: National Development Council. The 13th cycle (peak 2011-02, trough 2012-01) is from its press release of 2014-11-07, the 15th (peak 2022-01, trough
2023-04) from reports of its announcement of 2025-02-06; the others are from memory. US: nber.org, US Business Cycle Expansions and Contractions; from memory.
"""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from openmbi.index.turning_points.against_reference import against_reference
from openmbi.index.turning_points.as_known import STANDS, growing, turns_as_known
from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.bry_boschan import bry_boschan
from openmbi.index.turning_points.censoring import MONTHLY
from openmbi.index.turning_points.turns import Turns, turns_of

pytestmark = pytest.mark.real_data

TAIWAN = (
    "P1984-05 T1985-08 P1989-05 T1990-08 P1995-02 T1996-03 P1997-12 T1998-12 P2000-09 T2001-09 "
    "P2004-03 T2005-02 P2008-03 T2009-02 P2011-02 T2012-01 P2014-10 T2016-02 P2022-01 T2023-04"
)
US = (
    "P1960-04 T1961-02 P1969-12 T1970-11 P1973-11 T1975-03 P1980-01 T1980-07 P1981-07 T1982-11 "
    "P1990-07 T1991-03 P2001-03 T2001-11 P2007-12 T2009-06 P2020-02 T2020-04"
)
NEAR = 12
TREND_IN, TREND_OUT = "同時指標綜合指數", "同時指標不含趨勢指數"


def reference(text: str, first: str) -> Turns:
    opening = np.datetime64(first)
    return turns_of(
        (int((np.datetime64(turn[1:]) - opening).astype(int)), 1 if turn[0] == "P" else -1) for turn in text.split()
    )


@pytest.fixture(scope="module")
def taiwan(data_sets: Path):
    file = data_sets / "taiwan_ndc" / "景氣指標與燈號.csv"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no taiwan_ndc")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return lambda column: 100 * np.log(np.array([float(row[column]) for row in rows]))


@pytest.fixture(scope="module")
def production(data_sets: Path) -> np.ndarray:
    """Industrial production of the vintage of March 2026, from 1959-01."""
    file = data_sets / "fredmd_vintages" / "fredmd_mfg_subset_long.parquet"
    if not file.is_file():
        pytest.skip("MBI_DATA_DIR has no fredmd_vintages")
    table = pq.read_table(file, filters=[("vintage", "==", "2026-03"), ("series", "==", "INDPRO")])
    return 100 * np.log(table.sort_by("date")["value"].to_numpy())


@pytest.mark.parametrize(
    ("column", "method", "expected"),
    [
        (TREND_IN, "bry_boschan", (16, 1.31, 5)),
        (TREND_IN, "bbq", (18, 1.50, 5)),
        (TREND_OUT, "bry_boschan", (20, 1.70, 11)),
        (TREND_OUT, "bbq", (20, 1.70, 11)),
    ],
)
def test_taiwan_is_dated_as_the_page_says(taiwan, column, method, expected):
    found, lag, extra = expected
    value = taiwan(column)
    turns = bry_boschan(value) if method == "bry_boschan" else bbq(value, MONTHLY)
    against = against_reference(turns, reference(TAIWAN, "1982-01"), near=NEAR)
    assert (against.found, len(against.lag), len(against.extra)) == (found, 20, extra)
    assert against.mean_absolute_lag == pytest.approx(lag, abs=0.01)


@pytest.mark.parametrize(("method", "found", "lag", "extra"), [("bry_boschan", 17, 1.24, 7), ("bbq", 17, 1.24, 13)])
def test_us_production_is_dated_as_the_page_says(production, method, found, lag, extra):
    rules = replace(MONTHLY, large_fall=10.4)
    turns = bry_boschan(production, rules) if method == "bry_boschan" else bbq(production, rules)
    against = against_reference(turns, reference(US, "1959-01"), near=NEAR)
    assert (against.found, len(against.lag), len(against.extra)) == (found, 18, extra)
    assert against.mean_absolute_lag == pytest.approx(lag, abs=0.01)


def test_turning_points_are_known_half_a_year_late_as_the_page_says(taiwan):
    known = turns_as_known(bbq(past, MONTHLY) for past in growing(taiwan(TREND_IN)))
    standing = known.withdrawn == STANDS
    late = (known.known - known.place)[standing]
    assert int(np.median(late)) == 6
    assert (int(late.min()), int(late.max())) == (6, 19)
    assert (len(known), int((~standing).sum())) == (28, 5)
