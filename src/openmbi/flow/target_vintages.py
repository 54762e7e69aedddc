"""The figures of a target as they were known at any moment, and as they were first printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from openmbi.catalog.targets import Target
from openmbi.core.periods import Frequency
from openmbi.core.tables import Basis
from openmbi.flow.bureau import Bureau
from openmbi.flow.sources_of import source_of
from openmbi.index.backtest.protocol import TargetSeries, Vintage
from openmbi.store.as_of import versions_of


@dataclass(frozen=True)
class Version:
    """One version of a figure: `known_at` in UTC, `stated`: by the source itself, not by a declared lag or our own record."""

    period: date
    value: float
    known_at: datetime
    stated: bool


@dataclass(frozen=True)
class TargetVintages:
    """Every version of a target's figures, in the order in which they became known."""

    target: Target
    versions: tuple[Version, ...]

    def at(self, moment: datetime) -> TargetSeries:
        """Return the figures in force at a moment."""
        known = {one.period: one.value for one in self.versions if one.known_at <= moment}
        return self._series(known, Vintage.LATEST)

    def first(self) -> dict[date, Version]:
        """Return the first print of every figure, by the first day of its period."""
        found: dict[date, Version] = {}
        for one in self.versions:
            found.setdefault(one.period, one)
        return dict(sorted(found.items()))

    def last(self) -> dict[date, float]:
        """Return every figure as last known."""
        return {one.period: one.value for one in self.versions}

    def _series(self, known: dict[date, float], vintage: Vintage) -> TargetSeries:
        days = sorted(known)
        return TargetSeries(
            name=self.target.code,
            frequency=Frequency.MONTHLY,
            periods=np.array(days, "datetime64[D]"),
            value=np.array([known[day] for day in days], np.float64),
            vintage=vintage,
            combined_january_february=self.target.combined_january_february,
        )


def target_vintages(bureau: Bureau, target: Target, manifest: int) -> TargetVintages:
    """Return every version of the target's figures that the store held at a manifest; none where nothing of it was taken in."""
    feeding = source_of(bureau, target.indicator, manifest)
    if feeding is None:
        return TargetVintages(target, ())
    rows = versions_of(bureau.store, source=feeding.source, indicator=target.indicator, subject=target.place)
    table = rows.select("valid_at", "value", "known_at", "basis", "batch_id", "row_no").to_pyarrow().to_pylist()
    kept = sorted(
        (row for row in table if row["batch_id"] <= manifest),
        key=lambda row: (row["known_at"], row["batch_id"], row["row_no"]),
    )
    return TargetVintages(target, tuple(_version(row) for row in kept))


def _version(row: dict[str, object]) -> Version:
    known_at, period = row["known_at"], row["valid_at"]
    assert isinstance(known_at, datetime)
    assert isinstance(period, date)
    return Version(period, float(str(row["value"])), known_at.replace(tzinfo=UTC), row["basis"] == Basis.RECORDED.value)
