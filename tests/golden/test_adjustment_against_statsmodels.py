"""Without a penalty the shared fit is ordinary least squares: compared with statsmodels' OLS."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm

from openmbi.adjustment.design import build_design
from openmbi.adjustment.festival import first_profile
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.adjustment.penalised_fit import factorise, fit_all
from openmbi.catalog.calendar import load_calendar


def test_the_adjustment_design_without_penalty_is_ols() -> None:
    days = np.arange("2015-01-01", "2016-10-01", dtype="M8[D]")
    design = build_design(days, np.ones(len(days), bool), load_calendar(None), AdjustmentParameters())
    effects = design.effects(first_profile(design.festivals))
    matrix = np.hstack([effects, design.level])
    series = 8 + np.random.default_rng(7).normal(size=(3, len(days))).cumsum(axis=1) / 10
    fit = fit_all(factorise(matrix, design.penalty(effects)), series, np.full(3, float(len(days))), np.zeros(3))
    for row in range(3):
        theirs = sm.OLS(series[row], matrix).fit()
        np.testing.assert_allclose(fit.coefficients[row], theirs.params, atol=1e-8)
        np.testing.assert_allclose(fit.fitted[row], theirs.fittedvalues, atol=1e-8)
