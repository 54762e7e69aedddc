"""Growth that readers use: on a year before, raw, without the Spring Festival, by working days and by the lunar calendar; on the month before, annualised."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import Floats, Stints
from openmbi.index.growth_days import GrowthDays
from openmbi.index.growth_sums import Compared, GrowthSums
from openmbi.index.growth_use import Stage

MONTHS_OF_A_YEAR = 12


def reader_growth(sums: GrowthSums, stints: Sequence[Stints], days: GrowthDays) -> tuple[ReaderGrowth, ...]:
    """Return the growth of the groups of each of several levels; `sums` are over their stints in this order.

    growth = Σ now / Σ then − 1, over the same enterprises; a month on the month before as a rate of a year: (1 + g)¹² − 1, as of quarters in IMF, Quarterly
    National Accounts Manual, 2017 edition. January and February together have no month before.
    """
    year = _growth(sums.year)
    lunar, month = _growth(sums.lunar)[0], _growth(sums.month)[0]
    raw_use = sums.year.now[Stage.RAW]
    share = raw_use / np.where(sums.every > 0, sums.every, np.nan)
    provisional = np.asarray((days.now.counted + days.year_before.counted) @ sums.provisional.astype(np.float64)) > 0
    unknown = np.full(lunar.shape, np.nan)
    figures = {
        "raw": year[Stage.RAW],
        "excluding_festival": year[Stage.FESTIVAL] if sums.parts_known else unknown,
        "working_day_adjusted": year[Stage.CALENDAR] if sums.parts_known else unknown,
        "temperature_adjusted": year[Stage.TEMPERATURE] if sums.temperature else unknown,
        "lunar_aligned": lunar,
        "month_annualised": (1 + month) ** MONTHS_OF_A_YEAR - 1 if sums.seasonal else unknown,
        "enterprises": sums.year.enterprises.astype(np.intp),
        "lunar_enterprises": sums.lunar.enterprises.astype(np.intp),
        "load_share": share,
    }
    ends = np.cumsum([0, *(len(one.groups) for one in stints)]).tolist()
    return tuple(
        ReaderGrowth(
            level=one.level,
            groups=one.groups,
            periods=days.periods,
            **{name: values[first:stop] for name, values in figures.items()},
            parts_known=sums.parts_known,
            seasonal=sums.seasonal,
            provisional=provisional,
        )
        for one, (first, stop) in zip(stints, pairwise(ends), strict=True)
    )


def _growth(compared: Compared) -> Floats:
    """Return the growth (S, G, R); NaN where there is nothing to compare with."""
    return compared.now / np.where(compared.then > 0, compared.then, np.nan) - 1
