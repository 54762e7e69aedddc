"""The months that an official series publishes a figure for: each its own, or January and February together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openmbi.core.tables import Days, Flags, Floats


@dataclass(frozen=True)
class FigureMonths:
    """`last` (S,): the last month that each figure is about, by its first day, rising; `combined` (S,): the figure is about January and February together."""

    last: Days
    combined: Flags

    def label(self, place: int) -> str:
        """Return the month as `2025-03`, the two together as `2025-01…02`."""
        month = str(self.last[place].astype("datetime64[M]"))
        return f"{month[:5]}01…02" if self.combined[place] else month


def figure_months(months: Days, *, combined_january_february: bool) -> FigureMonths:
    """Return what the figures of consecutive months (M,) are about; a February without its January is none."""
    number = months.astype("datetime64[M]").astype(np.int64) % 12
    if not combined_january_february:
        return FigureMonths(months, np.zeros(len(months), bool))
    with_january = np.append(False, number[:-1] == 0)
    wanted = (number >= 2) | ((number == 1) & with_january)
    return FigureMonths(months[wanted], number[wanted] == 1)


def year_on_year(value: Floats, months: Days, figures: FigureMonths) -> Floats:
    """Return the growth (k, S) in per cent over the year before, from values (k, M) of consecutive months; of two months together, of their mean."""
    place = np.searchsorted(months, figures.last)
    level = np.where(figures.combined, (value[:, place] + value[:, place - 1]) / 2, value[:, place])
    first = place - 12 - figures.combined
    before = np.maximum(first, 0)
    next_one = np.minimum(before + 1, len(months) - 1)
    base = np.where(figures.combined, (value[:, before] + value[:, next_one]) / 2, value[:, before])
    return np.where((first >= 0) & (base > 0), 100 * (level / np.where(base > 0, base, 1) - 1), np.nan)
