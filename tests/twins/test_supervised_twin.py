"""The supervised methods against their definitions written out: plain regressions, normal equations, rows left out one by one."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.supervised.base import Options
from openmbi.index.supervised.folds import expanding
from openmbi.index.supervised.methods import supervised_method
from openmbi.index.supervised.ridge_path import ridge_path
from openmbi.index.supervised.training import Training


def data(rows: int = 50, indicators: int = 7, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    factor = generator.normal(size=(rows, 2))
    x = 10 + factor @ generator.normal(size=(2, indicators)) + 0.7 * generator.normal(size=(rows, indicators))
    return x, 1 + factor @ [1.5, -0.5] + generator.normal(size=rows)


def standard(x: np.ndarray) -> np.ndarray:
    return (x - x.mean(axis=0)) / x.std(axis=0)


def slope(y: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    """Coefficients of y on a constant and columns, without the constant's."""
    return np.linalg.lstsq(np.column_stack([np.ones(len(y)), *columns]), y, rcond=None)[0][1:]


def three_passes(x: np.ndarray, y: np.ndarray, new: np.ndarray, proxies: list[np.ndarray]) -> np.ndarray:
    z, at = standard(x), (new - x.mean(axis=0)) / x.std(axis=0)
    loading = np.array([slope(column, *proxies) for column in z.T])
    factor = np.array([slope(row, *loading.T) for row in z])
    coefficients = np.linalg.lstsq(np.column_stack([np.ones(len(y)), factor]), y, rcond=None)[0]
    return np.array([coefficients[0] + coefficients[1:] @ slope(row, *loading.T) for row in at])


@pytest.mark.parametrize("components", [1, 2, 3])
def test_the_three_pass_filter_is_three_plain_regressions(components):
    x, y = data()
    new = data(seed=4)[0]
    proxies = [y]
    while len(proxies) < components:
        proxies.append(y - three_passes(x, y, x, proxies))
    fitted = supervised_method("three_pass_filter").fit(x, y, options=Options(components=components))
    np.testing.assert_allclose(fitted.predict(new), three_passes(x, y, new, proxies), rtol=1e-8)


@pytest.mark.parametrize("components", [1, 2, 4])
def test_scaled_components_are_components_of_columns_times_their_slopes(components):
    x, y = data()
    z = standard(x)
    scaled = z * [slope(y, column)[0] for column in z.T]
    value, vector = np.linalg.eigh(scaled.T @ scaled)
    factor = scaled @ vector[:, np.argsort(value)[::-1][:components]]
    b = np.linalg.lstsq(np.column_stack([np.ones(len(y)), factor]), y, rcond=None)[0]
    fitted = supervised_method("scaled_pca").fit(x, y, options=Options(components=components))
    np.testing.assert_allclose(fitted.predict(x), b[0] + factor @ b[1:], rtol=1e-9)


def penalised(z: np.ndarray, y: np.ndarray, w: np.ndarray, penalty: float) -> tuple[float, float, np.ndarray]:
    """Constant, c and b of the least ‖y − constant − zb‖² + λ‖b − cw‖², from the rows of one long least squares."""
    n = z.shape[1]
    rows = np.column_stack([np.ones(len(y)), np.zeros(len(y)), z])
    prior = np.sqrt(penalty) * np.column_stack([np.zeros(n), -w, np.eye(n)])
    found = np.linalg.lstsq(np.vstack([rows, prior]), np.append(y, np.zeros(n)), rcond=None)[0]
    return found[0], found[1], found[2:]


@pytest.mark.parametrize("penalty", [0.01, 1.0, 40.0, 1e4])
@pytest.mark.parametrize("rows", [50, 6])
def test_ridge_drawn_to_experts_is_the_least_of_both_together(penalty, rows):
    x, y = data(rows)
    w = np.array([0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0.05])
    fitted = supervised_method("ridge_to_expert").fit(x, y, options=Options(expert=w, penalty=penalty))
    constant, c, b = penalised(standard(x), y, w * x.std(axis=0), penalty)
    np.testing.assert_allclose(fitted.predict(x), constant + standard(x) @ b, rtol=1e-7)
    assert fitted.chosen["scale"] == pytest.approx(c, rel=1e-6)


def test_errors_of_rows_left_out_are_those_of_fits_without_them():
    x, y = data(rows=20)
    z, w = standard(x), np.linspace(0.1, 1, 7)
    path = ridge_path(Training(z, y - y.mean(), w), np.array([3.0, np.inf]))
    for place, penalty in enumerate((3.0, 1e9)):
        plain = []
        for row in range(20):
            others = np.arange(20) != row
            constant, _, b = penalised(z[others], y[others], w, penalty)
            plain.append(constant + z[row] @ b - y[row])
        errors = path.left_out_errors(Training(z, y - y.mean(), w), place)
        np.testing.assert_allclose(errors, plain, rtol=1e-4 if place else 1e-8)


