"""What a bureau may change about the detection of outliers, with its first values."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.periods import Frequency


@dataclass(frozen=True)
class OutlierParameters:
    """Parameters of `find_outliers`. Lengths are in periods of the series.

    Attributes
    ----------
    half_life
        After how many periods half of a temporary change is left.
    step_before, step_after
        Active periods that the data must have before a level shift and from it on: where there are fewer it cannot be told from odd days.
    change_after
        The same from a temporary change on.
    false_positives
        How many series in a hundred per cent of clean ones may show an outlier: the critical value is that of so many independent candidates.
    apart
        Outliers that are added in one round lie farther apart than this, two knots of the trend: what a step leaves near it is no outlier of its own.
    at_once, rounds, most
        Outliers of a series that are added in one round, rounds, and the most that are kept of one series.
    entangled
        An outlier is not added where the others take more than this share of what tells of it.
    """

    half_life: float = 7.0
    step_before: int = 14
    step_after: int = 14
    change_after: int = 4
    false_positives: float = 0.05
    apart: int = 56
    at_once: int = 4
    rounds: int = 10
    most: int = 20
    entangled: float = 0.7


_BY_FREQUENCY = {
    Frequency.DAILY: OutlierParameters(),
    Frequency.WEEKLY: OutlierParameters(half_life=3.0, step_before=4, step_after=4, change_after=2, apart=16),
    Frequency.MONTHLY: OutlierParameters(half_life=1.94, step_before=3, step_after=3, change_after=2, apart=12),
    Frequency.QUARTERLY: OutlierParameters(half_life=0.65, step_before=2, step_after=2, change_after=1, apart=8),
}
"""The half-lives of months and quarters are those of X-13ARIMA-SEATS (0.7 a month; U.S. Census Bureau 2023, Reference Manual, §7.11)."""


def outlier_parameters(frequency: Frequency) -> OutlierParameters:
    """Return the first values for series of a frequency."""
    return _BY_FREQUENCY[frequency]
