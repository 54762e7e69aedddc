"""How far the ranks of groups move over choices.

Source: Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite
indicators, Journal of the Royal Statistical Society A 168: the mean absolute shift of ranks is their measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from openmbi.core.tables import Floats, Names

LEVELS = (0.05, 0.50, 0.95)


@dataclass(frozen=True)
class RankStability:
    """Of G groups over R draws: `nominal` (G,) ranks as published, 1 the highest; `interval` (3, G) the 5 %, 50 % and 95 % points of the ranks drawn.

    `shift` (R,): mean absolute difference from the nominal ranks. `kept` (G,): share of draws in which a group keeps its rank. A group without a score has
    no rank (NaN).
    """

    groups: Names
    nominal: Floats
    interval: Floats
    shift: Floats
    kept: Floats

    @property
    def mean_shift(self) -> float:
        """The mean of the shifts over draws, in ranks."""
        return float(np.nanmean(self.shift)) if len(self.shift) else np.nan


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
