"""The overview as one document that the page, its JSON and the terminal all render."""

from __future__ import annotations

from openmbi.reports.overview.inputs import (
    Concentration,
    Coverage,
    DataCounts,
    FestivalResumption,
    OverviewInput,
    RuleInForce,
    Sensitivity,
    StoppedEnterprise,
    Timing,
)

__all__ = [
    "Concentration",
    "Coverage",
    "DataCounts",
    "FestivalResumption",
    "OverviewInput",
    "RuleInForce",
    "Sensitivity",
    "StoppedEnterprise",
    "Timing",
]
