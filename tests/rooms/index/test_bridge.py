"""The MBI by hand: exact relations, months that have none, and nothing later than the month estimated."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.catalog.targets import Target, load_targets
from openmbi.core.periods import Frequency
from openmbi.index.bridge import NoMbi, TargetFigures, bridge
from openmbi.index.figure_months import figure_months, year_on_year
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.least_squares import least_squares

COMBINED = load_targets(None)["value_added_440000"]


def target(*, combined: bool) -> Target:
    return COMBINED.model_copy(update={"combined_january_february": combined})


def panel(value, first: str = "2021-01") -> IndicatorPanel:
    value = np.atleast_2d(np.asarray(value, float))
    months = (np.datetime64(first) + np.arange(value.shape[1])).astype("datetime64[D]")
    names = np.array([f"c{k}" for k in range(len(value))])
    return IndicatorPanel(names, Frequency.MONTHLY, months, value, np.zeros(value.shape, bool))


def composite(seed: int, months: int = 48) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return 100 * np.exp(np.cumsum(generator.normal(0.003, 0.02, months)))


def figures_of(given: IndicatorPanel, known: int, *, combined: bool, noise: float = 0.0, seed: int = 0):
    """The first `known` figures that 2 + 0.5 x gives."""
    months = figure_months(given.periods, combined_january_february=combined)
    growth = 2 + 0.5 * year_on_year(given.value, given.periods, months)[0]
    growth = growth + np.random.default_rng(seed).normal(0, noise, len(growth)) if noise else growth
    place = np.flatnonzero(~np.isnan(growth))[:known]
    return TargetFigures(months.last[place], growth[place])


def test_months_are_their_own_or_january_and_february_together():
    months = panel(np.ones(16)).periods
    assert len(figure_months(months, combined_january_february=False).last) == 16
    together = figure_months(months, combined_january_february=True)
    assert [together.label(k) for k in (0, 1, 10, 11, 12)] == [
        "2021-01…02",
        "2021-03",
        "2021-12",
        "2022-01…02",
        "2022-03",
    ]
    late = figure_months(months[1:], combined_january_february=True)
    assert late.label(0) == "2021-03"  # February without its January is no figure
    assert len(figure_months(months[:13], combined_january_february=True).last) == 11


def test_growth_of_two_months_is_of_their_mean():
    value = np.ones(15)
    value[12:15] = 1.1, 1.3, 1.05
    given = panel(value)
    together = figure_months(given.periods, combined_january_february=True)
    growth = year_on_year(given.value, given.periods, together)[0]
    assert np.isnan(growth[:11]).all()
    np.testing.assert_allclose(growth[11:], [20, 5])
    each = figure_months(given.periods, combined_january_february=False)
    np.testing.assert_allclose(year_on_year(given.value, given.periods, each)[0, 12:], [10, 30, 5])


@pytest.mark.parametrize("combined", [False, True])
def test_an_exact_relation_is_found_and_the_mbi_is_100_and_the_gap(combined):
    given = panel(composite(1))
    found = bridge(given, figures_of(given, 20, combined=combined), target(combined=combined))
    x = year_on_year(given.value, given.periods, found.months)[0]
    estimated = ~np.isnan(found.growth)
    first = np.flatnonzero(~np.isnan(x))[0]
    assert np.flatnonzero(estimated)[0] == first + 12
    np.testing.assert_allclose(found.growth[estimated], (2 + 0.5 * x)[estimated], rtol=1e-9)
    np.testing.assert_allclose(found.standard_error[estimated], 0, atol=1e-9)
    assert found.observations[-1] == 20
    assert found.reference[first] == 5.0  # the agreed value, before 24 months are known
    np.testing.assert_allclose(found.mbi[estimated], (100 + found.growth - found.reference)[estimated])
    assert found.latest is not None
    np.testing.assert_allclose(found.latest.coefficients, [2, 0.5], rtol=1e-9)
    assert found.latest.r_squared == pytest.approx(1)
    assert found.reason[first] is NoMbi.TOO_FEW
    assert found.reason[0] is NoMbi.NO_GROWTH
    assert found.reason[-1] is NoMbi.KNOWN


def test_the_reference_is_the_median_of_the_months_before_january_and_february_twice():
    given = panel(composite(2, 60))
    months = np.arange("2019-01", "2023-01", dtype="datetime64[M]").astype("datetime64[D]")
    growth = np.arange(len(months), dtype=float)
    wanted = months.astype("datetime64[M]").astype(int) % 12 != 0  # none stands at January
    found = bridge(given, TargetFigures(months[wanted], growth[wanted]), target(combined=True))
    june = np.datetime64("2021-06-01")
    place = found.months.last.tolist().index(june.item())
    before = wanted & (months < june)
    february = before & (months.astype("datetime64[M]").astype(int) % 12 == 1)
    assert found.reference[place] == np.median([*growth[before], *growth[february]])


def test_a_figure_at_january_is_that_of_both_months():
    given = panel(composite(3))
    at_february = figures_of(given, 30, combined=True, noise=0.5)
    moved = at_february.months.astype("datetime64[M]").copy()
    moved[moved.astype(int) % 12 == 1] -= 1
    at_january = TargetFigures(moved.astype("datetime64[D]"), at_february.growth_pct)
    one, other = (bridge(given, figures, target(combined=True)) for figures in (at_february, at_january))
    np.testing.assert_array_equal(one.mbi, other.mbi)


def test_what_is_released_later_alters_no_earlier_estimate():
    given = panel(composite(4))
    early, late = (
        bridge(given, figures_of(given, known, combined=True, noise=1.0), target(combined=True)) for known in (18, 33)
    )
    stop = (
        11 + 18 + 1
    )  # the first year has no growth; the one after the last release is estimated from the same figures
    np.testing.assert_array_equal(early.mbi[:stop], late.mbi[:stop])
    assert (early.mbi[stop:] != late.mbi[stop:]).all()


def test_the_error_is_that_of_estimates_made_before_the_release():
    given = panel(composite(5, 60))
    figures = figures_of(given, 40, combined=False, noise=1.0)
    found = bridge(given, figures, target(combined=False))
    x = year_on_year(given.value, given.periods, found.months)[0][12:52]
    g = figures.growth_pct
    guess = []
    for k in range(12, 40):
        fit = least_squares(g[:k], x[:k, None])
        assert fit is not None
        guess.append(fit.forecast(x[k : k + 1])[0])
    assert found.error is not None
    assert found.error.months == 28
    assert found.error.rmse == pytest.approx(np.sqrt(np.mean((g[12:] - guess) ** 2)))
    assert found.error.no_change_rmse == pytest.approx(np.sqrt(np.mean((g[12:] - g[11:-1]) ** 2)))


def test_where_there_is_no_mbi_the_reason_is_said():
    given = panel(composite(6))
    few = bridge(given, figures_of(given, 11, combined=False), target(combined=False))
    assert few.latest is None
    assert few.error is None
    assert np.isnan(few.mbi).all()
    assert set(few.reason[12:]) == {NoMbi.TOO_FEW}
    flat = bridge(panel(np.full(48, 100.0)), figures_of(given, 30, combined=False), target(combined=False))
    assert flat.reason[-1] is NoMbi.FLAT
    old = panel(composite(6), first="2009-01")  # the catalog's first agreed value is of 2015
    none = bridge(old, figures_of(old, 20, combined=False), target(combined=False))
    assert none.reason[12 + 13] is NoMbi.NO_REFERENCE
    assert all(reason.text().zh and reason.text().en for reason in NoMbi)


def test_figures_older_than_the_last_60_count_no_more():
    given = panel(composite(7, 96))
    figures = figures_of(given, 84, combined=False)
    growth = figures.growth_pct.copy()
    growth[:23] = 50.0  # another world, 61 figures and more before the last
    found = bridge(given, TargetFigures(figures.months, growth), target(combined=False))
    assert found.latest is not None
    np.testing.assert_allclose(found.latest.coefficients, [2, 0.5], rtol=1e-9)
    assert found.latest.observations == found.observations[-1] == 60
    np.testing.assert_allclose(found.growth[-1], figures.growth_pct[-1], rtol=1e-9)
    assert abs(found.growth[-2] - figures.growth_pct[-2]) > 1e-3
