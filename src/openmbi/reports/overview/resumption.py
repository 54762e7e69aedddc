"""Resumption: 复工率 and 复产率 by day from New Year, one entry a Spring Festival."""

from __future__ import annotations

from typing import Any

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.reports.overview.figures import both, day_text, percent
from openmbi.reports.overview.inputs import FestivalResumption

COMPARED_DAYS = (0, 7, 10, 15, 20, 30)
"""Days from New Year at which years are set side by side; day 15 is the Lantern Festival's eve."""

_BASE = Text("{first}至{last}的日均用电", "daily mean use, {first} to {last}")
_FALLBACK = Text(
    "（数据起始较晚，以此代替上年 12 月）", " (history starts later; it stands in for the December before)"
)


def resumption(festival: FestivalResumption) -> dict[str, Any]:
    """Return one festival: rates in percent; a rate that is not known is null."""
    offsets = [int(days) for days in (festival.days - np.datetime64(festival.new_year, "D")).astype(int)]
    by_count, by_load = _percents(festival.resumption_rate), _percents(festival.recovery_rate)
    known = {day: (count, load) for day, count, load in zip(offsets, by_count, by_load, strict=True)}
    base = _BASE.fill(first=day_text(festival.base_first), last=day_text(festival.base_last))
    return {
        "year": festival.new_year.year,
        "new_year": festival.new_year.isoformat(),
        "base": both(base + _FALLBACK if festival.base_is_fallback else base),
        "base_first": festival.base_first.isoformat(),
        "base_last": festival.base_last.isoformat(),
        "base_is_fallback": festival.base_is_fallback,
        "enterprises": festival.enterprises,
        "days_from_new_year": offsets,
        "resumption_rate": by_count,
        "recovery_rate": by_load,
        "compared": [_compared(day, *known.get(day, (None, None))) for day in COMPARED_DAYS],
    }


def _percents(rates: Floats) -> list[str | None]:
    return [percent(float(rate)) for rate in rates]


def _compared(day: int, by_count: str | None, by_load: str | None) -> dict[str, Any]:
    return {"day": day, "resumption_rate": by_count, "recovery_rate": by_load}
