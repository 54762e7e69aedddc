"""Without shrinkage or smoothing the shared fit is ordinary least squares: compared with statsmodels' OLS."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm

from openmbi.adjustment.design import build_design
from openmbi.adjustment.festival import first_profile
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import factorise, rotated, solved
from openmbi.adjustment.periods import periods_of
from openmbi.catalog.calendar import load_calendar
from openmbi.core.periods import Frequency


def test_the_adjustment_design_without_penalty_is_ols() -> None:
    days = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
    parameters = AdjustmentParameters()
    periods = periods_of(days, Frequency.DAILY, total=True)
    design = build_design(periods, np.ones(len(days), bool), load_calendar(None), np.empty((len(days), 0)), parameters)
    columns = design.columns(first_profile(design.festivals, parameters))
    free = np.linalg.qr(columns)[1]
    matrix = columns[
        :, np.abs(np.diag(free)) > 1e-6 * np.abs(free).max()
    ]  # some kinds of holiday have no day of their own here
    assert matrix.shape[1] > 40
    series = np.random.default_rng(7).normal(size=(3, len(days))).cumsum(axis=1) / 10
    nothing = np.zeros((matrix.shape[1],) * 2)
    factor = factorise(matrix.T @ matrix, np.zeros(len(nothing)), nothing)
    found = solved(factor, rotated(factor, series @ matrix), np.zeros(3, np.intp))
    for row in range(3):
        theirs = sm.OLS(series[row], matrix).fit()
        np.testing.assert_allclose(found[row] @ matrix.T, theirs.fittedvalues, atol=1e-8)
