"""Regression on the first principal components of standardised columns, for every number of them at once."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.components import repeated

RANK = 1e-10  # of the largest singular value, below which a component is rounding


def regression_on_components(z: Floats, y: Floats, most: int) -> Floats:
    """Return the coefficients (K, k) of centred y (T,) on the first 1..K principal components of centred columns z (T, k).

    With z = USV', the components are US and their regression is S⁻¹U'y; in the columns V S⁻¹U'y, summed over the first ones.
    """
    U, s, Vt = np.linalg.svd(z, full_matrices=False)
    rank = max(int((s > RANK * s[0]).sum()), 1) if s[0] > 0 else 0
    if not rank:
        return np.zeros((most, z.shape[1]))
    used = min(rank, most)
    steps = ((U[:, :used].T @ y) / s[:used])[:, None] * Vt[:used]
    return repeated(list(np.cumsum(steps, axis=0)), most)
