"""Cronbach's alpha: whether indicators measure one thing.

Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16; OECD and JRC (2008), Handbook, step 4.
With n items of variances σᵢ² and their sum of variance σ²: α = n/(n − 1) · (1 − Σσᵢ²/σ²).
"""

from __future__ import annotations

import numpy as np

from openmbi.core.audit import Reliability
from openmbi.core.tables import Floats, Names


def reliability(names: Names, value: Floats) -> Reliability:
    """Return Cronbach's alpha of indicators (n, T), each counted so that more is better."""
    whole = value[:, ~np.isnan(value).any(axis=0)]
    spread = whole.std(axis=1, keepdims=True) if whole.shape[1] else np.zeros((len(value), 1))
    standard = (whole - whole.mean(axis=1, keepdims=True)) / spread if (spread > 0).all() else whole * np.nan
    without = np.array([cronbach(np.delete(standard, row, axis=0)) for row in range(len(names))])
    return Reliability(names, whole.shape[1], cronbach(whole), cronbach(standard), without)


def cronbach(value: Floats) -> float:
    """Return alpha of items (n, T) without gaps; NaN where n < 2, T < 2, or their sum does not move."""
    n, periods = value.shape
    if n < 2 or periods < 2:
        return np.nan
    whole = float(value.sum(axis=0).var(ddof=1))
    return n / (n - 1) * (1 - float(value.var(axis=1, ddof=1).sum()) / whole) if whole > 0 else np.nan
