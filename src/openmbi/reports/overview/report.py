"""The overview as one document that the page, its JSON and the terminal all render."""

from __future__ import annotations

from typing import Any

from openmbi.core.tables import Contributions
from openmbi.reports.overview.background import INTERNAL_ONLY, SIMULATED, coverage_and_concentration, data, method
from openmbi.reports.overview.enterprises import capped, lights, outliers, stopped
from openmbi.reports.overview.faces import legend
from openmbi.reports.overview.figures import both
from openmbi.reports.overview.headline import headline
from openmbi.reports.overview.inputs import (
    CappedReading,
    Concentration,
    Coverage,
    DataCounts,
    FestivalResumption,
    OverviewInput,
    Sensitivity,
    StoppedEnterprise,
    Timing,
)
from openmbi.reports.overview.level import level
from openmbi.reports.overview.movement import movement
from openmbi.reports.overview.resumption import resumption
from openmbi.reports.overview.roster import Roster
from openmbi.reports.province.growth import growth_section

__all__ = [
    "CappedReading",
    "Concentration",
    "Coverage",
    "DataCounts",
    "FestivalResumption",
    "OverviewInput",
    "Sensitivity",
    "StoppedEnterprise",
    "Timing",
    "overview",
]

LARGEST = 10
LARGEST_OF_A_MONTH = 3


def overview(source: OverviewInput) -> dict[str, Any]:
    """Return the report document.

    It holds plain JSON types only. Every figure is text, rounded as published: index points with two digits, percentages with one; counts are integers;
    days are ISO dates; null is not known. Every text for a reader is `{"zh": …, "en": …}`.
    """
    roster = Roster(source.names, source.industries, source.weights)
    return {
        "report": "overview",
        "bureau": both(source.bureau),
        "internal_only": both(INTERNAL_ONLY),
        "simulated": both(SIMULATED) if source.simulated else None,
        "legend": legend(source.palette),
        "headline": headline(source),
        "growth": growth_section(source.growth, 0),
        "what_changed_and_why": [
            movement(change, source.series, roster, LARGEST) for change in _explained(source) if change
        ],
        "level": level(
            source.series,
            source.weekly,
            source.monthly,
            mean_days=source.zone_rule.recent_days,
            error=source.level_error,
        ),
        "months": [movement(month, source.series, roster, LARGEST_OF_A_MONTH) for month in source.months],
        "resumption": [resumption(festival) for festival in source.resumption],
        "lights": lights(source, roster),
        "stopped": stopped(source, roster),
        "coverage_and_concentration": coverage_and_concentration(source),
        "capped": capped(source, roster),
        "outliers": outliers(source, roster),
        "method": method(source),
        "data": data(source),
    }


def _explained(source: OverviewInput) -> tuple[Contributions | None, Contributions | None]:
    """Return the latest complete month and the latest four weeks, as far as there are any."""
    complete = [month for month in source.months if month.closing_day == month.period.last]
    return (complete[-1] if complete else None), source.recent
