"""The MBI by a supervised method: earlier figures alone, exact parts, domains that begin late, and the terms of one fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.catalog.targets import load_targets
from openmbi.core.periods import Frequency
from openmbi.index.bridge import CONSTANT, NoMbi, TargetFigures, bridge
from openmbi.index.figure_months import figure_months, year_on_year
from openmbi.index.indicator_panel import IndicatorPanel
from openmbi.index.supervised.base import Options
from openmbi.index.supervised.composite import chosen, estimator_by, index_terms
from openmbi.index.supervised.methods import supervised_method, supervised_names

WEIGHT = np.array([0.5, 0.3, 0.2])
ADDITIVE = [name for name in supervised_names() if supervised_method(name).additive]


@pytest.fixture(scope="module")
def target():
    return load_targets(None)["value_added_440000"].model_copy(update={"combined_january_february": False})


def panel(months: int = 60, seed: int = 1) -> IndicatorPanel:
    steps = np.random.default_rng(seed).normal(0.003, 0.02, (3, months))
    first = (np.datetime64("2019-01") + np.arange(months)).astype("datetime64[D]")
    value = 100 * np.exp(np.cumsum(steps, axis=1))
    return IndicatorPanel(np.array(["a", "b", "c"]), Frequency.MONTHLY, first, value, np.zeros(value.shape, bool))


def growth_of(given: IndicatorPanel) -> np.ndarray:
    return year_on_year(given.value, given.periods, figure_months(given.periods, combined_january_february=False))


def figures_of(given: IndicatorPanel, until: int, noise: float = 0.0) -> TargetFigures:
    """The figures up to a month that 2 + 0.5 a + 0.1 b gives."""
    growth = 2 + np.array([0.5, 0.1, 0.0]) @ growth_of(given)
    growth += noise * np.random.default_rng(2).normal(size=len(growth))
    return TargetFigures(given.periods[12:until], growth[12:until])


def by(name: str):
    return estimator_by(supervised_method(name), Options(expert=WEIGHT))


@pytest.mark.parametrize("name", ADDITIVE)
def test_the_parts_of_every_month_sum_to_its_growth(name, target):
    given = panel()
    found = bridge(given, figures_of(given, 50, 1.0), target, by(name))
    known = [place for place, reason in enumerate(found.reason) if reason is NoMbi.KNOWN]
    assert known == list(range(24, 60))
    assert found.parts is not None
    np.testing.assert_allclose(found.parts[known].sum(axis=1), found.growth[known], atol=1e-10)
    assert np.isnan(found.parts[:24]).all()
    assert (found.standard_error[known] > 0).all()
    np.testing.assert_allclose(found.mbi[known], 100 + found.growth[known] - found.reference[known])
    assert found.latest is None
    assert found.error is not None


@pytest.mark.parametrize("name", ["ridge_to_expert", "scaled_pca"])
def test_what_is_released_later_alters_no_earlier_estimate(name, target):
    given = panel()
    early, late = (bridge(given, figures_of(given, until, 1.0), target, by(name)) for until in (40, 55))
    np.testing.assert_array_equal(early.growth[:41], late.growth[:41])
    np.testing.assert_array_equal(early.standard_error[:41], late.standard_error[:41])
    assert (early.growth[41:] != late.growth[41:]).all()
    changed = given.value.copy()
    changed[:, 45:] *= 1.5
    other = bridge(replace(given, value=changed), figures_of(given, 40, 1.0), target, by(name))
    np.testing.assert_array_equal(early.growth[:45], other.growth[:45])


def test_an_exact_relation_is_found(target):
    given = panel()
    found = bridge(given, figures_of(given, 50), target, by("partial_least_squares"))
    np.testing.assert_allclose(found.growth[50:], (2 + np.array([0.5, 0.1, 0.0]) @ growth_of(given))[50:], rtol=1e-6)


def test_a_method_that_is_not_additive_has_no_parts(target):
    given = panel(26)
    found = bridge(given, figures_of(given, 25, 1.0), target, by("boosting"))
    assert found.parts is None
    assert np.flatnonzero(~np.isnan(found.growth)).tolist() == [24, 25]


def test_a_domain_that_began_late_waits_and_a_gap_costs_its_own_month(target):
    g, x = np.arange(30.0), np.random.default_rng(0).normal(size=(30, 3))
    x[:20, 1] = np.nan
    x[7, 2] = np.nan
    used = chosen(g, x, np.ones(3))
    assert used.columns.tolist() == [True, False, True]
    assert np.flatnonzero(~used.rows).tolist() == [7]
    assert chosen(g, x, np.array([1, 1, np.nan])).columns.tolist() == [True, False, False]
    g[3] = np.nan
    assert np.flatnonzero(~chosen(g, x, np.ones(3)).rows).tolist() == [3, 7]
    given = panel()
    value = given.value.copy()
    value[2, :40] = np.nan
    found = bridge(replace(given, value=value), figures_of(given, 50, 1.0), target, by("ridge_to_expert"))
    assert found.parts is not None
    assert not found.parts[30, 3]
    assert found.parts[30, 1]


def test_where_there_is_no_estimate_the_reason_is_said(target):
    given = panel()
    few = bridge(given, figures_of(given, 23, 1.0), target, by("ridge"))
    assert few.reason[0] is NoMbi.NO_GROWTH
    assert set(few.reason[12:]) == {NoMbi.TOO_FEW}
    flat = replace(given, value=np.full_like(given.value, 100.0))
    assert bridge(flat, figures_of(given, 50, 1.0), target, by("ridge")).reason[-1] is NoMbi.FLAT
    value = given.value.copy()
    value[1:] = np.nan
    alone = bridge(replace(given, value=value), figures_of(given, 50, 1.0), target, by("three_pass_filter"))
    assert alone.reason[-1] is NoMbi.TOO_FEW_INDICATORS
    absent = given.value.copy()
    absent[0, :24] = np.nan  # known now, not before
    absent[1:, -1] = np.nan
    late = bridge(replace(given, value=absent), figures_of(given, 40, 1.0), target, by("ridge"))
    assert late.reason[-1] is NoMbi.TOO_FEW_INDICATORS


def test_only_the_last_60_figures_count(target):
    given = panel(110)
    figures = figures_of(given, 100)
    growth = figures.growth_pct.copy()
    growth[:20] = 50.0
    found = bridge(given, TargetFigures(figures.months, growth), target, by("partial_least_squares"))
    assert found.observations[-1] == 60
    assert found.growth[-1] == pytest.approx((2 + np.array([0.5, 0.1, 0.0]) @ growth_of(given))[-1], rel=1e-6)


def test_the_terms_of_a_fit_give_its_predictions_back():
    given = panel()
    growth = growth_of(given)
    x = growth[:, 12:].T
    y = 2 + x @ [0.5, 0.1, 0.0] + np.random.default_rng(1).normal(size=len(x))
    fitted = supervised_method("ridge").fit(x, y)
    shown = replace(given, value=growth)
    terms = index_terms(fitted, shown, "growth_by_ridge")
    assert terms is not None
    assert terms.subjects.tolist() == [CONSTANT, "a", "b", "c"]
    level = (terms.weight[:, None] * np.where(terms.member, terms.relative, 0)).sum(axis=0) / terms.divisor
    np.testing.assert_allclose(level[12:], fitted.predict(x), atol=1e-10)
    assert np.isnan(level[:12]).all()
    assert not terms.member[:, :12].any()
    assert index_terms(supervised_method("boosting").fit(x, y), shown, "growth_by_trees") is None
