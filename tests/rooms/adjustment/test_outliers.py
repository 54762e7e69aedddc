from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.outliers.candidates import Smoother
from openmbi.adjustment.outliers.find import find_outliers, fit_around, path
from openmbi.adjustment.outliers.parameters import OutlierParameters, outlier_parameters
from openmbi.adjustment.splines import cubic_basis
from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.periods import Frequency

T = 400
DAYS = np.datetime64("2015-01-01") + np.arange(T)
SIGMA = 0.1
PARAMETERS = outlier_parameters(Frequency.DAILY)
ODD, STEP, CHANGE = OutlierKind


def design() -> np.ndarray:
    return cubic_basis(np.arange(float(T)), np.linspace(0, T - 1, 12))


X = design()
V = np.linalg.inv(X.T @ X)


def noise(series: int, seed: int = 0, persistence: float = 0.0) -> np.ndarray:
    drawn = np.random.default_rng(seed).normal(size=(series, T))
    for t in range(1, T):
        drawn[:, t] = persistence * drawn[:, t - 1] + np.sqrt(1 - persistence**2) * drawn[:, t]
    return SIGMA * drawn


def column(kind: OutlierKind, day: int, parameters: OutlierParameters = PARAMETERS) -> np.ndarray:
    since = np.arange(T) - day
    decay = {ODD: 0.0, STEP: 1.0, CHANGE: 0.5 ** (1 / parameters.half_life)}[kind]
    return np.where(since >= 0, decay ** np.maximum(since, 0).astype(float), 0.0)


def search(
    y: np.ndarray,
    active: np.ndarray | None = None,
    day_scale: np.ndarray | None = None,
    parameters: OutlierParameters = PARAMETERS,
    robust: np.ndarray | None = None,
) -> Outliers:
    """Fit each series on its active days and search what is left."""
    active = np.ones(y.shape, bool) if active is None else active
    day_scale = np.ones(T) if day_scale is None else day_scale
    weighted, residual = X / day_scale[:, None], np.zeros(y.shape)
    for row, there in enumerate(active):
        best = np.linalg.lstsq(weighted[there], (y[row] / day_scale)[there], rcond=None)[0]
        residual[row, there] = y[row, there] - X[there] @ best
    return find_outliers(
        residual,
        active,
        np.full(len(y), SIGMA),
        [Smoother.of_inverse(X, np.linalg.inv(weighted.T @ weighted))],
        np.zeros(len(y), np.intp),
        subjects=np.arange(len(y)).astype(str),
        days=DAYS,
        day_scale=day_scale,
        parameters=parameters,
        robust=robust,
    )


def told(found: Outliers) -> list[tuple[str, int, int]]:
    return [
        (str(s), int(k), int((d - DAYS[0]).astype(int)))
        for s, k, d in zip(found.subject, found.kind, found.day, strict=True)
    ]


@pytest.mark.parametrize("persistence", [0.0, 0.5])
def test_clean_series_seldom_show_an_outlier(persistence: float) -> None:
    found = search(noise(400, persistence=persistence))
    assert len(np.unique(found.subject)) <= 0.05 * 400 * 1.5


def test_each_kind_is_told_from_the_others() -> None:
    y = noise(3)
    for row, kind in enumerate(OutlierKind):
        y[row] += 1.2 * column(kind, 150 + 10 * row)
    found = search(y)
    assert told(found) == [("0", ODD, 150), ("1", STEP, 160), ("2", CHANGE, 170)]
    np.testing.assert_allclose(found.size, 1.2, atol=4 * SIGMA)
    assert (found.statistic > 5).all()


def test_a_large_outlier_masks_no_small_one_and_feigns_none() -> None:
    y = noise(1)
    y[0] += 20 * column(ODD, 200) - 1.0 * column(ODD, 203) + 1.5 * column(STEP, 260)
    assert told(search(y, robust=noise(1))) == [("0", ODD, 200), ("0", ODD, 203), ("0", STEP, 260)]


def test_a_step_too_near_the_end_is_no_level_shift() -> None:
    y = noise(1)
    y[0] += 1.5 * column(STEP, T - PARAMETERS.step_after + 1)
    found = search(y)
    assert len(found.kind)
    assert not any(kind == STEP and day > T - PARAMETERS.step_after for _, kind, day in told(found))


