"""Outliers of enterprises as the pages tell them: day, kind, size in per cent, and the known event on the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import expm1
from typing import Any

from openmbi.core.adjusted import OutlierKind
from openmbi.core.language import Text
from openmbi.reports.overview.figures import both, percent

LARGEST_OUTLIERS = 10
OUTLIER_WORDS = {
    OutlierKind.ADDITIVE_OUTLIER: Text("加性异常", "additive outlier"),
    OutlierKind.LEVEL_SHIFT: Text("水平突变", "level shift"),
    OutlierKind.TEMPORARY_CHANGE: Text("暂时变化", "temporary change"),
}


@dataclass(frozen=True)
class ReportedOutlier:
    """An outlier: `size` in log points on its first day; `event`: the known events that a level shift coincides with, in words."""

    day: date
    kind: OutlierKind
    size: float
    event: Text | None = None


@dataclass(frozen=True)
class EnterpriseOutlier:
    """An outlier of one enterprise of a zone, of whose base it has the share `weight`."""

    subject: str
    weight: float
    outlier: ReportedOutlier

    @property
    def moved(self) -> float:
        """The share of the zone that it moved, a rise counted up to double."""
        return self.weight * min(abs(expm1(self.outlier.size)), 1.0)


@dataclass(frozen=True)
class RecentOutliers:
    """The outliers of all enterprises from a day on: how many of each kind, and those that moved most of the zone."""

    first: date
    counts: dict[OutlierKind, int]
    largest: tuple[EnterpriseOutlier, ...]


def outlier_line(one: ReportedOutlier) -> dict[str, Any]:
    """Return an outlier as a document carries it; `size` in per cent of what was expected without it."""
    return {
        "day": one.day.isoformat(),
        "code": one.kind.name.lower(),
        "kind": both(OUTLIER_WORDS[one.kind]),
        "size": percent(expm1(one.size)),
        "event": both(one.event) if one.event else None,
    }


def counted(counts: dict[OutlierKind, int]) -> list[dict[str, Any]]:
    """Return how many outliers there are of each kind."""
    return [{"code": k.name.lower(), "kind": both(OUTLIER_WORDS[k]), "count": counts.get(k, 0)} for k in OutlierKind]


def largest(found: Iterable[EnterpriseOutlier]) -> tuple[EnterpriseOutlier, ...]:
    """Return those that moved most of the zone, the largest first."""
    ranked = sorted(found, key=lambda one: (-one.moved, one.outlier.day, one.subject))
    return tuple(ranked[:LARGEST_OUTLIERS])
