"""The real-time evidence on US manufacturing knows nothing that came out with, or after, what it forecasts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.us_forecasters import LeastSquares, Mean, occasions, pool
from benchmarks.us_manufacturing import calibrated, with_combination
from benchmarks.us_vintages import FIRST_MONTH, MASKED, TARGET, WHITELIST, Vintages, eve, read_vintages

from openmbi.index.backtest.replay import Replay, replay

MONTHS = FIRST_MONTH + np.arange(12 * 25 + 6)
SERIES = tuple(sorted(WHITELIST | MASKED))
AT = MONTHS[-4]
PRODUCTION = {
    "INDPRO",
    "IPMANSICS",
    "CUMFNS",
    "IPFINAL",
    "IPFPNSS",
    "IPMAT",
    "IPDMAT",
    "IPNMAT",
    "IPFUELS",
    "IPB51222S",
}


@pytest.fixture(scope="module")
def made() -> Vintages:
    """Random levels around 100 with a common cycle, revised a little in each of the last 40 months' vintages, known to the month before."""
    rng = np.random.default_rng(7)
    growth = 0.003 * rng.normal(size=len(MONTHS)) + 0.004 * rng.normal(size=(len(SERIES), len(MONTHS)))
    vintages = MONTHS[-40:]
    value = 100 * np.exp(np.cumsum(growth, axis=1) + 0.001 * rng.normal(size=(len(vintages), len(SERIES), len(MONTHS))))
    unknown = vintages[:, None] <= MONTHS
    value[np.broadcast_to(unknown[:, None], value.shape)] = np.nan
    return Vintages(vintages, SERIES, MONTHS, value)


def disturbed(made: Vintages, vintages: np.ndarray, names: set[str]) -> Vintages:
    value = made.value.copy()
    value[np.ix_(vintages, np.isin(SERIES, list(names)))] *= 1 + 0.1 * np.sin(np.arange(len(MONTHS)))
    return replace(made, value=value)


def forecast(vintages: Vintages) -> np.ndarray:
    known = occasions(vintages)[AT]
    methods = [pool()[0], pool()[4], pool()[5], LeastSquares("ar1", pool()[0].label, ("production.1",))]
    return np.array([one.forecast(known).mean for one in methods])


def test_every_series_is_whitelisted_or_masked_with_its_reason():
    assert set(WHITELIST) & set(MASKED) == set()
    assert all({**WHITELIST, **MASKED}.values())
    assert set(MASKED) >= PRODUCTION
    assert not [name for name in WHITELIST if name.startswith(("IP", "CU"))]


def test_what_comes_out_with_the_release_changes_no_forecast(made: Vintages):
    np.testing.assert_array_equal(forecast(disturbed(made, made.vintages == AT, set(MASKED))), forecast(made))


def test_what_comes_out_later_changes_no_forecast(made: Vintages):
    np.testing.assert_array_equal(forecast(disturbed(made, made.vintages > AT, set(SERIES))), forecast(made))


def test_what_was_out_before_does(made: Vintages):
    base = forecast(made)
    hours = forecast(disturbed(made, made.vintages == AT, {"AWHMAN"}))
    past = forecast(disturbed(made, made.vintages == AT - 1, {TARGET}))
    assert (hours != base)[:3].all()
    assert (past != base).any()


def test_the_past_of_production_is_the_vintage_before(made: Vintages):
    known, row = made.known(AT), SERIES.index(TARGET)
    np.testing.assert_array_equal(known[TARGET], made.value[made.place(AT - 1), row])
    np.testing.assert_array_equal(known["AWHMAN"], made.value[made.place(AT), SERIES.index("AWHMAN")])
    assert np.isnan(known[TARGET][MONTHS >= AT - 1]).all()
    assert np.isfinite(known["AWHMAN"][MONTHS == AT - 1]).all()


def test_intervals_and_weights_rest_on_earlier_errors(made: Vintages):
    known = {eve(vintage): one for vintage, one in list(occasions(made).items())}
    outcome = {one.wanted: made.first_print(np.datetime64(day, "M")) for day, one in known.items()}
    quick = [one if isinstance(one, LeastSquares) else Mean(one.name, one.label, one.members[:1]) for one in pool()]
    found = replay(known.__getitem__, list(known), quick, outcome)
    later = found.outcome.copy()
    later[30:] += 5
    before, after = (calibrated(with_combination(one)) for one in (found, replace(found, outcome=later)))
    assert intervals(before)[:31] == intervals(after)[:31]
    assert intervals(before)[-1] != intervals(after)[-1]


def intervals(found: Replay) -> list[tuple[float, float]]:
    return [density.interval(0.8) for density in found.densities[0]]


@pytest.mark.real_data
def test_the_vintages_are_read_as_they_are(data_sets: Path):
    if not (data_sets / "fredmd_vintages").is_dir():
        pytest.skip("MBI_DATA_DIR has no fredmd_vintages")
    vintages = read_vintages(data_sets)
    assert set(vintages.series) == set(WHITELIST) | set(MASKED)
    april = np.datetime64("2020-05", "M")
    assert vintages.first_print(april) == pytest.approx(-13.7, abs=0.05)
    late = np.datetime64("2023-11", "M")
    place = vintages.place(late)
    level = vintages.value[place, vintages.series.index(TARGET)]
    assert np.isfinite(level[vintages.months < late - 1]).sum() > 700
    assert not np.isfinite(level[vintages.months >= late]).any()
    assert len(vintages.judged()) == 296
    for vintage in vintages.judged():
        known, month = vintages.known(vintage), vintages.months == vintage - 1
        assert not np.isfinite([known[name][month] for name in MASKED]).any(), vintage
