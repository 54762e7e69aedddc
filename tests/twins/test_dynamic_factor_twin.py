"""The dynamic factor engine against its dense twin: likelihood, factors, covariances, estimates and their weights; and what every fit must keep to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.twins.dense_factor_model import smoothed, told

from openmbi.index.dynamic_factor import (
    Aggregation,
    Ended,
    FactorModel,
    FactorParameters,
    FitOptions,
    GrowthNoise,
    Idiosyncratic,
    MixedPanel,
    estimate,
    fit,
    fit_many,
    smooth,
)

DAYS = np.arange("2024-01-10", "2025-01-16", dtype="M8[D]")
MONTHS = np.arange("2000-02", "2003-02", dtype="M8[M]").astype("M8[D]")


@dataclass(frozen=True)
class Case:
    panel: MixedPanel
    model: FactorModel
    parameters: FactorParameters


def parameters(model: FactorModel, n: int, draw: np.random.Generator) -> FactorParameters:
    """Return stable parameters with means and scales of their own."""
    r, same = model.size, model.block_of[:, None] == model.block_of[None]
    transition = np.array([0.5 / (1 + lag) ** 2 * np.eye(r) for lag in range(model.lags)])
    transition = np.where(same, transition + draw.normal(scale=0.06, size=transition.shape), 0.0)
    root = np.where(same, np.eye(r) + 0.3 * np.tril(draw.normal(size=(r, r))), 0.0)
    autoregressive = model.idiosyncratic is Idiosyncratic.AR1
    persistence = draw.uniform(-0.6, 0.95, n) if autoregressive else np.zeros(n)
    loadings = np.where(model.loads(n), draw.normal(size=(n, r)), 0.0)
    return FactorParameters(
        loadings,
        transition,
        root @ root.T,
        draw.uniform(0.2, 1.5, n),
        persistence,
        draw.normal(size=n),
        draw.uniform(0.5, 3, n),
    )


def calendar_case(lags: int) -> Case:
    """Return daily, weekly, monthly and quarterly series on a grid that begins inside a week, a month and a quarter."""
    draw = np.random.default_rng(lags)
    opens = DAYS.astype("M8[M]").astype("M8[D]") == DAYS
    starts = np.array([(DAYS.astype(int) + 3) % 7 == 0, opens, opens & (DAYS.astype("M8[M]").astype(int) % 3 == 0)])
    how = (*("none",) * 3, "sum", "mean", "sum", "mean", "last", "sum")
    span = np.array([-1, -1, -1, 0, 0, 1, 1, -1, 2])
    value = draw.normal(size=(len(how), len(DAYS)))
    value[:3, draw.uniform(size=len(DAYS)) < 0.6] = np.nan
    value[:5][draw.uniform(size=(5, len(DAYS))) < 0.2] = np.nan
    ends = np.column_stack([starts[:, 1:], np.zeros(3, bool)])
    for row, of in enumerate((0, 0, 1, 1, 1, 2), start=3):
        value[row, ~ends[of]] = np.nan
    value[:3, -3:] = np.nan
    model = FactorModel((2,), lags=lags)
    panel = MixedPanel(np.char.mod("s%d", np.arange(len(how))), DAYS, value, tuple(map(Aggregation, how)), span, starts)
    return Case(panel, model, parameters(model, len(how), draw))


def monthly_case(model: FactorModel, *, quarterly: int = 0, missing: float = 0.25, n: int = 6, seed: int = 1) -> Case:
    """Return monthly series, the last of them quarterly growth, with long gaps, a late beginning, a month without any value and a ragged edge."""
    draw = np.random.default_rng(seed)
    value = draw.normal(size=(n, len(MONTHS)))
    value[draw.uniform(size=value.shape) < missing] = np.nan
    value[0, 5:14] = np.nan
    value[1, :9] = np.nan
    value[:, 17] = np.nan
    value[::2, -2:] = np.nan
    value[n - quarterly :, MONTHS.astype("M8[M]").astype(int) % 3 != 2] = np.nan
    how = (Aggregation.NONE,) * (n - quarterly) + (Aggregation.GROWTH,) * quarterly
    span, starts = np.full(n, -1, np.intp), np.zeros((0, len(MONTHS)), bool)
    panel = MixedPanel(np.char.mod("s%d", np.arange(n)), MONTHS, value, how, span, starts)
    return Case(panel, model, parameters(model, n, draw))


AR1 = Idiosyncratic.AR1
BLOCKS = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1], [1, 0, 1], [1, 1, 1]], bool)
CASES = {
    "white": monthly_case(FactorModel((2,), lags=2)),
    "white, complete": monthly_case(FactorModel((1,)), missing=0.0),
    "autoregressive": monthly_case(FactorModel((2,), idiosyncratic=AR1)),
    "autoregressive, three lags": monthly_case(FactorModel((1,), lags=3, idiosyncratic=AR1), missing=0.5),
    "quarterly growth": monthly_case(FactorModel((2,), lags=2), quarterly=2),
    "quarterly growth, autoregressive": monthly_case(FactorModel((2,), lags=2, idiosyncratic=AR1), quarterly=2),
    "quarterly growth, noise of quarters": monthly_case(
        FactorModel((2,), growth_noise=GrowthNoise.QUARTER), quarterly=2
    ),
    "quarterly growth, six lags": monthly_case(FactorModel((1,), lags=6), quarterly=1),
    "blocks": monthly_case(FactorModel((1, 1, 2), BLOCKS, 2), quarterly=1),
    "blocks, autoregressive": monthly_case(FactorModel((1, 2, 1), BLOCKS, 1, AR1), quarterly=1),
    "calendar": calendar_case(1),
    "calendar, two lags": calendar_case(2),
}


@pytest.mark.parametrize("name", CASES)
def test_smoothing(name: str) -> None:
    case = CASES[name]
    found, expected = smooth(case.panel, case.model, case.parameters), smoothed(case.panel, case.model, case.parameters)
    np.testing.assert_allclose(found.log_likelihood, expected.log_likelihood, rtol=1e-10)
    np.testing.assert_allclose(found.factor, expected.factor, atol=1e-8)
    np.testing.assert_allclose(found.covariance, expected.covariance, atol=1e-8)


@pytest.mark.parametrize("name", CASES)
def test_estimates_and_their_weights(name: str) -> None:
    case = CASES[name]
    panel, (n, T) = case.panel, case.panel.value.shape
    ends = (
        [T - 1]
        if panel.aggregation[-1] in {Aggregation.NONE, Aggregation.GROWTH}
        else [int(np.flatnonzero(panel.starts[-1])[-1]) - 1]
    )
    for row, at in ((0, T - 1), (0, 8), (n - 1, ends[0])):
        found = estimate(panel, case.model, case.parameters, str(panel.series[row]), panel.periods[at])
        expected = told(panel, case.model, case.parameters, row, at)
        np.testing.assert_allclose(found.mean, expected.mean, atol=1e-8)
        np.testing.assert_allclose(found.standard_error**2, expected.variance, atol=1e-8)
        np.testing.assert_allclose(found.weight, expected.weight, atol=1e-8)
        np.testing.assert_allclose(
            found.constant + (found.weight * np.nan_to_num(panel.value)).sum(), found.mean, atol=1e-10
        )


FITTED = ("white", "autoregressive", "quarterly growth, autoregressive", "blocks", "calendar")


@pytest.mark.parametrize("name", FITTED)
def test_a_fit_climbs_and_says_where_it_stands(name: str) -> None:
    case = CASES[name]
    found = fit(case.panel, case.model, FitOptions(starts=2, iterations=30))
    assert (np.diff(found.path) >= 0).all()
    assert found.log_likelihood == found.path[-1] == found.likelihoods.max()
    again = smooth(case.panel, case.model, found.parameters)
    np.testing.assert_allclose(again.log_likelihood, found.log_likelihood, rtol=1e-12)
    np.testing.assert_allclose(again.factor, found.smoothed.factor, atol=1e-10)


@pytest.mark.parametrize("name", FITTED)
def test_a_fit_is_the_same_every_time(name: str) -> None:
    case = CASES[name]
    one, other = (fit(case.panel, case.model, FitOptions(starts=2, iterations=8)) for _ in range(2))
    np.testing.assert_allclose(one.path, other.path, rtol=1e-12)
    np.testing.assert_allclose(one.parameters.loadings, other.parameters.loadings, atol=1e-10)


def test_a_fit_that_was_cut_short_has_not_converged() -> None:
    case = CASES["white"]
    found = fit(case.panel, case.model, FitOptions(starts=1, iterations=2))
    assert found.ended is Ended.ITERATIONS
    assert not found.converged


def test_many_fits_are_each_fit() -> None:
    cases = [monthly_case(FactorModel((1,)), seed=seed) for seed in range(4)]
    options = FitOptions(starts=1, iterations=20)
    together = fit_many([case.panel for case in cases], cases[0].model, options)
    for case, found in zip(cases, together, strict=True):
        alone = fit(case.panel, case.model, options)
        np.testing.assert_allclose(found.log_likelihood, alone.log_likelihood, rtol=1e-12)
        np.testing.assert_allclose(found.parameters.loadings, alone.parameters.loadings, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["quarterly growth", "quarterly growth, autoregressive"])
def test_a_release_in_a_quarters_last_month_moves_the_estimate_of_the_quarter(name: str) -> None:
    case = CASES[name]
    value, last = (
        case.panel.value.copy(),
        34,
    )  # December: the third month of a quarter, of which the quarterly series say nothing yet
    value[-2:, last:] = np.nan
    value[:-2, last:] = np.nan
    before = replace(case.panel, value=value)
    value = value.copy()
    value[2, last] = 3.0
    after = replace(case.panel, value=value)
    quarter = str(case.panel.series[-1]), case.panel.periods[last]
    first, then = (estimate(panel, case.model, case.parameters, *quarter) for panel in (before, after))
    expected = (
        told(after, case.model, case.parameters, len(value) - 1, last).mean
        - told(before, case.model, case.parameters, len(value) - 1, last).mean
    )
    assert abs(expected) > 0.01
    np.testing.assert_allclose(then.mean - first.mean, expected, atol=1e-9)
    assert then.weight[2, last] != 0
    assert then.standard_error < first.standard_error
