"""What a fit and its estimates promise: climbing, the same bits every time, what is observed kept, outliers and crises of little weight, errors that hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.index.dynamic_factor import (
    Aggregation,
    Ended,
    Errors,
    FactorFit,
    FactorModel,
    FitOptions,
    Idiosyncratic,
    MixedPanel,
    estimate,
    expected,
    fit,
    fit_many,
    refreshed,
    same_frequency,
    smooth,
    smooth_many,
    standard_errors,
)

LOADINGS = np.array([1.0, 0.9, 0.8, 1.1, 0.7, 1.0, 0.9, 0.8])
MODEL = FactorModel()
ONE_START = FitOptions(starts=1)


def simulated(seed: int, *, n: int = 8, T: int = 120, persistence: float = 0.0) -> MixedPanel:
    """Return monthly series that one persistent factor drives, with noise of half its size, two gaps and a ragged edge."""
    draw = np.random.default_rng(seed)
    f, e = np.zeros(T), np.zeros((n, T))
    shock, noise = draw.normal(size=T), 0.5 * draw.normal(size=(n, T))
    for t in range(T):
        f[t] = 0.7 * f[t - 1] + shock[t] if t else shock[t]
        e[:, t] = persistence * e[:, t - 1] + noise[:, t] if t else noise[:, t]
    value = 3 + LOADINGS[:n, None] * f + e
    value[0, 10:15] = value[1, 40] = value[2, -1] = value[3, -2:] = np.nan
    months = np.arange("2010-01", T * 31, dtype="M8[M]")[:T].astype("M8[D]")
    return same_frequency(np.char.mod("s%d", np.arange(n)), months, value)


def quarterly(one: MixedPanel, how: Aggregation) -> MixedPanel:
    """Return the panel with its last series told once a quarter: the sum, mean or growth over its months, without noise of its own."""
    value = one.value.copy()
    T = value.shape[1]
    months = np.nan_to_num(value[-1])
    weight = {
        Aggregation.SUM: np.ones(3),
        Aggregation.MEAN: np.ones(3) / 3,
        Aggregation.GROWTH: np.array([1, 2, 3, 2, 1]),
    }[how]
    value[-1] = np.where((np.arange(T) % 3 == 2) & (np.arange(T) >= 5), np.convolve(months, weight)[:T], np.nan)
    aggregation = (*one.aggregation[:-1], how)
    span = np.where(np.array(aggregation) == how, 0 if how is not Aggregation.GROWTH else -1, -1)
    return MixedPanel(one.series, one.periods, value, aggregation, span, (np.arange(T) % 3 == 0)[None])


PANELS = {
    "white noise": (simulated(1), MODEL),
    "autoregressive": (simulated(2, persistence=0.6), FactorModel(idiosyncratic=Idiosyncratic.AR1)),
    "growth": (quarterly(simulated(3), Aggregation.GROWTH), FactorModel(lags=2)),
    "sums": (quarterly(simulated(4), Aggregation.SUM), MODEL),
    "means": (quarterly(simulated(5), Aggregation.MEAN), MODEL),
    "fat tails": (simulated(6), FactorModel(errors=Errors.STUDENT_T)),
}
NORMAL = [name for name in PANELS if name != "fat tails"]


@pytest.fixture(scope="module")
def fits() -> dict[str, FactorFit]:
    """Return the fit of each panel."""
    return {name: fit(panel, model, FitOptions(starts=2)) for name, (panel, model) in PANELS.items()}


@pytest.mark.parametrize("name", PANELS)
def test_a_fit_climbs_and_converges(fits: dict[str, FactorFit], name: str) -> None:
    found = fits[name]
    assert (np.diff(found.path) >= 0).all()
    assert found.converged
    assert found.iterations == len(found.path)
    assert len(found.likelihoods) == 2


@pytest.mark.parametrize("name", NORMAL)
def test_the_likelihood_of_a_fit_is_that_of_its_parameters(fits: dict[str, FactorFit], name: str) -> None:
    panel, model = PANELS[name]
    found = smooth(panel, model, fits[name].parameters)
    assert found.log_likelihood == fits[name].log_likelihood == fits[name].likelihoods.max()
    assert np.array_equal(found.factor, fits[name].smoothed.factor)


def test_the_likelihood_with_fat_tails_is_that_at_settled_weights(fits: dict[str, FactorFit]) -> None:
    panel, model = PANELS["fat tails"]
    found = smooth(panel, model, fits["fat tails"].parameters)
    np.testing.assert_allclose(found.log_likelihood, fits["fat tails"].log_likelihood, atol=0.1)
    np.testing.assert_allclose(found.factor, fits["fat tails"].smoothed.factor, atol=0.01)


@pytest.mark.parametrize("name", PANELS)
def test_the_same_inputs_give_the_same_bits(fits: dict[str, FactorFit], name: str) -> None:
    panel, model = PANELS[name]
    again = fit(panel, model, FitOptions(starts=2))
    same(again, fits[name])


def test_many_fits_are_each_fit_bit_for_bit() -> None:
    panels = [simulated(seed, n=4 + seed % 3, T=60 + seed) for seed in range(6)]
    together = fit_many(panels, MODEL)
    for panel, found in zip(panels, together, strict=True):
        same(found, fit(panel, MODEL, ONE_START))
    newest = smooth_many(panels, MODEL, [one.parameters for one in together])
    for one, found in zip(newest, together, strict=True):
        assert np.array_equal(one.factor, found.smoothed.factor)


def same(one: FactorFit, other: FactorFit) -> None:
    assert np.array_equal(one.path, other.path)
    assert one.ended is other.ended
    assert one.log_likelihood == other.log_likelihood
    for name in ("loadings", "transition", "innovation", "variance", "persistence", "mean", "scale"):
        assert np.array_equal(getattr(one.parameters, name), getattr(other.parameters, name)), name
    assert np.array_equal(one.smoothed.factor, other.smoothed.factor)
    assert np.array_equal(one.smoothed.covariance, other.smoothed.covariance)


@pytest.mark.parametrize("name", ["white noise", "fat tails"])
@pytest.mark.parametrize("limit", [1, 3])
def test_a_fit_that_was_cut_short_says_so(name: str, limit: int) -> None:
    found = fit(*PANELS[name], FitOptions(starts=1, iterations=limit))
    assert found.ended is Ended.ITERATIONS
    assert not found.converged
    assert len(found.path) == limit


def test_two_steps_are_no_convergence() -> None:
    found = fit(*PANELS["white noise"], FitOptions(starts=1, two_step=True))
    assert not found.converged
    assert found.path[-1] > found.path[0]


def test_more_starts_end_no_lower() -> None:
    panel = simulated(9)
    few, many = (fit(panel, FactorModel((2,)), FitOptions(starts=starts)) for starts in (1, 4))
    assert many.log_likelihood >= few.log_likelihood
    assert many.likelihoods[0] == few.log_likelihood


@pytest.mark.parametrize("name", PANELS)
def test_what_is_observed_is_kept_and_the_rest_is_estimated(fits: dict[str, FactorFit], name: str) -> None:
    (panel, model), parameters = PANELS[name], fits[name].parameters
    found = expected(panel, model, parameters)
    there = ~np.isnan(panel.value)
    np.testing.assert_allclose(found[there], panel.value[there], rtol=1e-12)
    for row, at in ((0, 12), (3, -1)):
        one = estimate(panel, model, parameters, str(panel.series[row]), panel.periods[at])
        np.testing.assert_allclose(one.mean, found[row, at], rtol=1e-9)
        np.testing.assert_allclose(one.constant + (one.weight * np.nan_to_num(panel.value)).sum(), one.mean, rtol=1e-9)
        assert one.standard_error > 0


@pytest.mark.parametrize("name", ["growth", "sums", "means"])
def test_a_release_in_a_quarters_last_month_moves_the_nowcast_of_the_quarter(
    fits: dict[str, FactorFit], name: str
) -> None:
    (panel, model), parameters = PANELS[name], fits[name].parameters
    value = panel.value.copy()
    value[:, -1] = np.nan
    before = replace(panel, value=value)
    value = value.copy()
    value[1, -1] = panel.value[1, -1]
    after = replace(panel, value=value)
    old, new = (estimate(one, model, parameters, "s7", panel.periods[-1]) for one in (before, after))
    foretold = estimate(before, model, parameters, "s1", panel.periods[-1])
    assert new.weight[1, -1] != 0
    np.testing.assert_allclose(new.mean - old.mean, new.weight[1, -1] * (value[1, -1] - foretold.mean), rtol=1e-6)
    assert abs(new.mean - old.mean) > 1e-3
    assert new.standard_error < old.standard_error


def test_a_newer_panel_moves_the_factors_and_no_parameter(fits: dict[str, FactorFit]) -> None:
    panel, model = PANELS["white noise"]
    value = panel.value.copy()
    value[2, -1] = 5.0
    newer = refreshed(replace(panel, value=value), model, fits["white noise"])
    assert newer.parameters is fits["white noise"].parameters
    assert newer.smoothed.factor[-1, 0] != fits["white noise"].smoothed.factor[-1, 0]
    assert newer.log_likelihood == newer.smoothed.log_likelihood


@pytest.mark.parametrize("name", PANELS)
def test_other_units_change_nothing_but_the_units(fits: dict[str, FactorFit], name: str) -> None:
    panel, model = PANELS[name]
    parameters = fits[name].parameters
    times, plus = np.linspace(0.5, 200, 8), np.linspace(-30, 1000, 8)
    other = replace(panel, value=times[:, None] * panel.value + plus[:, None])
    same_law = replace(parameters, mean=times * parameters.mean + plus, scale=times * parameters.scale)
    found, turned = expected(panel, model, parameters), expected(other, model, same_law)
    np.testing.assert_allclose(turned, times[:, None] * found + plus[:, None], rtol=1e-9, atol=1e-9)
    again = fit(other, model, FitOptions(starts=2))
    np.testing.assert_allclose(again.log_likelihood, fits[name].log_likelihood, atol=0.02)


def in_units(found: FactorFit) -> np.ndarray:
    """Return loadings (n,) in units of the series and of a factor whose innovations have standard deviation 1, the first positive."""
    loading = found.parameters.loadings[:, 0] * found.parameters.scale * np.sqrt(found.parameters.innovation[0, 0])
    return loading * np.sign(loading[0])


def moved(spoilt: MixedPanel, clean: MixedPanel, errors: Errors) -> np.ndarray:
    """Return by which share each loading moves from one panel to the other."""
    model = FactorModel(errors=errors)
    bad, good = (in_units(fit(one, model, ONE_START)) for one in (spoilt, clean))
    return np.abs(bad / good - 1)


def test_a_gross_outlier_hardly_moves_loadings_with_fat_tails() -> None:
    clean = simulated(11)
    value = clean.value.copy()
    value[4, 60] += 60  # some hundred standard deviations of the series' noise
    spoilt = replace(clean, value=value)
    fat, normal = (moved(spoilt, clean, errors)[4] for errors in (Errors.STUDENT_T, Errors.NORMAL))
    assert normal > 0.2
    assert fat < 0.05


def test_a_crisis_hardly_moves_loadings_and_transition_with_fat_tails() -> None:
    clean = simulated(12)
    value = clean.value.copy()
    crisis = np.zeros(120)
    crisis[70], crisis[71], crisis[72] = -25.0, 15.0, 10.0  # down and up again: not as the factor moves at other times
    spoilt = replace(clean, value=value + LOADINGS[:, None] * crisis)

    def law(one: MixedPanel, errors: Errors) -> tuple[float, np.ndarray]:
        found = fit(one, FactorModel(errors=errors), ONE_START)
        return float(found.parameters.transition[0, 0, 0]), in_units(found)

    found = {(one is spoilt, errors): law(one, errors) for one in (clean, spoilt) for errors in Errors}
    away = {e: abs(found[True, e][0] - found[False, e][0]) for e in Errors}
    grown = {e: np.abs(found[True, e][1] / found[False, e][1] - 1).max() for e in Errors}
    assert away[Errors.NORMAL] > 0.3
    assert away[Errors.STUDENT_T] < 0.15
    assert grown[Errors.NORMAL] > 0.5  # of a factor with unit innovations, all loadings grow with the crisis
    assert grown[Errors.STUDENT_T] < 0.25


def test_standard_errors_are_those_of_a_regression_where_the_factor_is_known() -> None:
    """Of series that are the factor but for a thousandth, the factor is known, and another's loading has the error of its regression on it."""
    draw = np.random.default_rng(13)
    T = 200
    f = draw.normal(size=T)
    value = np.vstack([f + 1e-2 * draw.normal(size=(3, T)), 0.6 * f + draw.normal(size=T)])
    panel = same_frequency(np.array(["a", "b", "c", "d"]), simulated(0, T=T).periods, value)
    found = fit(panel, MODEL, ONE_START)
    errors = standard_errors(panel, MODEL, found)
    F, y = found.smoothed.factor[:, 0], (value[3] - value[3].mean()) / value[3].std(ddof=1)
    slope = (F @ y) / (F @ F)
    variance = ((y - slope * F) ** 2).mean()
    np.testing.assert_allclose(found.parameters.loadings[3, 0], slope, rtol=1e-3)
    np.testing.assert_allclose(errors.loadings[3, 0], np.sqrt(variance / (F @ F)), rtol=0.01)
    np.testing.assert_allclose(errors.variance[3], variance * np.sqrt(2 / T), rtol=0.01)
    assert errors.persistence[3] == 0


