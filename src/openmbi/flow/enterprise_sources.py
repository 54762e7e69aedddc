"""Every source of one enterprise by month, as a run kept it, with what it is called and what its base is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from openmbi.catalog.indexes import IndicatorLevelSpec
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.tables import Names
from openmbi.flow.enterprise_details import Arrays
from openmbi.flow.in_force import InForce
from openmbi.reports.province.enterprise_inputs import SourceLevels

_ENDING = ".level"
_BASE = Text("{first} 至 {last}", "{first} to {last}")
_BASE_OF_ENTRANT = Text(
    "{day} 进入指数，以此前 {count} 个活跃{periods}为基期", "the {count} active {periods} before it entered on {day}"
)
_PERIODS = {
    Frequency.DAILY: Text("日", "days"),
    Frequency.WEEKLY: Text("周", "weeks"),
    Frequency.MONTHLY: Text("月", "months"),
    Frequency.QUARTERLY: Text("季", "quarters"),
    Frequency.ANNUAL: Text("年", "years"),
}


def source_levels(details: Arrays, code: str, in_force: InForce) -> Iterator[SourceLevels]:
    """Yield the indicators in which the enterprise has a level in any of the kept months, in the order of the composite's declaration."""
    for name in (key.removesuffix(_ENDING) for key in details if key.endswith(_ENDING)):
        row = row_of(details[f"{name}.code"], code)
        if row is None:
            continue
        level = details[f"{name}.level"][row].astype(float)
        if not np.isnan(level).all():
            domain, indicator = _names(name, in_force)
            base = _base(name, details[f"{name}.entered"][row], in_force)
            yield SourceLevels(domain, indicator, details[f"{name}.month"], level, base)


def row_of(codes: Names, code: str) -> int | None:
    """Return the place of a code among sorted ones (n,); None where it is not there."""
    place = bisect_left(codes, code)
    return place if place < len(codes) and codes[place] == code else None


def _names(name: str, in_force: InForce) -> tuple[Text, Text]:
    """Return what domain and indicator are called."""
    declared = in_force.indicators.get(name)
    own = declared.name.text() if declared else Text(name, name)
    for domain in in_force.composite.domains:
        for one in domain.indicators:
            if one.indicator == name:
                return domain.name.text(), own
    return own, own


def _base(name: str, entered: np.datetime64, in_force: InForce) -> Text:
    """Return the base period of an indicator's level; electricity is the activity level itself. An entrant's is what made it a member."""
    spec = in_force.indicator_levels.get(name, in_force.level)
    if entered <= np.datetime64(spec.base_last):
        return _BASE.fill(first=spec.base_first, last=spec.base_last)
    frequency = spec.frequency if isinstance(spec, IndicatorLevelSpec) else Frequency.DAILY
    return _BASE_OF_ENTRANT.fill(day=entered, count=spec.entry_active_days, periods=_PERIODS[frequency])
