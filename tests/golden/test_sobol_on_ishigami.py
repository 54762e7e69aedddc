"""Sobol indices of the Ishigami function, which are known in closed form.

Source: Ishigami and Homma (1990); f = sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³ with a = 7, b = 0.1.
V₁ = ½ (1 + bπ⁴/5)², V₂ = a²/8, V₁₃ = b²π⁸ (1/18 − 1/50), all others 0.
"""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.index.audit.sobol import saltelli_sample, sobol_indices

A, B = 7.0, 0.1
V1, V2, V13 = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, B**2 * np.pi**8 * (1 / 18 - 1 / 50)
V = V1 + V2 + V13


def test_the_estimates_are_those_of_the_closed_form():
    x = np.pi * (2 * saltelli_sample(3, 4096, 1) - 1)
    output = np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = sobol_indices(output, 3, 1)
    first, total = np.array([V1, V2, 0]) / V, np.array([V1 + V13, V2, V13]) / V
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=1e-4)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=1e-4)
    assert found.first == pytest.approx(first, abs=0.01)
    assert found.total == pytest.approx(total, abs=0.01)
    assert (np.abs(found.first - first) <= found.first_half_width).all()
    assert (np.abs(found.total - total) <= found.total_half_width).all()
    assert found.variance == pytest.approx(V, rel=0.01)
