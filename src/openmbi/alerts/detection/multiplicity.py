"""Which of many p-values are discoveries, so that the false ones stay a stated share."""

from __future__ import annotations

import numpy as np

from openmbi.core.tables import Flags, Floats


def discoveries(p_value: Floats, tested: Flags, rate: float, *, before: int = 0, days: int = 1) -> tuple[Flags, Floats]:
    """Return which subjects (n,) are discoveries at a false-discovery rate, and each one's q-value (n,).

    Benjamini & Hochberg (1995, JRSS B 57:289) over the subjects tested today, with the `before` discoveries of the `days` − 1 days before counted among the
    discoveries and their tests among the tests: of m tests a day, τ is the largest p with days · m · τ ≤ rate · (before + number of p ≤ τ). With `days` 1 it is
    their procedure. One rare event in a quiet fortnight must then be rarer than one among many, and the rate holds over the days, not within each.
    """
    q_value = np.ones(len(p_value))
    order = np.flatnonzero(tested)[np.argsort(p_value[tested], kind="stable")]
    if len(order):
        rank = before + np.arange(1, len(order) + 1)
        raw = p_value[order] * days * len(order) / rank
        q_value[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return tested & (q_value <= rate), q_value