def test_standard_errors_of_persistence_are_those_of_an_autoregression() -> None:
    draw = np.random.default_rng(14)
    T, f = 300, draw.normal(size=300)
    e, shock = np.zeros(T), draw.normal(size=T)
    for t in range(1, T):
        e[t] = 0.7 * e[t - 1] + shock[t]
    value = np.vstack([f + 1e-2 * draw.normal(size=(3, T)), 0.4 * f + e])
    panel, model = (
        same_frequency(np.array(["a", "b", "c", "d"]), simulated(0, T=T).periods, value),
        FactorModel(idiosyncratic=Idiosyncratic.AR1),
    )
    found = fit(panel, model, ONE_START)
    errors = standard_errors(panel, model, found)
    rho = found.parameters.persistence[3]
    assert abs(rho - 0.7) < 0.12
    np.testing.assert_allclose(errors.persistence[3], np.sqrt((1 - rho**2) / T), rtol=0.05)


def test_loadings_scatter_as_their_standard_errors_say() -> None:
    """Over panels of one law, the loading of a noisy series, in units of a clean one's, is off by some one standard error."""
    panels = [noisy(seed) for seed in range(100, 124)]
    off = []
    for panel, found in zip(panels, fit_many(panels, MODEL), strict=True):
        loading, unit = found.parameters.loadings[:, 0], found.parameters.scale[7] / found.parameters.scale[0]
        error = standard_errors(panel, MODEL, found).loadings[7, 0]
        off.append((loading[7] / loading[0] * unit - LOADINGS[7]) / (error / abs(loading[0]) * unit))
    assert 0.7 < np.std(off) < 1.4
    assert abs(np.mean(off)) < 0.6


def noisy(seed: int) -> MixedPanel:
    """Return a simulated panel whose last series has much noise of its own."""
    panel = simulated(seed, T=100)
    value = panel.value.copy()
    value[7] += 2 * np.random.default_rng((seed, 1)).normal(size=100)
    return replace(panel, value=value)
