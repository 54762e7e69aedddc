"""Money in real terms: each period's value by the price index of the period."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, Period, first_days, period_containing
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Days, Floats


@dataclass(frozen=True)
class Deflator:
    """A price index as known at one moment: values (k,) of periods (k,) (first days, rising) of its frequency; 100 is the price of its base."""

    indicator: str
    frequency: Frequency
    periods: Days
    value: Floats


@dataclass(frozen=True)
class Deflated:
    """A panel in prices of the deflator's base. `held`: the periods of the deflator that stand at an earlier value, as theirs is not known yet."""

    panel: CellPanel
    held: tuple[Period, ...]


def deflated(panel: CellPanel, deflator: Deflator) -> Deflated:
    """Return value / (deflator / 100), the deflator of the period that a column's first day lies in; where it has no value, the latest before it.

    Raises
    ------
    Problem
        `index.no-deflator` where the panel begins before it, `index.bad-deflator` where a value is not above 0.
    """
    known = ~np.isnan(deflator.value)
    periods, price = deflator.periods[known], deflator.value[known]
    wanted = first_days(panel.days, deflator.frequency)
    if not len(periods) or periods[0] > wanted[0]:
        raise _no_deflator(deflator.indicator, panel.days[0])
    if not (price > 0).all():
        raise _bad_deflator(deflator.indicator)
    place = np.searchsorted(periods, wanted, side="right") - 1
    held = np.unique(wanted[periods[place] < wanted])
    real = replace(panel, value=panel.value / (price[place] / 100))
    return Deflated(real, tuple(period_containing(day, deflator.frequency) for day in held.tolist()))


def _no_deflator(indicator: str, first: np.datetime64) -> Problem:
    return Problem(
        "index.no-deflator",
        Text("平减指数 {name} 在 {first} 尚无数值", "the deflator {name} has no value as early as {first}").fill(
            name=indicator, first=first
        ),
        Text(
            "请补入较早的平减指数，或在该指标的指数声明中改定 deflator",
            "ingest earlier values of it, or change `deflator` in the declaration of the index",
        ),
    )


def _bad_deflator(indicator: str) -> Problem:
    return Problem(
        "index.bad-deflator",
        Text("平减指数 {name} 有不为正的数值", "the deflator {name} has values that are not above 0").fill(
            name=indicator
        ),
        Text("平减指数以基期为 100 的定基指数表示", "give it as an index on a fixed base of 100"),
    )
