"""Right and wrong signals counted, and what the counts say.

Kaminsky and Reinhart (1999), American Economic Review 89:473, table of A (signal, event ahead), B (signal, none), C (no signal, event ahead), D (neither).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from openmbi.core.tables import Flags, Floats, Numbers


class Side(StrEnum):
    """On which side of its threshold a measure signals: at or below it, or at or above it."""

    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True)
class SignalCounts:
    """Periods of c thresholds: `hits` (c,) A, `false_alarms` (c,) B, `misses` (c,) C, `quiet` (c,) D. Rates are NaN where nothing could be counted."""

    hits: Numbers
    false_alarms: Numbers
    misses: Numbers
    quiet: Numbers

    @property
    def recall(self) -> Floats:
        """Share of periods before events with a signal: A / (A + C)."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def precision(self) -> Floats:
        """Share of signals with an event ahead: A / (A + B)."""
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def false_alarm_rate(self) -> Floats:
        """Share of quiet periods with a signal: B / (B + D)."""
        return _share(self.false_alarms, self.false_alarms + self.quiet)

    @property
    def noise_to_signal(self) -> Floats:
        """Kaminsky and Reinhart's ratio: [B / (B + D)] / [A / (A + C)]; below 1 a signal says something, ∞ where it never came before an event."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(
                self.hits > 0, self.false_alarm_rate / self.recall, np.where(self.hits == 0, np.inf, np.nan)
            )

    @property
    def prior(self) -> Floats:
        """Share of periods before events: (A + C) / all."""
        return _share(self.hits + self.misses, self.hits + self.misses + self.false_alarms + self.quiet)


def signals(measure: Floats, threshold: float, side: Side) -> Flags:
    """Return where a measure (T,) signals; a missing one never does."""
    return measure <= threshold if side is Side.BELOW else measure >= threshold


def count_signals(measure: Floats, ahead: Flags, thresholds: Floats, side: Side) -> SignalCounts:
    """Return the counts of m periods, measure (m,) and whether an event is ahead (m,), at thresholds (c,)."""
    sign = 1 if side is Side.BELOW else -1
    within = np.sort(sign * measure[ahead]), np.sort(sign * measure[~ahead])
    hits, false_alarms = (np.searchsorted(part, sign * thresholds, side="right") for part in within)
    return SignalCounts(hits, false_alarms, len(within[0]) - hits, len(within[1]) - false_alarms)


def _share(part: Numbers, whole: Numbers) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
