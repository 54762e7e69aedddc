"""How far the ranks of groups move over choices.

Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite
indicators, Journal of the Royal Statistical Society A 168: the mean absolute shift of ranks is their measure.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from openmbi.core.audit import RankStability
from openmbi.core.tables import Floats, Names

LEVELS = (0.05, 0.50, 0.95)


def ranks(score: Floats) -> Floats:
    """Return ranks along the last axis, 1 the highest score; equal scores share their mean rank, NaN stays."""
    placed = rankdata(-score, axis=-1, nan_policy="omit")
    return np.where(np.isnan(score), np.nan, placed)


def rank_stability(groups: Names, nominal: Floats, drawn: Floats) -> RankStability:
    """Return how the ranks of scores (R, G) differ from those of the nominal scores (G,), over the groups that have a nominal score."""
    there = ~np.isnan(nominal)
    if not there.any():
        raise ValueError("no group has a nominal score")
    placed = np.full(drawn.shape, np.nan)
    placed[:, there] = ranks(drawn[:, there])
    own = ranks(nominal)
    interval = np.full((len(LEVELS), len(groups)), np.nan)
    interval[:, there] = np.quantile(placed[:, there], LEVELS, axis=0)
    kept = np.where(there, np.mean(placed == own, axis=0), np.nan)
    return RankStability(groups, own, interval, np.abs(placed - own)[:, there].mean(axis=1), kept)
