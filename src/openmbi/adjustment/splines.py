"""Cubic splines: basis matrices and the roughness of a spline as a quadratic form."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import BSpline

from openmbi.core.tables import Floats

DEGREE = 3


def cubic_basis(x: Floats, knots: Floats) -> Floats:
    """Return the B-spline basis (len(x), len(knots) + 2) of the cubic splines with these knots, which reach over all of x."""
    return _functions(knots)(x)


def roughness(knots: Floats) -> Floats:
    """Return the matrix K with cᵀKc = ∫ f″(x)² dx for the spline f of coefficients c over the basis of `cubic_basis`.

    f″ is linear between knots, so that two Gauss points an interval integrate its square exactly (O'Sullivan 1986, Statistical Science 1:502).
    """
    half = np.diff(knots) / 2
    middle = knots[:-1] + half
    points = np.concatenate([middle - half / np.sqrt(3), middle + half / np.sqrt(3)])
    second = _functions(knots).derivative(2)(points)
    return second.T @ (np.concatenate([half, half])[:, None] * second)


def steepness(knots: Floats) -> Floats:
    """Return the matrix S with cᵀSc = ∫ f′(x)² dx for the same spline; f′ is a parabola between knots, whose square three Gauss points integrate."""
    half = np.diff(knots) / 2
    middle = knots[:-1] + half
    points = np.concatenate([middle - half * np.sqrt(0.6), middle, middle + half * np.sqrt(0.6)])
    weight = np.concatenate([half * 5 / 9, half * 8 / 9, half * 5 / 9])
    first = _functions(knots).derivative(1)(points)
    return first.T @ (weight[:, None] * first)


def _functions(knots: Floats) -> BSpline:
    ends = np.repeat(knots[[0, -1]], DEGREE)
    return BSpline(np.sort(np.concatenate([ends, knots])), np.eye(len(knots) + DEGREE - 1), DEGREE)