def test_freedom_is_the_trace_of_the_matrix_that_makes_the_fit():
    x, _ = data(rows=20)
    z, w = standard(x), np.linspace(0.1, 1, 7)
    trace = 0.0
    for row in range(20):
        unit = np.eye(20)[row]
        constant, _, b = penalised(z, unit, w, 5.0)
        trace += constant + z[row] @ b
    path = ridge_path(Training(z, np.arange(20.0) - 9.5, w), np.array([5.0]))
    assert path.freedom()[0] == pytest.approx(trace, rel=1e-9)


@pytest.mark.parametrize("drawn", [True, False])
def test_the_marginal_likelihood_is_that_of_a_normal_with_its_whole_covariance(drawn):
    x, y = data(rows=25)
    z, w = standard(x), np.linspace(0.1, 1, 7)
    penalties = np.array([0.5, 10.0, 300.0])
    path = ridge_path(Training(z, y - y.mean(), w if drawn else None), penalties)
    plain = []
    for penalty in penalties:
        covariance = np.eye(25) + z @ z.T / penalty
        fixed = np.column_stack([np.ones(25), z @ w] if drawn else [np.ones(25)])
        inverse = np.linalg.inv(covariance)
        middle = fixed.T @ inverse @ fixed
        projection = inverse - inverse @ fixed @ np.linalg.solve(middle, fixed.T @ inverse)
        free = 25 - fixed.shape[1]
        plain.append(
            free * np.log(y @ projection @ y) + np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(middle)[1]
        )
    np.testing.assert_allclose(np.diff(path.restricted_deviance()), np.diff(plain), rtol=1e-8)


@pytest.mark.parametrize("name", ["principal_components", "scaled_pca", "partial_least_squares", "three_pass_filter"])
def test_the_error_of_a_prediction_widens_as_that_of_a_regression_on_the_components(name):
    x, y = data()
    one = supervised_method(name).fit(x, y, options=Options(components=2))
    directions = one.learned.directions
    far = x.mean(axis=0) + 90 * x.std(axis=0) * np.sign(directions[:, 0])
    new = np.vstack([x.mean(axis=0), data(seed=4)[0][:3], far])
    factor = standard(x) @ directions
    np.testing.assert_allclose(factor.T @ factor, np.eye(2), atol=1e-9)
    X = np.column_stack([np.ones(len(y)), factor])
    at = np.column_stack([np.ones(len(new)), ((new - x.mean(axis=0)) / x.std(axis=0)) @ directions])
    np.testing.assert_allclose(one.predict(new), at @ np.linalg.lstsq(X, y, rcond=None)[0], rtol=1e-9)
    inverse = np.linalg.inv(X.T @ X)
    away, inside = (1 + np.einsum("ij,jk,ik->i", rows, inverse, rows) for rows in (at, X))
    np.testing.assert_allclose(one.standard_errors(new), one.standard_error * np.sqrt(away / inside.mean()), rtol=1e-9)
    assert one.standard_errors(new)[-1] > 2 * one.standard_errors(new)[0]


@pytest.mark.parametrize("penalty", [0.5, 50.0])
def test_the_error_of_a_ridge_widens_as_that_of_its_posterior(penalty):
    x, y = data(rows=20)
    w = np.linspace(0.1, 1, 7) / x.std(axis=0)
    fitted = supervised_method("ridge_to_expert").fit(x, y, options=Options(expert=w, penalty=penalty))
    z, expert = standard(x), np.linspace(0.1, 1, 7)
    rows = np.column_stack([np.zeros(20), z])  # of c and b
    prior = np.sqrt(penalty) * np.column_stack([-expert, np.eye(7)])
    covariance = np.linalg.inv(rows.T @ rows + prior.T @ prior)[1:, 1:]
    new = data(rows=5, seed=9)[0]
    at = (new - x.mean(axis=0)) / x.std(axis=0)
    away, inside = (1 + 1 / 20 + np.einsum("ij,jk,ik->i", one, covariance, one) for one in (at, z))
    expected = fitted.standard_error * np.sqrt(away / inside.mean())
    np.testing.assert_allclose(fitted.standard_errors(new), expected, rtol=1e-8)


def test_the_choice_is_that_of_later_rows_predicted_one_fit_at_a_time():
    x, y = data(rows=40)
    fitted = supervised_method("scaled_pca").fit(x, y, options=Options(most_components=4, folds=3))
    judged = []
    for components in range(1, 5):
        errors = []
        for end, stop in expanding(40, 3):
            early = supervised_method("scaled_pca").fit(x[:end], y[:end], options=Options(components=components))
            errors.extend(early.predict(x[end:stop]) - y[end:stop])
        judged.append(np.sqrt(np.mean(np.square(errors))))
    assert fitted.chosen["components"] == 1 + int(np.argmin(judged))
    assert fitted.held_out_error == pytest.approx(min(judged), rel=1e-9)
