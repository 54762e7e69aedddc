"""Sliding spans: where they lie, and how often a made-up method disagrees with itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.adjustment.diagnostics.sliding_spans import sliding_spans, spans_of
from openmbi.adjustment.methods import method_named
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.periods import Frequency
from openmbi.core.tables import CellPanel, Reading

MONTHS = np.arange("2012-01", "2018-01", dtype="M8[M]").astype("M8[D]")


@pytest.fixture(scope="module")
def panel() -> CellPanel:
    value = np.full((1, len(MONTHS)), 100.0)
    return CellPanel("u", "kWh", np.array(["a"]), MONTHS, value, np.full(value.shape, Reading.NORMAL, np.uint8))


def method(season_of_year: dict[int, float]):
    """A method whose seasonal factor of every January depends on the year in which the panel it is given ends."""

    def adjust(panel: CellPanel) -> AdjustedPanel:
        made = method_named("stl").adjust(panel, load_calendar(None), frequency=Frequency.MONTHLY)
        assert made.detail
        january = panel.days.astype("M8[M]").astype(int) % 12 == 0
        last = int(panel.days[-1].astype("M8[Y]").astype(int)) + 1970
        season = np.where(january, np.log(season_of_year[last]), 0.0)[None]
        return replace(made, detail=replace(made.detail, season=season))

    return adjust


def test_spans_end_a_year_apart_and_the_last_with_the_data():
    spans = spans_of(MONTHS)
    assert [(str(MONTHS[one][0]), str(MONTHS[one][-1])) for one in spans] == [
        ("2012-01-01", "2014-12-01"),
        ("2013-01-01", "2015-12-01"),
        ("2014-01-01", "2016-12-01"),
        ("2015-01-01", "2017-12-01"),
    ]
    assert spans_of(MONTHS[:36]) == []


def test_a_method_that_agrees_with_itself_is_stable(panel: CellPanel):
    found = sliding_spans(panel, method(dict.fromkeys(range(2014, 2018), 0.9)), Frequency.MONTHLY)
    assert found
    assert (found.season.tolist(), found.change.tolist()) == ([0.0], [0.0])


def test_januaries_that_differ_are_counted(panel: CellPanel):
    found = sliding_spans(panel, method({2014: 1.0, 2015: 1.0, 2016: 1.0, 2017: 1.05}), Frequency.MONTHLY)
    assert found
    # 2013 to 2016 lie in two spans or more: 48 months. The last span has the Januaries of 2015 and 2016: 2 of 48.
    assert found.season[0] == pytest.approx(100 * 2 / 48)
    # Growth from December and to February is off; January 2015 is the last span's first month and has no growth there: 3 of the 47 with growth in two spans.
    assert found.change[0] == pytest.approx(100 * 3 / 47)


def test_a_short_history_has_none(panel: CellPanel):
    short = replace(panel, days=MONTHS[:40], value=panel.value[:, :40], reading=panel.reading[:, :40])
    assert sliding_spans(short, method({}), Frequency.MONTHLY) is None
