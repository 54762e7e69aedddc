"""The fit of a stratum's series against its slow plain twin: one least-squares problem a series, its data and its expectations stacked as rows."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.adjustment.design import Block, build_design
from openmbi.adjustment.linear import SPREADS, Linear
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import SMOOTHING
from openmbi.adjustment.periods import periods_of
from openmbi.adjustment.stratum_fit import Fitted, fit_series, learn_stratum
from openmbi.catalog.calendar import load_calendar
from openmbi.core.periods import Frequency

DAYS = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
PLAIN = AdjustmentParameters(robust=False, learning_rounds=3)
SUBJECTS = 40


def series() -> np.ndarray:
    random = np.random.default_rng(11)
    offset = load_calendar(None).days_from_new_year(DAYS)
    dip = random.uniform(0.3, 2, (SUBJECTS, 1)) * np.exp(-((offset / 8.0) ** 2))
    sunday = np.where((DAYS.astype(int) + 3) % 7 == 6, random.uniform(0, 0.5, (SUBJECTS, 1)), 0.0)
    walk = random.normal(scale=0.01, size=(SUBJECTS, len(DAYS))).cumsum(axis=1)
    return np.exp(6 + walk - dip - sunday + random.normal(scale=0.1, size=walk.shape))


def learnt(value: np.ndarray) -> Linear:
    active = np.ones(value.shape, bool)
    periods = periods_of(DAYS, Frequency.DAILY, total=True)
    design = build_design(periods, active.any(axis=0), load_calendar(None), np.empty((len(DAYS), 0)), PLAIN)
    kinds = np.where(design.festivals.inside, 1, 0).astype(np.uint8)
    return learn_stratum(value, active, design, kinds, PLAIN)


def least_squares(linear: Linear, logs: np.ndarray, keep: np.ndarray, kind: int, choice: int) -> np.ndarray:
    """Return the coefficients of one series: rows of data ÷ noise, of (θ − μ) ÷ τ, and of the trend's roughness."""
    shared, block = linear.learnt.shared, linear.design.block
    ridge = np.where(block == Block.WEEKDAY, 1.0, linear.learnt.inflation) * SPREADS[kind] ** 2 / shared.spread**2
    value, vector = np.linalg.eigh(linear.roughness)
    rough = (vector * np.sqrt(np.maximum(SMOOTHING[choice] * value, 0))).T
    noise = linear.learnt.noise[keep]
    rows = [linear.matrix[keep] / noise[:, None], np.diag(np.sqrt(ridge)), rough]
    aims = [logs[keep] / noise, np.sqrt(ridge) * shared.mean, np.zeros(len(rough))]
    return np.linalg.lstsq(np.vstack(rows), np.concatenate(aims), rcond=None)[0]


def twin(linear: Linear, logs: np.ndarray, keep: np.ndarray, found: Fitted, row: int) -> np.ndarray:
    centred = logs[row] - found.centre[row]
    return least_squares(linear, centred, keep, int(found.kind[row]), int(found.choice[row]))


def test_whole_series() -> None:
    value = series()
    linear, logs = learnt(value), np.log(value)
    assert (linear.learnt.noise != 1).any() or PLAIN.learning_rounds < 4
    found = fit_series(logs, np.ones(value.shape, bool), linear, PLAIN)
    every = np.ones(len(DAYS), bool)
    for row in range(SUBJECTS):
        mine = linear.matrix @ found.coefficients[row]
        np.testing.assert_allclose(mine, linear.matrix @ twin(linear, logs, every, found, row), atol=1e-8)
    assert len(set(zip(found.kind, found.choice, strict=True))) > 2


def test_a_series_with_a_long_gap_has_a_factorisation_of_its_own() -> None:
    value = series()[:4]
    linear, logs = learnt(series()), np.log(value)
    active = np.ones(value.shape, bool)
    gap = slice(28 * 5, 28 * 9)  # whole blocks of the design
    active[0, gap] = active[1, 28 * 20 :] = False
    logs[~active] = 99.0
    found = fit_series(logs, active, linear, PLAIN)
    for row in range(4):
        mine = linear.matrix @ found.coefficients[row]
        theirs = linear.matrix @ twin(linear, logs, active[row], found, row)
        np.testing.assert_allclose(mine[active[row]], theirs[active[row]], atol=1e-6 if row < 2 else 1e-8)


@pytest.mark.parametrize("share", [0.05, 0.15])
def test_scattered_gaps_are_filled_until_they_tell_nothing(share: float) -> None:
    value = series()[:6]
    linear, logs = learnt(series()), np.log(value)
    active = np.random.default_rng(3).random(value.shape) > share
    logs[~active] = 99.0
    many = AdjustmentParameters(rounds=60, huber_bound=1e9)
    found = fit_series(logs, active, linear, many)
    for row in range(6):
        mine = linear.matrix @ found.coefficients[row]
        np.testing.assert_allclose(mine, linear.matrix @ twin(linear, logs, active[row], found, row), atol=1e-6)
