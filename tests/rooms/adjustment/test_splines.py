from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.interpolate import CubicSpline

from openmbi.adjustment.splines import cubic_basis, roughness

KNOTS = np.array([0.0, 10.0, 14.0, 40.0, 90.0])


def test_the_basis_sums_to_one_and_has_two_more_functions_than_knots() -> None:
    basis = cubic_basis(np.arange(91.0), KNOTS)
    assert basis.shape == (91, len(KNOTS) + 2)
    np.testing.assert_allclose(basis.sum(axis=1), 1.0)


def test_a_straight_line_has_no_roughness() -> None:
    days = np.arange(91.0)
    line = np.linalg.lstsq(cubic_basis(days, KNOTS), 3 + 0.2 * days)[0]
    assert line @ roughness(KNOTS) @ line == pytest.approx(0.0, abs=1e-12)


def test_roughness_is_the_integral_of_the_squared_second_derivative() -> None:
    spline = CubicSpline(KNOTS, [1.0, 3.0, -2.0, 0.5, 4.0])
    days = np.arange(91.0)
    coefficients = np.linalg.lstsq(cubic_basis(days, KNOTS), spline(days))[0]
    pieces = [quad(lambda x: spline(x, 2) ** 2, a, b)[0] for a, b in pairwise(KNOTS)]
    assert coefficients @ roughness(KNOTS) @ coefficients == pytest.approx(sum(pieces), rel=1e-8)
