"""A group's monthly composite and its sub-indices."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.periods import Frequency, period_containing
from openmbi.core.tables import Floats, Level
from openmbi.reports.overview.figures import both, month_text
from openmbi.reports.overview.level import provisional_in
from openmbi.reports.province.figures import published_row
from openmbi.reports.province.inputs import GroupComposite, ProvinceInput

MONTHS = 36
_TOTAL = Text("综合指数", "Composite")


class Composites:
    """The composites of a run by level and code."""

    def __init__(self, source: ProvinceInput) -> None:
        self.source = source
        self._rows = {
            level: {code: row for row, code in enumerate(one.groups.tolist())}
            for level, one in source.composite.items()
        }

    def of(self, level: Level, code: str) -> dict[str, Any] | None:
        """Return the document's part for one group; null where it has none.

        `lines` begin with the composite itself: `value` is of the latest month that it has a figure for, `held` where that is of an earlier period;
        `month_before` and `year_before` are differences of published figures in points, `trend` the latest months.
        """
        row = self._rows.get(level, {}).get(code)
        if row is None:
            return None
        one = self.source.composite[level]
        at = _latest_known(one, row)
        if at is None:
            return None
        complete = one.latest_complete
        return {
            "month": str(one.months[at])[:7],
            "label": both(month_text(one.months[at].item())),
            "latest_complete": both(month_text(complete)) if complete else None,
            "missing": [both(text) for text in one.missing],
            "provisional": self._provisional(one.months[at].item()),
            "months": min(MONTHS, at + 1),
            "lines": [line(_TOTAL, one.value[row], at), *_parts(one, row, at)],
        }

    def _provisional(self, month: date) -> bool:
        """Say whether a month has a day whose level of the zone is provisional."""
        series = self.source.series[Level.ZONE]
        return provisional_in(series, month, period_containing(month, Frequency.MONTHLY).last)


def _latest_known(one: GroupComposite, row: int) -> int | None:
    """Return the latest month of the composite; of any sub-index where the group has no composite; None without either."""
    for known in (~np.isnan(one.value[row]), (~np.isnan(one.sub[:, row])).any(axis=0)):
        if known.any():
            return int(np.flatnonzero(known)[-1])
    return None


def _parts(one: GroupComposite, row: int, at: int) -> list[dict[str, Any]]:
    held = np.zeros(len(one.domains), bool) if one.held is None else one.held[:, row, at]
    return [
        line(name, values[row], at, bool(old)) for name, values, old in zip(one.domains, one.sub, held, strict=True)
    ]


def line(name: Text, values: Floats, at: int, held: bool = False) -> dict[str, Any]:
    """Return one composite or sub-index (M,) at a month: figures as published, differences of them, and the latest months as `trend`."""
    trend = published_row(values[max(0, at - MONTHS + 1) : at + 1])
    return {
        "name": both(name),
        "value": trend[-1],
        "held": held,
        "month_before": _difference(trend[-1], trend[-2] if len(trend) > 1 else None),
        "year_before": _difference(trend[-1], trend[-13] if len(trend) > 12 else None),
        "trend": trend,
    }


def _difference(now: str | None, then: str | None) -> str | None:
    return None if now is None or then is None else f"{float(now) - float(then) + 0:.2f}"