def test_gaps_hide_no_step_and_make_none() -> None:
    y, random = noise(60), np.random.default_rng(5)
    active = random.random(y.shape) > 0.15
    active[:, 100:140] = False
    y[0] += 1.5 * column(STEP, 250)
    active[0, 250] = True
    y[~active] = np.nan
    found = search(y, active)
    assert ("0", STEP, 250) in told(found)
    assert len(np.unique(found.subject)) <= 5
    assert np.abs(found.size).max() < 2.0


def test_noisy_days_must_be_odder_to_be_called_so() -> None:
    day_scale = np.where(np.arange(T) == 200, 4.0, 1.0)
    y = noise(1)
    y[0, 200] += 1.0
    assert told(search(y)) == [("0", ODD, 200)]
    assert told(search(y, day_scale=day_scale)) == []


def test_a_day_on_which_all_series_differ_is_noisy() -> None:
    y = noise(80)
    y[:, 200] += np.random.default_rng(1).normal(scale=0.6, size=80)
    alone = noise(1)
    alone[0, 200] += 1.0
    assert told(search(alone)) == [("0", ODD, 200)]
    assert sum(day == 200 for _, _, day in told(search(y))) <= 2


def test_a_move_of_all_series_is_an_outlier_of_each() -> None:
    y = noise(80)
    y[:, 200] -= 1.0
    assert sum(day == 200 for _, _, day in told(search(y))) >= 75


def test_series_without_a_scale_are_not_searched() -> None:
    y = np.zeros((2, T))
    found = find_outliers(
        y,
        np.ones(y.shape, bool),
        np.array([0.0, np.nan]),
        [Smoother.of_inverse(X, V)],
        np.zeros(2, np.intp),
        subjects=np.array(["a", "b"]),
        days=DAYS,
        day_scale=np.ones(T),
        parameters=PARAMETERS,
    )
    assert len(found.kind) == 0


def test_no_more_are_kept_than_asked_for() -> None:
    y = noise(1)
    y[0, 20:380:30] += 2.0
    few = OutlierParameters(most=5)
    assert len(search(y, parameters=few).kind) == 5
    assert len(search(y).kind) == 12


def test_the_path_is_the_sum_of_steps_and_changes() -> None:
    outliers = Outliers(
        np.array(["b", "a", "b", "b"]),
        DAYS[[50, 60, 70, 80]],
        np.array([STEP, CHANGE, ODD, STEP], np.uint8),
        np.array([0.5, 2.0, 9.0, -0.2]),
        np.ones(4),
    )
    found = path(outliers, np.array(["b", "a", "c"]), DAYS, PARAMETERS)
    np.testing.assert_allclose(found[0], 0.5 * column(STEP, 50) - 0.2 * column(STEP, 80))
    np.testing.assert_allclose(found[1], 2.0 * column(CHANGE, 60))
    np.testing.assert_allclose(found[2], 0.0)


def test_a_fit_around_its_steps_does_not_smear_them() -> None:
    y = noise(2)
    y[0] += 1.5 * column(STEP, 200)

    def fit(series: np.ndarray) -> np.ndarray:
        return series @ X @ V @ X.T

    rounds: list[np.ndarray] = []

    def steps(fitted: np.ndarray) -> np.ndarray:
        around = rounds[-1] if rounds else np.zeros(y.shape)
        rounds.append(around + path(search(y - around, robust=noise(2)), np.array(["0", "1"]), DAYS, PARAMETERS))
        assert fitted.shape == y.shape
        return rounds[-1] - around

    level, around = fit_around(y, fit, steps)
    near = slice(190, 210)
    truth = 1.5 * column(STEP, 200)[near]
    assert np.abs(fit(y)[0, near] - truth).max() > 0.4
    assert np.abs((level + around)[0, near] - truth).max() < 0.15
    np.testing.assert_allclose(around[1], 0.0)


@pytest.mark.parametrize("frequency", [Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY])
def test_longer_periods_have_shorter_guards(frequency: Frequency) -> None:
    daily, other = PARAMETERS, outlier_parameters(frequency)
    assert other.step_after < daily.step_after
    assert other.half_life < daily.half_life
