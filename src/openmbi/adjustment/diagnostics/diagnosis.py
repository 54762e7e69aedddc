"""Put a method to the test on one indicator: what cycles it leaves, what it makes of the festivals, how stable it is, and how its last points move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from openmbi.adjustment.diagnostics.festival_by_year import festival_curve, festival_years
from openmbi.adjustment.diagnostics.levels import (
    Groups,
    Levels,
    by_month,
    levels_of_leaves,
    levels_of_totals,
    months_of,
    totals,
)
from openmbi.adjustment.diagnostics.residual_seasonality import kruskal_wallis, qs
from openmbi.adjustment.diagnostics.revisions import revision_history
from openmbi.adjustment.diagnostics.sliding_spans import SlidingSpans, sliding_spans
from openmbi.adjustment.protocol import FIRST_VALUES, Adjustment, Method, Options
from openmbi.catalog.calendar import Calendar, weekday
from openmbi.core.adjusted import AdjustedPanel, Outliers
from openmbi.core.diagnosis import Cycle, CycleTests, Diagnosis, FestivalYear, SeriesDiagnosis, Stage
from openmbi.core.periods import Frequency, last_days
from openmbi.core.revisions import RevisionHistory
from openmbi.core.tables import CellPanel, Days, Floats, Names

MOST_OUTLIERS = 200
CUTS = 6
_LAGS = {
    Frequency.DAILY: (0, 7, 28, 56),
    Frequency.WEEKLY: (0, 1, 4, 8),
    Frequency.MONTHLY: (0, 1, 2, 12),
    Frequency.QUARTERLY: (0, 1, 4),
}
_LATER = {Frequency.DAILY: 28, Frequency.WEEKLY: 4, Frequency.MONTHLY: 1, Frequency.QUARTERLY: 1}
_LEAST = {Frequency.DAILY: 420, Frequency.WEEKLY: 104, Frequency.MONTHLY: 40, Frequency.QUARTERLY: 16}
"""Periods before a cut: shorter histories are not cut further."""


def diagnose(panel: CellPanel, groups: Groups, calendar: Calendar, method: Method, frequency: Frequency) -> Diagnosis:
    """Adjust a panel (n, T) by a method and judge the result, of the whole and of each group.

    A method that learns from many series adjusts every subject, and the figures judged are sums of the adjusted ones, as they are published; another one
    adjusts the totals. Spans and revisions are of totals by every method. A daily panel is summed to months for a method that cannot do days.

    Raises
    ------
    Problem
        `adjustment.frequency` where the method can do neither the panel's frequency nor months; those of the method.
    """
    if frequency not in method.frequencies and frequency is Frequency.DAILY and Frequency.MONTHLY in method.frequencies:
        panel, frequency = by_month(panel), Frequency.MONTHLY
    whole = totals(panel, groups)
    of_leaves = "strata" in method.takes
    options = Options(frequency, None, None, FIRST_VALUES)
    levels = (
        levels_of_leaves(panel, groups, calendar, method, options)
        if of_leaves
        else levels_of_totals(whole, calendar, method, options)
    )
    bound = _Bound(method.adjust, calendar, frequency)
    spans = sliding_spans(whole, bound, frequency)
    months, monthly = months_of(levels, panel.days, frequency)
    return Diagnosis(
        frequency=frequency,
        first=str(panel.days[0]),
        last=str(last_days(panel.days[-1:], frequency)[0]),
        subjects=len(panel.subjects) if of_leaves else len(whole.subjects),
        of_leaves=of_leaves,
        months=months,
        level=monthly[:, 0] / np.nanmean(monthly[0, 0]),
        series=tuple(_Judge(bound, levels, panel.days, months, monthly).of(whole.subjects, spans)),
        spans=np.column_stack([spans.first, spans.last]) if spans else np.empty((0, 2), "M8[D]"),
        curve=festival_curve(levels.festival[0], panel.days, calendar, frequency),
        revisions=_revisions(_first_row(whole), bound, frequency),
        outliers=_largest(levels.outliers),
        refused=levels.refused,
    )


@dataclass(frozen=True)
class _Bound:
    """A method with its calendar and frequency bound."""

    adjust: Adjustment
    calendar: Calendar
    frequency: Frequency

    def __call__(self, panel: CellPanel) -> AdjustedPanel:
        return self.adjust(panel, self.calendar, frequency=self.frequency)


@dataclass(frozen=True)
class _Judge:
    """What every series is judged by."""

    bound: _Bound
    levels: Levels
    days: Days
    months: Days
    monthly: Floats

    def of(self, codes: Names, spans: SlidingSpans | None) -> Iterator[SeriesDiagnosis]:
        """Yield the diagnosis of each row."""
        for row, code in enumerate(codes.tolist()):
            unstable = (float(spans.season[row]), float(spans.change[row])) if spans else (np.nan, np.nan)
            yield SeriesDiagnosis(code, tuple(self._tests(row)), tuple(self._festivals(row)), *unstable)

    def _festivals(self, row: int) -> Iterator[FestivalYear]:
        if self.bound.frequency is Frequency.DAILY:
            yield from festival_years(self.levels.festival[row], self.days, self.bound.calendar)

    def _tests(self, row: int) -> Iterator[CycleTests]:
        if self.bound.frequency is Frequency.DAILY:
            for stage, values in zip(Stage, _logs(self.levels.stages[:, row]), strict=True):
                if stage is not Stage.SEASON:
                    yield CycleTests(Cycle.WEEK, stage, qs(values, 7), kruskal_wallis(values, weekday(self.days), 7))
        period = 4 if self.bound.frequency is Frequency.QUARTERLY else 12
        place = self.months.astype("M8[M]").astype(int) % 12
        for stage, values in zip(Stage, _logs(self.monthly[:, row]), strict=True):
            yield CycleTests(Cycle.YEAR, stage, qs(values, period), kruskal_wallis(values, place, period))


def _logs(values: Floats) -> Floats:
    known = values > 0
    return np.log(values, out=np.full(values.shape, np.nan), where=known)


def _revisions(panel: CellPanel, bound: _Bound, frequency: Frequency) -> RevisionHistory | None:
    later, least = _LATER[frequency], _LEAST[frequency]
    places = np.arange(least, len(panel.days) - later)
    if frequency in (Frequency.DAILY, Frequency.WEEKLY):
        month = panel.days.astype("M8[M]")
        places = places[month[places] != month[places + 1]]
    ends = panel.days[places[-CUTS:]]
    return revision_history(panel, bound, ends, _LAGS[frequency], later=later) if len(ends) > 1 else None


def _first_row(panel: CellPanel) -> CellPanel:
    return replace(panel, subjects=panel.subjects[:1], value=panel.value[:1], reading=panel.reading[:1])


def _largest(outliers: Outliers) -> Outliers:
    """Return the outliers of the largest statistics, the largest first."""
    order = np.lexsort((outliers.day, outliers.subject, -np.abs(outliers.statistic)))[:MOST_OUTLIERS]
    return Outliers(
        outliers.subject[order],
        outliers.day[order],
        outliers.kind[order],
        outliers.size[order],
        outliers.statistic[order],
    )
