"""A group's diffusion index of enterprises."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.core.tables import Floats, Level
from openmbi.reports.overview.figures import both, month_text
from openmbi.reports.province.figures import one_digit
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.reports.province.method_inputs import DiffusionFigures

MONTHS = 36


class Diffusions:
    """The diffusion indices of a run by level and code."""

    def __init__(self, source: ProvinceInput) -> None:
        self._found = source.diffusion
        self._rows = {
            level: {code: row for row, code in enumerate(one.groups.tolist())} for level, one in self._found.items()
        }

    def of(self, level: Level, code: str) -> dict[str, Any] | None:
        """Return the document's part for one group, of the latest month that it has a figure for; null where it has none.

        `value`, `up`, `same` and `down` are in per cent with one digit, and the last three sum to 100; `month_before` and `year_before` are differences of
        published figures.
        """
        row = self._rows.get(level, {}).get(code)
        known = [] if row is None else np.flatnonzero(~np.isnan(self._found[level].value[row])).tolist()
        return _told(self._found[level], row, known[-1]) if row is not None and known else None


def _told(one: DiffusionFigures, row: int, at: int) -> dict[str, Any]:
    trend = _trend(one.value[row], at)
    up, same = round(float(one.up[row, at]), 1), round(float(one.same[row, at]), 1)
    return {
        "month": str(one.months[at])[:7],
        "label": both(month_text(one.months[at].item())),
        "value": trend[-1],
        "up": one_digit(up),
        "same": one_digit(same),
        "down": one_digit(max(100 - up - same, 0.0)),
        "enterprises": int(one.enterprises[row, at]),
        "tolerance": f"{100 * one.tolerance:g}",
        "month_before": _difference(trend, 1),
        "year_before": _difference(trend, 12),
        "months": len(trend),
        "trend": trend,
    }


def _trend(values: Floats, at: int) -> list[str | None]:
    return [one_digit(value) for value in values[max(0, at - MONTHS + 1) : at + 1].tolist()]


def _difference(trend: list[str | None], back: int) -> str | None:
    now, then = trend[-1], trend[-1 - back] if len(trend) > back else None
    return None if now is None or then is None else one_digit(float(now) - float(then))
