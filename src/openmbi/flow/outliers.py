"""The outliers that the adjustment found: gathered stratum by stratum, kept for the pages of enterprises, told with the known events of their days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.catalog.events import Events, KnownEvent
from openmbi.core.adjusted import AdjustedPanel, OutlierKind, Outliers
from openmbi.core.language import Text
from openmbi.core.tables import CellPanel, Names
from openmbi.flow.in_force import InForce
from openmbi.lights.known_events import known_events
from openmbi.reports.overview.outliers import EnterpriseOutlier, RecentOutliers, ReportedOutlier, largest

RECENT_DAYS = 91
BESIDE = timedelta(days=3)
"""How far from an event the first day of a level shift may lie: its day is estimated."""
Arrays = dict[str, np.ndarray]


class GatheredOutliers:
    """The outliers of all strata, in the order of the subjects of the whole panel."""

    def __init__(self) -> None:
        self._found: list[Outliers] = []

    def watch(self, _: CellPanel, adjusted: AdjustedPanel) -> None:
        """Take a stratum's outliers."""
        if adjusted.detail is not None and len(adjusted.detail.outliers.subject):
            self._found.append(adjusted.detail.outliers)

    @property
    def outliers(self) -> Outliers:
        """What was gathered, by subject and day."""
        if not self._found:
            return Outliers(*(np.zeros(0, kind) for kind in ("U1", "M8[D]", np.uint8, float, float)))
        names = ("subject", "day", "kind", "size", "statistic")
        subject, day, kind, size, statistic = (np.concatenate([getattr(f, n) for f in self._found]) for n in names)
        order = np.lexsort((kind, day, subject))
        return Outliers(subject[order], day[order], kind[order], size[order], statistic[order])


def outlier_arrays(outliers: Outliers, subjects: Names) -> Arrays:
    """Return the arrays that a run keeps: `outlier.of` (k,), places among the sorted subjects, and what each is."""
    return {
        "outlier.of": np.searchsorted(subjects, outliers.subject),
        "outlier.day": outliers.day,
        "outlier.kind": outliers.kind,
        "outlier.size": outliers.size.astype(np.float32),
        "outlier.statistic": outliers.statistic.astype(np.float32),
    }


class Coincidence:
    """Names the known events that the level shift of an enterprise coincides with, where it lay on that day."""

    def __init__(self, in_force: InForce, register: pa.Table, zone: str) -> None:
        self._events, self._industries = in_force.events, in_force.hierarchy.industries
        self._register, self._zone = register, zone

    def told(self, subject: str, day: date, kind: OutlierKind, size: float) -> ReportedOutlier:
        """Return an outlier with the events of its day; only a level shift is laid beside events."""
        event = self._event(subject, day) if kind is OutlierKind.LEVEL_SHIFT else None
        return ReportedOutlier(day, kind, size, event)

    def _event(self, subject: str, day: date) -> Text | None:
        if not self._events.events:
            return None
        place, industry = self._where(subject, day)
        found = known_events(_Register(self._events), ((place, industry),), (day - BESIDE, day + BESIDE))
        if not found:
            return None
        said = found[0]
        for other in found[1:]:
            said = said + Text("；", "; ") + other
        return said

    def _where(self, subject: str, day: date) -> tuple[str, str | None]:
        """Return place and division on a day; the zone where the register does not tell the place."""
        rows = self._register.filter(pc.equal(self._register["enterprise"], subject)).to_pylist()
        held = [r for r in rows if r["valid_from"] <= day and (r["valid_to"] is None or day <= r["valid_to"])]
        row = held[-1] if held else {}
        code: str | None = row.get("industry")
        return row.get("place") or self._zone, self._industries.division_of(code) if code else None


class _Register:
    """The register of events for one that may have no known industry: an event of some industries is none of its."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def events_on(self, place: str | None, industry: str | None, first: date, last: date) -> tuple[KnownEvent, ...]:
        found = self._events.events_on(place, industry, first, last)
        return found if industry else tuple(event for event in found if not event.industries)


def recent_outliers(
    outliers: Outliers, last: date, weights: Mapping[str, float], coincidence: Coincidence
) -> RecentOutliers:
    """Return the outliers of the latest weeks up to `last`; `weights`: each member's share of the base."""
    first = last - timedelta(days=RECENT_DAYS - 1)
    recent = np.flatnonzero(outliers.day >= np.datetime64(first))
    kinds = [OutlierKind(int(kind)) for kind in outliers.kind[recent]]
    found = largest(
        EnterpriseOutlier(subject, weights.get(subject, 0.0), ReportedOutlier(day, kind, size))
        for subject, day, kind, size in zip(
            outliers.subject[recent].tolist(),
            outliers.day[recent].astype("M8[D]").tolist(),
            kinds,
            outliers.size[recent].tolist(),
            strict=True,
        )
    )
    told = (
        EnterpriseOutlier(
            one.subject,
            one.weight,
            coincidence.told(one.subject, one.outlier.day, one.outlier.kind, one.outlier.size),
        )
        for one in found
    )
    return RecentOutliers(first, {kind: kinds.count(kind) for kind in OutlierKind}, tuple(told))
