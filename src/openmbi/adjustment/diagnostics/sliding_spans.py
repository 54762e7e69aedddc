"""How stable an adjustment is: overlapping spans of the same series, adjusted apart, and how often they disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.periods import Frequency, first_days
from openmbi.core.tables import CellPanel, Days, Floats

MOST_SPANS, LONGEST_YEARS, SHORTEST_YEARS = 4, 8, 3
UNSTABLE = 0.03
"""Spans disagree where their figures of one period are more than this apart (Findley et al. 1990)."""

Adjust = Callable[[CellPanel], AdjustedPanel]


@dataclass(frozen=True)
class SlidingSpans:
    """`first` and `last` days (K,) of the spans; `season` (n,): S %, the share of periods whose seasonal factors differ by more than 3 % between spans;
    `change` (n,): MM %, the share of months whose growth on the month before does, of seasonally adjusted figures. In per cent; NaN where nothing compares.
    """

    first: Days
    last: Days
    season: Floats
    change: Floats


def spans_of(days: Days) -> list[slice]:
    """Return up to four spans of three to eight years, each a year after the one before, the last ending with the data; none from less than 4 years."""
    years = int((days[-1] - days[0]).astype(int) + 32) // 365
    count = min(MOST_SPANS, years - SHORTEST_YEARS + 1)
    if count < 2:
        return []
    length = min(LONGEST_YEARS, years - count + 1)
    last = days[-1].astype("M8[M]")
    ends = [last - 12 * back for back in reversed(range(count))]
    month = days.astype("M8[M]")
    return [slice(*np.searchsorted(month, [end - 12 * length + 1, end + 1]).tolist()) for end in ends]


def sliding_spans(panel: CellPanel, adjust: Adjust, frequency: Frequency) -> SlidingSpans | None:
    """Adjust each span of a panel (n, T) by itself and compare (Findley, Monsell, Shulman & Pugh 1990, JASA 85:345); None where the data are too short.

    `adjust`: any method of the protocol with its options bound; it must give the seasonal part. The differences of seasonal factors are (max − min) / min,
    those of growth max − min. Daily and weekly figures are summed to months for the growth. What is adjusted must be long enough in every span; Problems
    are the method's.
    """
    spans = spans_of(panel.days)
    if not spans:
        return None
    season, level = [], []
    for span in spans:
        adjusted = adjust(_cut(panel, span))
        factor, growth = _factor(adjusted), _growth(adjusted, frequency)
        season.append(_placed(factor, adjusted.days, panel.days))
        level.append(_placed(growth[1], growth[0], np.unique(first_days(panel.days, Frequency.MONTHLY))))
    apart = _range(np.stack(season), relative=True), _range(np.stack(level), relative=False)
    first, last = (np.array([panel.days[span][end] for span in spans], "M8[D]") for end in (0, -1))
    return SlidingSpans(first, last, *(_share(one) for one in apart))


def _cut(panel: CellPanel, span: slice) -> CellPanel:
    return replace(panel, days=panel.days[span], value=panel.value[:, span], reading=panel.reading[:, span])


def _factor(adjusted: AdjustedPanel) -> Floats:
    if adjusted.detail is None:
        return np.full(adjusted.value.shape, np.nan)
    return np.where(np.isnan(adjusted.fit), np.nan, np.exp(adjusted.detail.season))


def _growth(adjusted: AdjustedPanel, frequency: Frequency) -> tuple[Days, Floats]:
    """Return the months (M,) or quarters and the growth (n, M) of the seasonally adjusted figures on the one before."""
    factor = _factor(adjusted)
    by_month = frequency in (Frequency.DAILY, Frequency.WEEKLY)
    first = first_days(adjusted.days, Frequency.MONTHLY) if by_month else adjusted.days
    start = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    level = np.add.reduceat(adjusted.value / factor, start, axis=1)
    growth = np.full(level.shape, np.nan)
    growth[:, 1:] = level[:, 1:] / level[:, :-1] - 1
    return first[start], growth


def _placed(values: Floats, days: Days, all_days: Days) -> Floats:
    found = np.full((len(values), len(all_days)), np.nan)
    found[:, np.searchsorted(all_days, days)] = values
    return found


def _range(values: Floats, *, relative: bool) -> Floats:
    """Return the distance (n, T) between the highest and the lowest of the spans (K, n, T); NaN where fewer than two have a figure."""
    known = ~np.isnan(values)
    high, low = np.where(known, values, -np.inf).max(axis=0), np.where(known, values, np.inf).min(axis=0)
    enough = known.sum(axis=0) > 1
    high, low = np.where(enough, high, np.nan), np.where(enough, low, np.nan)
    return (high - low) / low if relative else high - low


def _share(apart: Floats) -> Floats:
    known = (~np.isnan(apart)).sum(axis=1)
    unstable = (np.nan_to_num(apart) > UNSTABLE).sum(axis=1)
    return np.where(known > 0, 100.0 * unstable / np.maximum(known, 1), np.nan)
