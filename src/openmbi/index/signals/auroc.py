"""How well a measure tells periods before events from quiet ones, at all thresholds at once: the area under the ROC curve, with an interval.

AUROC = P(x before an event is rated above x in a quiet period) + ½ P(equal): the Mann–Whitney statistic (Hanley and McNeil 1982, Radiology 143:29).
Periods hang together, so the interval is drawn in blocks: moving (Künsch 1989, Annals of Statistics 17:1217) or stationary (Politis and Romano 1994, J.
Am. Stat. Assoc. 89:1303).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.stats import rankdata

from openmbi.core.tables import Flags, Floats, Numbers
from openmbi.index.signals.signal_counts import Side


class Blocks(StrEnum):
    """How the bootstrap cuts its blocks: all of one length, or of a random length with this mean."""

    MOVING = "moving"
    STATIONARY = "stationary"


@dataclass(frozen=True)
class Bootstrap:
    """`block` in periods, at least as long as what hangs together (the horizon of the signal is the least); `level` of the interval."""

    seed: int
    block: int
    draws: int = 1000
    blocks: Blocks = Blocks.STATIONARY
    level: float = 0.90


@dataclass(frozen=True)
class AurocInterval:
    """`auroc` of the data, the interval from `low` to `high`, and how many of the draws were `usable`: with periods of both kinds."""

    auroc: float
    low: float
    high: float
    usable: int


def auroc(measure: Floats, ahead: Flags, side: Side = Side.ABOVE) -> float:
    """Return the AUROC of m periods, measure (m,) and whether an event is ahead (m,); ties count by half; NaN where all are of one kind."""
    return float(_auroc(measure[None], ahead[None], side)[0])


def auroc_interval(measure: Floats, ahead: Flags, bootstrap: Bootstrap, side: Side = Side.ABOVE) -> AurocInterval:
    """Return the AUROC with its interval by a block bootstrap over the m periods, given in the order of time; the same seed gives the same bits."""
    drawn = block_rows(len(measure), bootstrap)
    found = _auroc(measure[drawn], ahead[drawn], side)
    found = found[~np.isnan(found)]
    tail = (1 - bootstrap.level) / 2
    low, high = np.quantile(found, [tail, 1 - tail]) if len(found) else (np.nan, np.nan)
    return AurocInterval(auroc(measure, ahead, side), float(low), float(high), len(found))


def block_rows(count: int, bootstrap: Bootstrap) -> Numbers:
    """Return the rows (draws, count) of each draw: runs of consecutive periods; those of the stationary bootstrap run on from the last to the first."""
    generator = np.random.default_rng(bootstrap.seed)
    block, shape = min(bootstrap.block, count), (bootstrap.draws, count)
    place = np.arange(count)
    if bootstrap.blocks is Blocks.MOVING:
        number = place // block
        starts = generator.integers(0, count - block + 1, (bootstrap.draws, number[-1] + 1))
        return starts[:, number] + place % block
    begins = generator.random(shape) < 1 / block
    begins[:, 0] = True
    starts = generator.integers(0, count, shape)
    last = np.maximum.accumulate(np.where(begins, place, 0), axis=1)
    return (np.take_along_axis(starts, last, axis=1) + place - last) % count


def _auroc(measure: Floats, ahead: Flags, side: Side) -> Floats:
    """Return the AUROC (d,) of d samples (d, m) by the sum of the ranks of periods before events."""
    rank = rankdata(measure if side is Side.ABOVE else -measure, axis=1)
    before = ahead.sum(axis=1)
    quiet = ahead.shape[1] - before
    statistic = (rank * ahead).sum(axis=1) - before * (before + 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((before > 0) & (quiet > 0), statistic / (before * quiet), np.nan)
