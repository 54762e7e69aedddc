"""Every figure of a run under its name `indicator/subject/period`, unrounded, as one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from openmbi.catalog.composites import ExpertWeightsSpec
from openmbi.core.growth import ReaderGrowth
from openmbi.core.tables import Days, Floats, GroupSeries, Level, Lights
from openmbi.flow.alternatives import ZoneMethod
from openmbi.flow.composites import Composites
from openmbi.flow.compute import Computed
from openmbi.flow.groups import Groups
from openmbi.flow.uncertainty import Uncertainty
from openmbi.index.bridge import Bridge
from openmbi.index.composite_by_group import GroupComposite
from openmbi.index.enterprise_diffusion import GroupDiffusion
from openmbi.store.runs import FIGURES

GROUP_DAYS = 60
"""Days of a group's level that a run keeps by name, beside the close of every month; any other is made again by `--as-of` or read from the page."""

GROWTH = {
    "yearly_growth": "raw",
    "yearly_growth.excluding_festival": "excluding_festival",
    "yearly_growth.working_day_adjusted": "working_day_adjusted",
    "yearly_growth.temperature_adjusted": "temperature_adjusted",
    "yearly_growth.lunar_aligned": "lunar_aligned",
    "month_growth.annualised": "month_annualised",
}
"""Names of the figures of growth, and the columns of `ReaderGrowth` that they are."""


def figures_of(computed: Computed) -> pa.Table:
    """Return the figures (FIGURES); NaN is null."""
    parts = [*_of_zone(computed), *_of_enterprises(computed)]
    if computed.groups:
        parts += _of_groups(computed.groups)
    if computed.composites:
        parts += _of_composites(computed.composites)
        parts += _of_other_methods(computed.composites.methods, computed.series.subject)
    parts += [*_of_diffusion(computed.diffusion), *_of_growth(computed.growth)]
    if computed.uncertainty:
        parts += _of_uncertainty(computed, computed.uncertainty)
    return pa.concat_tables(parts).combine_chunks()


def _of_zone(computed: Computed) -> Iterator[pa.Table]:
    series = computed.series
    index, zone = series.index, series.subject
    daily = {
        index: series.close,
        "coverage": series.coverage,
        "zone_light": computed.zone_lights.colour[0].astype(float),
        "zone_change": computed.zone_lights.measure[0],
    }
    for indicator, values in daily.items():
        yield _figures(indicator, [zone], _names(series.days), values[None])
    for candles in (computed.weekly, computed.monthly):
        periods = [str(candle.period) for candle in candles]
        yield _figures(index, [zone], periods, np.array([[candle.close for candle in candles]]))
    months = [str(month.period) for month in computed.months]
    yield _figures("level_change", [zone], months, np.array([[float(month.change) for month in computed.months]]))
    for rates in computed.festivals.values():
        yield _figures("resumption_rate", [zone], _names(rates.days), rates.resumption_rate[None])
        yield _figures("recovery_rate", [zone], _names(rates.days), rates.recovery_rate[None])


def _of_enterprises(computed: Computed) -> Iterator[pa.Table]:
    lights, day = computed.enterprise_lights, _names(computed.series.days[-1:])
    codes = lights.subjects.tolist()
    yield _figures("enterprise_light", codes, day, lights.colour[:, -1:].astype(float))
    yield _figures("enterprise_change", codes, day, lights.measure[:, -1:])


def _of_groups(groups: Groups) -> Iterator[pa.Table]:
    """Yield levels and lights of groups; the zone's are the run's own, and a code that two levels share is that of the higher one."""
    taken: set[str] = set(groups.series[Level.ZONE].groups.tolist())
    for level, series in groups.series.items():
        rows = [row for row, code in enumerate(series.groups.tolist()) if code not in taken]
        codes = series.groups[rows].tolist()
        taken.update(codes)
        months, closes = _month_closes(series)
        last = _names(series.days[-1:])
        yield _known(series.index, codes, months, closes[rows])
        yield _known(series.index, codes, _names(series.days[-GROUP_DAYS:]), series.close[rows, -GROUP_DAYS:])
        yield _known("coverage", codes, last, series.coverage[rows, -1:])
        yield _known("weight", codes, last, series.weight[rows, None])
        lights = groups.lights[level]
        yield _known("group_light", codes, last, lights.colour[rows, -1:].astype(float))
        yield _known("group_change", codes, last, lights.measure[rows, -1:])


def _month_closes(series: GroupSeries) -> tuple[list[str], Floats]:
    """Return each group's close on the last day of each month that the days have."""
    month = series.days.astype("datetime64[M]")
    ends = np.flatnonzero(np.append(month[1:] != month[:-1], True))
    return [str(each) for each in month[ends]], series.close[:, ends]


def _of_composites(found: Composites) -> Iterator[pa.Table]:
    taken: set[str] = set()
    for one in found.by_level.values():
        rows = [row for row, code in enumerate(one.groups.tolist()) if code not in taken]
        codes = one.groups[rows].tolist()
        taken.update(codes)
        yield from _of_composite(one, rows, codes)
    if found.mbi:
        yield from _of_mbi(found.mbi, next(iter(found.by_level.values())).groups.tolist())


