"""Regression on the first principal components of centred columns, for every number of them at once."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Floats
from openmbi.index.supervised.components import Fit, no_component

RANK = 1e-10  # of the largest singular value, below which a component is rounding


def regressions_on_components(z: Floats, y: Floats, most: int, size: Floats | None = None) -> list[Fit]:
    """Return the fits of centred y (T,) by the first 1..K principal components of centred columns z (T, k), each times `size` (k,).

    With z · size = USV', the components are US and their regression is S⁻¹U'y; in the scaled columns V S⁻¹U'y, summed over the first ones.
    """
    size = np.ones(z.shape[1]) if size is None else size
    U, s, Vt = np.linalg.svd(z * size, full_matrices=False)
    used = min(int((s > RANK * s[0]).sum()) if s[0] > 0 else 0, most)
    if not used:
        return [no_component(z.shape[1])]
    directions = ((Vt[:used] / s[:used, None]) * size).T
    coefficients = np.cumsum(directions * (U[:, :used].T @ y), axis=1)
    return [Fit(coefficients[:, number], directions[:, : number + 1]) for number in range(used)]
