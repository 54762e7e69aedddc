"""An AR(1) term between observations: its expectation rests on the nearest one on either side, and on no other."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats


def bridge_weights(there: Flags, at: int, rho: float) -> tuple[list[int], list[float], float]:
    """Return places and weights of the neighbours that E[e_t] rests on, and the variance left, in innovations' variances.

    `there` (T,): where the term is observed; `at`: a period in which it is not. With a and b periods to the neighbours:
    ρ^a (1 − ρ^{2b}) / (1 − ρ^{2(a+b)}) before, and the mirror after.
    """
    whole = 1 / (1 - rho**2)
    before, after = np.flatnonzero(there[:at]), np.flatnonzero(there[at + 1 :])
    if rho == 0 or not (len(before) or len(after)):
        return [], [], whole
    a = at - int(before[-1]) if len(before) else np.inf
    b = int(after[0]) + 1 if len(after) else np.inf
    early, late = _power(rho, a), _power(rho, b)
    both = 1 - (early * late) ** 2
    found = [(at - a, early * (1 - late**2) / both), (at + b, late * (1 - early**2) / both)]
    kept = [(int(place), weight) for place, weight in found if np.isfinite(place)]
    left = whole * (1 - early**2) * (1 - late**2) / both
    return [place for place, _ in kept], [weight for _, weight in kept], left


def _power(rho: float, gap: float) -> float:
    return rho ** int(gap) if np.isfinite(gap) else 0.0


def bridged(e: Floats, rho: float) -> Floats:
    """Return an AR(1) term (T,) with its gaps (NaN) filled by their expectations."""
    there = ~np.isnan(e)
    filled = np.where(there, e, 0.0)
    for at in np.flatnonzero(~there):
        places, weights, _ = bridge_weights(there, int(at), rho)
        filled[at] = sum(weight * e[place] for place, weight in zip(places, weights, strict=True))
    return filled
