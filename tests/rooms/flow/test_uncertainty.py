"""Errors of effects gathered over strata, and carried to levels and lights."""

import numpy as np
import pytest

from openmbi.catalog.lights import load_change_rules
from openmbi.core.adjusted import AdjustedPanel, AdjustmentDetail, DayStatus, Outliers, StratumErrors
from openmbi.core.tables import CellPanel, IndexSeries, IndexTerms, Level, Reading, Stints
from openmbi.flow.uncertainty import GatheredErrors, Judged, sure, uncertainty
from openmbi.lights.zone import zone_lights

T = 120
NOTHING = Outliers(*(np.empty(0, kind) for kind in (np.str_, "M8[D]", np.uint8, float, float)))


def stratum(rows: list[int], sigma: float = 0.02) -> StratumErrors:
    """Every day's effect is off by one draw, but on the first 60 days, which are the base."""
    late = (np.arange(T) >= 92).astype(float)[:, None]
    return StratumErrors(
        np.array(rows),
        late,
        np.ones((1, 1, 1)),
        np.zeros(len(rows), np.intp),
        np.full(len(rows), sigma),
        np.zeros((T, 0)),
        np.zeros((0, 0)),
        np.ones(len(rows)),
    )


def adjusted(subjects: list[str], errors: tuple[StratumErrors, ...] | None) -> tuple[CellPanel, AdjustedPanel]:
    shape = (len(subjects), T)
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + T)
    zeros, ones = np.zeros(shape), np.ones(shape)
    detail = None if errors is None else AdjustmentDetail(zeros, zeros, zeros, errors, NOTHING)
    panel = CellPanel("use_kwh", "kWh", np.array(subjects), days, ones, np.full(shape, Reading.NORMAL, np.uint8))
    status = np.full(shape, DayStatus.ACTIVE, np.uint8)
    flat = AdjustedPanel(
        panel.subjects, days, ones, ones, zeros, zeros, ones[:, 0], status[0], status, status[0] > 9, detail
    )
    return panel, flat


@pytest.fixture
def judged() -> Judged:
    """Four equal enterprises whose level is 100 throughout."""
    panel, _ = adjusted(list("abcd"), None)
    ones, nobody = np.ones((4, T)), np.zeros((4, T), bool)
    terms = IndexTerms("level", panel.subjects, panel.days, ones[:, 0], ones, ~nobody, np.full(T, 0.04), nobody, nobody)
    rows, nothing = np.arange(4), np.zeros(4, np.intp)
    stints = Stints(Level.ZONE, np.array(["z"]), rows, nothing, nothing, np.full(4, T))
    rules = load_change_rules(None)
    return Judged(
        terms=terms,
        panel=panel,
        base_day=np.arange(T) < 60,
        stints={Level.ZONE: stints},
        close={Level.ZONE: np.full((1, T), 100.0)},
        rules={Level.ZONE: rules["zone_activity"]},
        enterprise_rule=rules["enterprise_activity"],
    )


def test_rows_become_those_of_the_whole_panel():
    gathered = GatheredErrors(np.array(list("abcd")))
    gathered.watch(*adjusted(["b", "d"], (stratum([1]),)))
    gathered.watch(*adjusted(["a", "c"], (stratum([0, 1]),)))
    assert gathered.errors is not None
    assert [one.rows.tolist() for one in gathered.errors] == [[3], [0, 2]]


def test_a_method_without_errors_makes_none(judged: Judged):
    gathered = GatheredErrors(np.array(list("abcd")))
    gathered.watch(*adjusted(["b", "d"], (stratum([1]),)))
    gathered.watch(*adjusted(["a", "c"], None))
    assert gathered.errors is None
    assert uncertainty(None, judged) is None


def test_errors_of_levels_and_of_what_lights_judge(judged: Judged):
    """σ = 0.02 each and independent: of the mean of four 0.01, so that a close of 100 is off by 1 and its change by 1 %; of one enterprise 0.02."""
    found = uncertainty((stratum([0, 2]), stratum([1, 3])), judged)
    assert found is not None
    zone = found.levels[Level.ZONE]
    assert zone.days[-1] == judged.terms.days[-1]
    np.testing.assert_allclose(zone.close[0], np.where(np.arange(T)[-90:] >= 92, 1.0, 0.0), atol=1e-12)
    np.testing.assert_allclose(zone.change, 0.01)
    np.testing.assert_allclose(found.enterprises, 0.02 * (1 - 21 / 90))  # 21 of its 90 days before are off as well


def test_no_error_leaves_lights_as_they_are(judged: Judged):
    rule = judged.rules[Level.ZONE]
    close = judged.close[Level.ZONE][0]
    series = IndexSeries("level", "z", judged.terms.days, close, np.ones(T), close < 0)
    lights = zone_lights(series, rule)
    assert sure(lights, rule, None) is lights
    made = sure(lights, rule, np.array([0.01])).probability
    assert made is not None
    assert made[0, -1] == pytest.approx(2.9e-7, rel=0.02)  # Φ(−5)
