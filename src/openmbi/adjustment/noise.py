"""How noisy periods of a kind are: in a festival firms differ more than on a Tuesday, and their mean lies farther above their median."""

from __future__ import annotations

import numpy as np

from openmbi.adjustment.robust import MAD_TO_SIGMA
from openmbi.core.tables import Codes, Flags, Floats

ENOUGH = 200
"""Observations of a kind from which its noise is measured."""
NOISE_BOUNDS = (0.7, 4.0)
PERSISTENCE_BOUNDS = (0.0, 0.8)


def noise_by_kind(residual: Floats, spread: Floats, active: Flags, kind: Codes) -> Floats:
    """Return the noise (T,) of each period's kind, relative to all periods: the pooled median of |residual| ÷ σ of its series, in Gaussian units."""
    noise = np.ones(len(kind))
    good = spread > 0
    for each in np.unique(kind):
        mine = kind == each
        known = active[np.ix_(good, mine)]
        if known.sum() >= ENOUGH:
            ratio = (np.abs(residual[np.ix_(good, mine)]) / spread[good, None])[known]
            noise[mine] = np.clip(MAD_TO_SIGMA * np.median(ratio), *NOISE_BOUNDS)
    return noise


def smear_by_kind(residual: Floats, limit: Floats, active: Flags, kind: Codes) -> Floats:
    """Return log mean exp(residual) (T,) of each period's kind less that of all periods, residuals (n, T) bounded by ± limit (n, T).

    Dividing a reading by exp(effect) is right in the median; sums of readings need it right in the mean (Duan 1983, JASA 78:605).
    """
    lifted = np.where(active, np.exp(np.clip(residual, -limit, limit)), 0.0)
    total, count = lifted.sum(axis=0), active.sum(axis=0)
    usual = total.sum() / max(count.sum(), 1)
    smear = np.zeros(len(kind))
    for each in np.unique(kind):
        mine = kind == each
        known = count[mine].sum()
        mean = (total[mine].sum() + ENOUGH * usual) / (known + ENOUGH)
        smear[mine] = np.log(mean / usual)
    return smear


def inflation(residual: Floats, active: Flags) -> float:
    """Return (1 + ρ) / (1 − ρ) for the pooled correlation ρ of neighbouring residuals (n, T), 0 in gaps: so many days tell as much as one."""
    squares = float((residual**2).sum())
    if squares == 0:
        return 1.0
    both = active[:, 1:] & active[:, :-1]
    pairs = float((residual[:, 1:] * residual[:, :-1] * both).sum()) / max(int(both.sum()), 1)
    rho = np.clip(pairs / (squares / max(int(active.sum()), 1)), *PERSISTENCE_BOUNDS)
    return float((1 + rho) / (1 - rho))
