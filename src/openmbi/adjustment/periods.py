"""How the days of one daily design make up the periods of a panel: days themselves, weeks, months or quarters.

The effect of a period is E = log(Σ exp(e_d) / L) over its days d, L its typical length (or its own, for means): what the daily effects e do to its total.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.periods import Frequency, period_containing
from openmbi.core.tables import Days, Flags, Floats, Numbers

TYPICAL_DAYS = {
    Frequency.DAILY: 1.0,
    Frequency.WEEKLY: 7.0,
    Frequency.MONTHLY: 365.25 / 12,
    Frequency.QUARTERLY: 365.25 / 4,
}


@dataclass(frozen=True)
class Periods:
    """`days` (D,) every day; `first` (T,) the position of each period's first day; `length` L (T,)."""

    frequency: Frequency
    days: Days
    first: Numbers
    length: Floats

    @property
    def daily(self) -> bool:
        """Whether periods are days."""
        return self.frequency is Frequency.DAILY

    def effect(self, daily: Floats) -> Floats:
        """Return E (m, T) of daily effects (m, D)."""
        return daily if self.daily else np.log(np.add.reduceat(np.exp(daily), self.first, axis=1) / self.length)

    def mean(self, columns: Floats, effect: Floats) -> Floats:
        """Return the means (T, k) of daily columns (D, k) with weights exp(effect) (D,): ∂E/∂θ where e = columns · θ."""
        if self.daily:
            return columns
        weight = np.exp(effect)
        return np.add.reduceat(columns * weight[:, None], self.first) / np.add.reduceat(weight, self.first)[:, None]

    def touched(self, flags: Flags) -> Flags:
        """Return whether any day of each period (T,) has a flag (D,)."""
        return flags if self.daily else np.add.reduceat(flags.astype(int), self.first) > 0

    def on_days(self, flags: Flags) -> Flags:
        """Return the flags (T,) of periods on each of their days (D,)."""
        return np.repeat(flags, np.diff(np.append(self.first, len(self.days))))


def periods_of(first_days: Days, frequency: Frequency, *, total: bool) -> Periods:
    """Return the periods that begin on consecutive first days (T,)."""
    end = period_containing(first_days[-1].item(), frequency).last
    days = np.arange(first_days[0], np.datetime64(end) + 1, dtype="M8[D]")
    first = (first_days - first_days[0]).astype(np.intp)
    own = np.diff(np.append(first, len(days))).astype(float)
    return Periods(frequency, days, first, np.full(len(first), TYPICAL_DAYS[frequency]) if total else own)
