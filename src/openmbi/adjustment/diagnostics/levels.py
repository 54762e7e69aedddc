"""What is judged: the whole and its groups, as read, with the calendar taken out, and with the season taken out too."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openmbi.adjustment.decomposition import NO_OUTLIERS
from openmbi.adjustment.protocol import Examined, Method, Options
from openmbi.catalog.calendar import Calendar
from openmbi.core.adjusted import DayStatus, Outliers
from openmbi.core.language import Text
from openmbi.core.periods import Frequency, first_days, last_days
from openmbi.core.tables import CellPanel, Days, Flags, Floats, Names, Numbers, Reading

STAGES = 3
Reasons = tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Groups:
    """Group number (n,) of each subject, and the groups' codes (G,)."""

    number: Numbers
    codes: Names


@dataclass(frozen=True)
class Levels:
    """`stages` (3, 1 + G, T): sums as read, calendar-adjusted, seasonally adjusted, NaN where the method gives none, the whole first; `festival` (1 + G, T):
    what the festival does to each, in log points.
    """

    stages: Floats
    festival: Floats
    outliers: Outliers
    refused: Reasons


def totals(panel: CellPanel, groups: Groups) -> CellPanel:
    """Return the sums of a panel's readings: the whole, named "", then every group. A period in which nobody of a group reported is absent."""
    reported = panel.reading != Reading.ABSENT
    value = _with_whole(np.where(reported, panel.value, 0.0), groups)
    there = _with_whole(reported.astype(float), groups) > 0
    reading = np.where(there, np.where(value > 0, Reading.NORMAL, Reading.ZERO), Reading.ABSENT).astype(np.uint8)
    subjects = np.concatenate([[""], groups.codes]).astype(np.str_)
    return replace(panel, subjects=subjects, value=np.where(there, value, np.nan), reading=reading)


def by_month(panel: CellPanel) -> CellPanel:
    """Return a daily panel's sums by whole month; a month with a day that was not reported is absent."""
    first = first_days(panel.days, Frequency.MONTHLY)
    start = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    days = first[start]
    length = (last_days(days, Frequency.MONTHLY) - days).astype(int) + 1
    there = np.add.reduceat((panel.reading != Reading.ABSENT).astype(int), start, axis=1) == length
    sums = np.add.reduceat(np.nan_to_num(panel.value), start, axis=1)
    reading = np.where(there, np.where(sums > 0, Reading.NORMAL, Reading.ZERO), Reading.ABSENT).astype(np.uint8)
    whole = np.flatnonzero(np.diff(np.append(start, len(first))) == length)
    keep = slice(whole[0], whole[-1] + 1) if len(whole) else slice(0, 0)
    value = np.where(there, sums, np.nan)
    return replace(panel, days=days[keep], value=value[:, keep], reading=reading[:, keep])


def levels_of_totals(whole: CellPanel, calendar: Calendar, method: Method, options: Options) -> Levels:
    """Adjust the totals themselves."""
    found = method.examine(whole, calendar, options)
    stages = np.stack(_stages(whole, found, np.zeros(whole.value.shape, bool)))
    detail = found.adjusted.detail
    festival = detail.festival if detail else np.zeros(whole.value.shape)
    refused = tuple((one.subject, one.reason) for one in found.refused)
    return Levels(stages, festival, detail.outliers if detail else NO_OUTLIERS, refused)


def levels_of_leaves(panel: CellPanel, groups: Groups, calendar: Calendar, method: Method, options: Options) -> Levels:
    """Adjust every subject, one group after another, and sum: a day of a festival closure counts its fit, an idle one nothing.

    Size: one group after another, so that no more than one is held in all its forms.
    """
    count = len(groups.codes)
    stages = np.zeros((STAGES, 1 + count, len(panel.days)))
    without = np.zeros((1 + count, len(panel.days)))
    outliers: list[Outliers] = []
    refused: list[tuple[str, Text]] = []
    seasonal = False
    for number in range(count):
        rows = np.flatnonzero(groups.number == number)
        part = replace(panel, subjects=panel.subjects[rows], value=panel.value[rows], reading=panel.reading[rows])
        found = method.examine(part, calendar, options)
        closed = found.adjusted.status == DayStatus.FESTIVAL_CLOSURE
        each = _stages(part, found, closed)
        detail = found.adjusted.detail
        festival = detail.festival if detail else np.zeros(part.value.shape)
        stages[:, 1 + number] = [np.nansum(stage, axis=0) for stage in each]
        without[1 + number] = np.nansum(each[1] * np.exp(festival), axis=0)
        outliers += [detail.outliers] if detail else []
        seasonal |= bool(detail and detail.season.any())
        refused += [(one.subject, one.reason) for one in found.refused]
    stages[:, 0], without[0] = stages[:, 1:].sum(axis=1), without[1:].sum(axis=0)
    stages[2] = stages[2] if seasonal else np.nan
    there = (panel.reading != Reading.ABSENT).any(axis=0)
    stages[:, :, ~there] = np.nan
    festival = np.log(_positive(without)) - np.log(_positive(stages[1]))
    return Levels(stages, np.nan_to_num(festival), _together(outliers), tuple(refused))


def months_of(levels: Levels, days: Days, frequency: Frequency) -> tuple[Days, Floats]:
    """Return the months (M,) and the mean of each stage in them (3, 1 + G, M), so that the length of a month is no cycle; longer periods stay as they are."""
    if frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        return days, levels.stages
    first = first_days(days, Frequency.MONTHLY)
    start = np.flatnonzero(np.concatenate([[True], first[1:] != first[:-1]]))
    known = ~np.isnan(levels.stages)
    sums = np.add.reduceat(np.where(known, levels.stages, 0.0), start, axis=2)
    count = np.add.reduceat(known.astype(int), start, axis=2)
    return first[start], np.divide(sums, count, out=np.full(sums.shape, np.nan), where=count > 0)


def _stages(panel: CellPanel, found: Examined, closed: Flags) -> tuple[Floats, Floats, Floats]:
    """Return readings, adjusted and seasonally adjusted values (n, T); the fit where an enterprise is closed for the festival."""
    adjusted = found.adjusted
    value = np.where(closed, np.nan_to_num(adjusted.fit), adjusted.value)
    known = adjusted.detail is not None and adjusted.detail.season.any()
    season = adjusted.detail.season if adjusted.detail and known else np.full(value.shape, np.nan)
    return np.where(panel.reading == Reading.ABSENT, np.nan, panel.value), value, value * np.exp(-season)


def _with_whole(values: Floats, groups: Groups) -> Floats:
    sums = np.zeros((1 + len(groups.codes), values.shape[1]))
    np.add.at(sums, 1 + groups.number, values)
    sums[0] = sums[1:].sum(axis=0)
    return sums


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _together(outliers: list[Outliers]) -> Outliers:
    if not outliers:
        return NO_OUTLIERS
    names = ("subject", "day", "kind", "size", "statistic")
    return Outliers(*(np.concatenate([getattr(one, name) for one in outliers]) for name in names))
