"""How far enterprises are back after Spring Festival: by count (复工率) and by load (复产率)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from openmbi.catalog.indexes import ResumptionSpec
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Days, Flags, Floats, Reading


@dataclass(frozen=True)
class Resumption:
    """Rates (T,) of each day around one Spring Festival, 0..1 by count, unbounded above by load; NaN where nobody has a reading.

    `base_first` … `base_last` is the base; `base_is_fallback`: history starts after the December that it should be. `enterprises`: those with a base above 0.
    """

    base_first: date
    base_last: date
    base_is_fallback: bool
    days: Days
    resumption_rate: Floats
    recovery_rate: Floats
    enterprises: int


def resumption(panel: CellPanel, spec: ResumptionSpec, *, new_year: date, first_data_day: date) -> Resumption:
    """Return the resumption and recovery rates around the Spring Festival of `new_year`.

    A day's rates are over the enterprises that have a reading on it and a base mean above 0; "zero or no reading" counts as 0. The base mean is over the
    base days with a reading. Uses raw readings: the holiday is the very thing that is looked at.

    Raises
    ------
    Problem
        `index.no-resumption-base` where no enterprise has a positive use in the base.
    """
    first, last, fallback = _base(spec, new_year, first_data_day)
    base = _base_means(panel, _between(panel.days, first, last))
    counted = base > 0
    if not counted.any():
        raise _no_base(first, last)
    shown = _between(
        panel.days, new_year + timedelta(days=spec.window_first), new_year + timedelta(days=spec.window_last)
    )
    use, base = panel.value[counted][:, shown], base[counted, None]
    reported = ~np.isnan(use)
    return Resumption(
        base_first=first,
        base_last=last,
        base_is_fallback=fallback,
        days=panel.days[shown],
        resumption_rate=_share((use > spec.threshold_share * base).sum(axis=0), reported.sum(axis=0)),
        recovery_rate=_share(np.nansum(use, axis=0), (base * reported).sum(axis=0)),
        enterprises=int(counted.sum()),
    )


def _base(spec: ResumptionSpec, new_year: date, first_data_day: date) -> tuple[date, date, bool]:
    december = date(new_year.year - 1, 12, 1)
    if first_data_day <= december:
        return december, date(new_year.year - 1, 12, 31), False
    return spec.fallback_first.of(new_year.year), spec.fallback_last.of(new_year.year), True


def _base_means(panel: CellPanel, base_day: Flags) -> Floats:
    reported = (panel.reading[:, base_day] != Reading.ABSENT).sum(axis=1)
    return np.nansum(panel.value[:, base_day], axis=1) / np.maximum(reported, 1)


def _between(days: Days, first: date, last: date) -> Flags:
    return (days >= np.datetime64(first)) & (days <= np.datetime64(last))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _no_base(first: date, last: date) -> Problem:
    return Problem(
        "index.no-resumption-base",
        Text(
            "复工率基期 {first} 至 {last} 内没有企业用电",
            "no enterprise has any use in the base of the resumption rate, {first} to {last}",
        ).fill(first=first, last=last),
        Text(
            "请补入基期数据，或在目录中改定备用基期",
            "ingest data of the base, or change the fallback base in the catalog",
        ),
    )
