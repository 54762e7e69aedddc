"""The simulated truth that the adjustment is measured against is what it says it is."""

from __future__ import annotations

import ast
import inspect

import numpy as np
import pytest
from benchmarks.adjustment_truth import AFTER, BEFORE, NEW_YEAR, Depth, Truth, Wanted, in_window, simulate, weekdays

from benchmarks import adjustment_truth
from openmbi.catalog.calendar import load_calendar

SPAN = ("2021-01-01", "2024-12-31")


@pytest.fixture(scope="module")
def truth() -> Truth:
    return simulate(Wanted(*SPAN, series=40, gaps=0.05))


def depths(truth: Truth) -> np.ndarray:
    """Return by how much each series' deepest day fell in each year (n, 4)."""
    return np.array([truth.festival[:, in_window(truth.days, (year,))].min(axis=1) for year in range(2021, 2025)]).T


def test_it_shares_no_code_with_what_it_judges() -> None:
    tree = ast.parse(inspect.getsource(adjustment_truth))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert "numpy" in imported
    assert [name for name in imported if name and name.startswith("openmbi")] == []


def test_use_is_the_product_of_its_parts(truth: Truth) -> None:
    np.testing.assert_allclose(np.log(truth.use) - truth.noise - truth.effect, truth.level, atol=1e-12)


def test_the_weekdays_of_a_quiet_week_sum_to_zero(truth: Truth) -> None:
    monday = int(np.flatnonzero(truth.days == np.datetime64("2023-07-03"))[0])
    assert weekdays(truth.days[monday : monday + 1]) == [0]
    week = truth.effect[:, monday : monday + 7]
    np.testing.assert_allclose(week.sum(axis=1), 0, atol=1e-12)
    assert np.abs(week).max() > 0.1


def test_a_festival_begins_and_ends_with_its_window(truth: Truth) -> None:
    assert not truth.festival[:, ~in_window(truth.days)].any()
    assert in_window(truth.days, (2022,)).sum() == AFTER - BEFORE + 1
    assert (truth.festival[:, truth.days == NEW_YEAR[2022]] < -0.2).all()


def test_days_off_of_the_festival_have_no_other_effect(truth: Truth) -> None:
    new_year = truth.days == NEW_YEAR[2024]
    np.testing.assert_array_equal(truth.effect[:, new_year], truth.festival[:, new_year])


def test_stable_shared_and_own_depth() -> None:
    stable, shared, own = (depths(simulate(Wanted(*SPAN, series=40, depth=depth))) for depth in Depth)
    np.testing.assert_allclose(stable / stable[:, :1], 1)
    ratio = shared / shared[:, :1]
    np.testing.assert_allclose(ratio, ratio[:1].repeat(40, axis=0))
    assert ratio.std(axis=1).min() > 0.05
    assert (own / own[:, :1])[:, 1:].std(axis=0).min() > 0.1


def test_own_days_of_closing_move_the_festival() -> None:
    usual, moved = (simulate(Wanted(*SPAN, series=40, own_days=days)).festival for days in (0.0, 2.0))
    assert not np.allclose(usual, moved)
    assert moved.min() == pytest.approx(usual.min(), abs=0.05)


def test_noise_gaps_and_the_annual_cycle(truth: Truth) -> None:
    assert truth.noise.std() == pytest.approx(0.10, abs=0.005)
    lagged = np.corrcoef(truth.noise[:, 1:].ravel(), truth.noise[:, :-1].ravel())[0, 1]
    assert lagged == pytest.approx(0.5, abs=0.03)
    assert 1 - truth.known.mean() == pytest.approx(0.05, abs=0.01)
    np.testing.assert_allclose(truth.annual[:, :1461].mean(axis=1), 0, atol=1e-3)


def test_another_span_has_the_same_effects(truth: Truth) -> None:
    longer = simulate(Wanted("2020-06-01", "2025-03-31", series=40))
    np.testing.assert_array_equal(longer.effect[:, np.isin(longer.days, truth.days)], truth.effect)


def test_new_years_are_those_of_the_calendar() -> None:
    days = np.array(list(NEW_YEAR.values()))
    known = load_calendar(None).days_from_new_year(days)
    assert (known[days >= np.datetime64("2014-01-01")] == 0).all()
