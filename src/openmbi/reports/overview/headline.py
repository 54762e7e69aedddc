"""Headline: the level, its change and the zone's light, for one glance."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.core.tables import Colour, IndexSeries
from openmbi.reports.overview.band import plus_minus
from openmbi.reports.overview.faces import face
from openmbi.reports.overview.figures import both, percent, points, published
from openmbi.reports.overview.inputs import OverviewInput

SPANS = {
    1: Text("较前一日", "vs the day before"),
    7: Text("较 7 天前", "vs 7 days before"),
    28: Text("较 28 天前", "vs 28 days before"),
}
"""Days back that the headline compares with: whole weeks, so that weekdays match."""


def headline(source: OverviewInput) -> dict[str, Any]:
    """Return the section; `level` and changes are null where not known."""
    return {
        "zone": both(source.zone),
        "data_until": source.data_until.isoformat(),
        "level": published(float(source.series.close[-1])),
        "plus_minus": plus_minus(source.level_error),
        "provisional": bool(source.series.provisional[-1]),
        "changes": [change_over(source.series, days) for days in SPANS],
        "coverage": percent(source.coverage.sentinel_as_reading),
        "light": _light(source),
    }


def change_over(series: IndexSeries, days: int) -> dict[str, Any]:
    """Return the change over one of SPANS: the difference of two published levels, so that it can be checked on the page."""
    now = points(float(series.close[-1]))
    then = points(float(series.close[-1 - days])) if len(series.close) > days else None
    change = None if now is None or then is None else now - then
    return {
        "days": days,
        "label": both(SPANS[days]),
        "points": None if change is None else str(change),
        "percent": percent(change / then) if change is not None and then else None,
    }


def _light(source: OverviewInput) -> dict[str, Any]:
    lights = source.zone_lights
    probability = None if lights.probability is None else percent(float(lights.probability[0, -1]))
    rate = None if lights.false_alarm_rate is None else percent(lights.false_alarm_rate)
    return {
        **face(source.palette, Colour(int(lights.colour[0, -1]))),
        "since": str(lights.since[0, -1]),
        "reason": both(source.zone_reason),
        "probability": probability,
        "false_alarm_rate": rate,
    }
