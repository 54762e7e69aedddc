"""Outlier statistics against least squares with the column added: one explicit fit for every kind and period."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.outliers.candidates import Candidates, Smoother, decays
from openmbi.adjustment.outliers.find import find_outliers
from openmbi.adjustment.outliers.parameters import OutlierParameters
from openmbi.adjustment.outliers.search import Rows, Search
from openmbi.adjustment.splines import cubic_basis, roughness
from openmbi.core.adjusted import OutlierKind

T = 150
PARAMETERS = OutlierParameters()
DAYS = np.datetime64("2015-01-01") + np.arange(T)


def plain_fit(
    y: np.ndarray, columns: np.ndarray, penalty: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the coefficients of a penalised weighted regression and the diagonal of the inverse of its normal equations."""
    inverse = np.linalg.inv(columns.T @ (weight[:, None] * columns) + penalty)
    return inverse @ columns.T @ (weight * y), np.diag(inverse)


def column(kind: int, period: int) -> np.ndarray:
    """Return a candidate, element by element."""
    made = np.zeros(T)
    for s in range(period, T):
        since = s - period
        made[s] = {0: float(since == 0), 1: 1.0, 2: 0.5 ** (since / PARAMETERS.half_life)}[kind]
    return made


@pytest.fixture(scope="module")
def case() -> dict[str, np.ndarray]:
    random = np.random.default_rng(4)
    week = np.eye(7)[np.arange(T) % 7][:, 1:] - np.eye(7)[np.arange(T) % 7][:, :1]
    knots = np.arange(0, T, 21.0)
    knots[-1] = T - 1
    trend = cubic_basis(np.arange(float(T)), knots)
    design = np.hstack([week, trend])
    penalty = np.zeros((design.shape[1],) * 2)
    penalty[:6, :6], penalty[6:, 6:] = 0.3 * np.eye(6), 50 * roughness(knots) + 1e-6 * np.eye(trend.shape[1])
    noise = random.choice([1.0, 1.7], T)
    y = 0.1 * noise * random.normal(size=(3, T)) + 0.3 * np.sin(np.arange(T) / 25)
    y[1] += 1.5 * column(OutlierKind.LEVEL_SHIFT, 70) - 2.0 * column(OutlierKind.ADDITIVE_OUTLIER, 100)
    y[2] += 1.2 * column(OutlierKind.TEMPORARY_CHANGE, 40)
    return {"design": design, "penalty": penalty, "noise": noise, "y": y}


def residuals(case: dict[str, np.ndarray]) -> np.ndarray:
    fits = [plain_fit(y, case["design"], case["penalty"], case["noise"] ** -2.0)[0] for y in case["y"]]
    return case["y"] - np.array(fits) @ case["design"].T


def smoother(case: dict[str, np.ndarray]) -> Smoother:
    design, weight = case["design"], case["noise"] ** -2.0
    return Smoother.of_inverse(design, np.linalg.inv(design.T @ (weight[:, None] * design) + case["penalty"]))


def test_statistics_are_those_of_a_fit_with_the_column_added(case: dict[str, np.ndarray]) -> None:
    weight, sigma = case["noise"] ** -2.0, np.array([0.1, 0.2, 0.3])
    series = Rows(residuals(case), np.ones((3, T), bool), sigma, np.zeros(3, np.intp))
    candidates = Candidates([smoother(case)], weight, decays(PARAMETERS))
    found = Search(candidates, series, np.ones((3, 3)), np.ones((3, T)), np.ones((1, 3, T), bool)).statistics(
        series.residual
    )
    for kind in OutlierKind:
        for period in range(T - 1):
            columns = np.column_stack([case["design"], column(kind, period)])
            penalty = np.pad(case["penalty"], ((0, 1), (0, 1)))
            for row, y in enumerate(case["y"]):
                size, inverse = plain_fit(y, columns, penalty, weight)
                expected = size[-1] / (sigma[row] * np.sqrt(inverse[-1]))
                assert found[row, kind, period] == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_sizes_are_those_of_a_fit_with_all_columns_added(case: dict[str, np.ndarray]) -> None:
    rows = np.arange(3)
    found = find_outliers(
        residuals(case),
        np.ones((3, T), bool),
        np.full(3, 0.1),
        [smoother(case)],
        np.zeros(3, np.intp),
        subjects=rows.astype(str),
        days=DAYS,
        day_scale=case["noise"],
        parameters=PARAMETERS,
    )
    assert list(zip(found.subject, found.kind, (found.day - DAYS[0]).astype(int), strict=True)) == [
        ("1", OutlierKind.LEVEL_SHIFT, 70),
        ("1", OutlierKind.ADDITIVE_OUTLIER, 100),
        ("2", OutlierKind.TEMPORARY_CHANGE, 40),
    ]
    for row in (1, 2):
        mine = np.flatnonzero(found.subject == str(row))
        added = [column(found.kind[k], int((found.day[k] - DAYS[0]).astype(int))) for k in mine]
        columns = np.column_stack([case["design"], *added])
        penalty = np.pad(case["penalty"], (0, len(mine)))
        size, _ = plain_fit(case["y"][row], columns, penalty, case["noise"] ** -2.0)
        np.testing.assert_allclose(found.size[mine], size[-len(mine) :], rtol=1e-7)