def _of_composite(one: GroupComposite, rows: list[int], codes: list[str]) -> Iterator[pa.Table]:
    months = _months(one.months)
    yield _known(one.index, codes, months, one.value[rows])
    for domain, sub in zip(one.domains.tolist(), list(one.sub), strict=True):
        yield _known(f"{one.index}.{domain}", codes, months, sub[rows])


def _of_other_methods(methods: Sequence[ZoneMethod], zone: str) -> Iterator[pa.Table]:
    """Yield the zone's composite by the methods that no group has."""
    for one in methods:
        if not isinstance(one.spec, ExpertWeightsSpec):
            yield _known(one.spec.code, [zone], _months(one.months), one.value[None])


def _of_diffusion(found: Mapping[Level, GroupDiffusion]) -> Iterator[pa.Table]:
    taken: set[str] = set()
    for one in found.values():
        rows = [row for row, code in enumerate(one.groups.tolist()) if code not in taken]
        codes = one.groups[rows].tolist()
        taken.update(codes)
        yield _known("diffusion", codes, _months(one.months), one.value[rows])


def _of_growth(found: Mapping[Level, ReaderGrowth]) -> Iterator[pa.Table]:
    """Yield the growth of single months; January and February together under a name of their own, at February."""
    taken: set[str] = set()
    for one in found.values():
        rows = [row for row, code in enumerate(one.groups.tolist()) if code not in taken]
        codes = one.groups[rows].tolist()
        taken.update(codes)
        for together, kind in ((False, ""), (True, "january_february_")):
            chosen = np.flatnonzero((one.periods.combined == together) & one.periods.complete)
            months = _months(one.periods.last[chosen])
            for name in GROWTH:
                yield _known(f"{kind}{name}", codes, months, getattr(one, GROWTH[name])[rows][:, chosen])


def _of_uncertainty(computed: Computed, found: Uncertainty) -> Iterator[pa.Table]:
    """Yield the standard errors of levels, and of what lights judge with its probability, on the last day; of the zone's level on the days that have one."""
    zone, index = found.levels[Level.ZONE], computed.series.index
    day, taken = _names(zone.days[-1:]), set(zone.groups.tolist())
    yield _figures(f"{index}.standard_error", zone.groups.tolist(), _names(zone.days), zone.close)
    yield from _of_light("zone", zone.groups.tolist(), day, zone.change, computed.zone_lights)
    for level, one in found.levels.items():
        rows = [row for row, code in enumerate(one.groups.tolist()) if code not in taken]
        codes = one.groups[rows].tolist()
        taken.update(codes)
        if computed.groups and codes:
            yield _known(f"{index}.standard_error", codes, day, one.close[rows, -1:])
            yield from _of_light("group", codes, day, one.change[rows], computed.groups.lights[level], rows=rows)
    lights = computed.enterprise_lights
    yield from _of_light("enterprise", lights.subjects.tolist(), day, found.enterprises, lights)


def _of_light(
    kind: str, codes: list[str], day: list[str], error: Floats, lights: Lights, *, rows: list[int] | None = None
) -> Iterator[pa.Table]:
    yield _known(f"{kind}_change.standard_error", codes, day, error[:, None])
    if lights.probability is not None:
        chosen = lights.probability if rows is None else lights.probability[rows]
        yield _known(f"{kind}_light.probability", codes, day, chosen[:, -1:])


def _of_mbi(made: Bridge, zone: list[str]) -> Iterator[pa.Table]:
    months = _months(made.months.last)
    for name, values in made.figures().items():
        yield _figures(name, zone, months, values[None])


def _figures(indicator: str, subjects: Sequence[str], periods: Sequence[str], values: Floats) -> pa.Table:
    """Return values (n, T) as rows, subject by subject."""
    size = values.size
    names = pa.array(subjects, pa.string()).take(pa.array(np.repeat(np.arange(len(subjects)), len(periods))))
    dates = pa.array(periods, pa.string()).take(pa.array(np.tile(np.arange(len(periods)), len(subjects))))
    flat = values.ravel()
    columns = [pa.repeat(indicator, size), names, dates, pa.array(flat, pa.float64(), mask=np.isnan(flat))]
    return pa.table([column.cast(field.type) for column, field in zip(columns, FIGURES, strict=True)], schema=FIGURES)


def _known(indicator: str, subjects: Sequence[str], periods: Sequence[str], values: Floats) -> pa.Table:
    """Return the same without subjects of which nothing is known: many groups lack a domain."""
    rows = [row for row, unknown in enumerate(np.asarray(np.isnan(values).all(axis=1)).tolist()) if not unknown]
    return _figures(indicator, [subjects[row] for row in rows], periods, values[rows])


def _months(first_days: Days) -> list[str]:
    return [str(month) for month in first_days.astype("datetime64[M]")]


def _names(days: Days) -> list[str]:
    return [str(day) for day in days]
