"""What a run worked out, as the overview takes it."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np

from openmbi.catalog.industry_tree import UNCLASSIFIED
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.drilldown.concentration import concentration
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Computed
from openmbi.flow.describe_province import weights_note
from openmbi.flow.in_force import InForce
from openmbi.flow.outliers import Coincidence, recent_outliers
from openmbi.flow.roster import Roster
from openmbi.flow.unannounced import unannounced_days
from openmbi.index.coverage import coverage
from openmbi.index.resumption import Resumption
from openmbi.lights.reasons import reason_text
from openmbi.lights.stoppages import stoppages
from openmbi.reports.overview.outliers import RecentOutliers
from openmbi.reports.overview.report import (
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
from openmbi.store.as_of import is_real_time
from openmbi.store.manifest import entries
from openmbi.store.quarantine import pending

STOPPED_AFTER_DAYS = 30
LARGEST = 10
SENTINEL_NOTE = Text(
    "数据中的占位值可能为零，也可能为无读数：复工率与停用按零计，日历调整按缺测处理，指数中连续 3 日以内取拟合值、第 4 日起整段计零",
    "the sentinel in these data is zero or no reading: counted as zero for resumption and stoppages, as a gap in the calendar adjustment; in the index a run "
    "takes the fit up to its third day and is 0 as a whole from the fourth",
)


def described(
    bureau: Bureau,
    in_force: InForce,
    roster: Roster,
    computed: Computed,
    *,
    as_of: datetime,
    now: datetime,
    manifest: int,
) -> OverviewInput:
    """Return everything that the overview tells of a run.

    Size: one call that names each field of the report once.
    """
    series, terms, spec = computed.series, computed.terms, in_force.level
    last = len(series.days) - 1
    timing = Timing.REAL_TIME if is_real_time(bureau.store, as_of, manifest) else Timing.PSEUDO_REAL_TIME
    weights = _weights(computed)
    return OverviewInput(
        bureau=bureau.settings.name.text,
        zone=bureau.settings.zone.text,
        simulated=bureau.settings.simulated,
        as_of=as_of.astimezone(bureau.zone),
        run_at=now.astimezone(bureau.zone),
        timing=timing,
        first_day=series.days[0].item(),
        data_until=series.days[-1].item(),
        base_first=spec.base_first,
        base_last=spec.base_last,
        unannounced=unannounced_days(in_force.calendar, series.days),
        base_provisional=bool(series.days[-1] < np.datetime64(spec.base_last)),
        series=series,
        weekly=computed.weekly,
        monthly=computed.monthly,
        palette=in_force.palette,
        zone_lights=computed.zone_lights,
        zone_rule=in_force.zone_rule,
        zone_reason=reason_text(computed.zone_lights, 0, last, in_force.zone_rule),
        enterprise_lights=computed.enterprise_lights,
        enterprise_rule=in_force.enterprise_rule,
        enterprise_reasons={
            str(subject): reason_text(computed.enterprise_lights, place, -1, in_force.enterprise_rule)
            for place, subject in enumerate(terms.subjects)
        },
        months=computed.months,
        recent=computed.recent,
        growth=computed.growth.get(Level.ZONE),
        resumption=tuple(_festival(new_year, rates) for new_year, rates in computed.festivals.items()),
        stopped=_stopped(computed, weights),
        stopped_after_days=STOPPED_AFTER_DAYS,
        coverage=Coverage(*(_last_coverage(computed, as_reading) for as_reading in (True, False))),
        concentration=Concentration(LARGEST, concentration(computed.panel, LARGEST)),
        sensitivity=Sensitivity(as_zero=float(series.close[-1]), as_missing=computed.level_if_missing),
        members=int(terms.member[:, -1].sum()),
        subjects=len(terms.subjects),
        weights=weights,
        weights_note=weights_note(computed),
        data=_counts(bureau, manifest),
        capped=_capped(computed),
        outliers=_outliers(bureau, in_force, roster, computed, weights),
        level_error=computed.uncertainty and computed.uncertainty.levels[Level.ZONE].close[0],
        names=roster.names,
        industries={
            enterprise: in_force.hierarchy.industries.name(division)
            for enterprise, division in roster.divisions(in_force.hierarchy.industries).items()
            if division != UNCLASSIFIED
        },
        notes=(SENTINEL_NOTE, *(note.text for note in bureau.settings.notes)),
    )


def _weights(computed: Computed) -> dict[str, float]:
    """Return each member's share of the base."""
    member = computed.terms.member[:, -1]
    weight = np.where(member, computed.terms.weight, 0.0)
    shares = weight / weight.sum()
    return {str(name): float(share) for name, share in zip(computed.terms.subjects, shares, strict=True) if share > 0}


def _last_coverage(computed: Computed, sentinel_is_reading: bool) -> float:
    return float(coverage(computed.panel, computed.terms, sentinel_is_reading=sentinel_is_reading)[-1])


def _festival(new_year: date, rates: Resumption) -> FestivalResumption:
    return FestivalResumption(
        new_year=new_year,
        base_first=rates.base_first,
        base_last=rates.base_last,
        base_is_fallback=rates.base_is_fallback,
        enterprises=rates.enterprises,
        days=rates.days,
        resumption_rate=rates.resumption_rate,
        recovery_rate=rates.recovery_rate,
    )


def _stopped(computed: Computed, weights: dict[str, float]) -> tuple[StoppedEnterprise, ...]:
    """Return the enterprises that stand still on the data date, the weightiest first."""
    ongoing = [stop for stop in stoppages(computed.panel, minimum_days=STOPPED_AFTER_DAYS) if stop.ongoing]
    stopped = [
        StoppedEnterprise(stop.subject, stop.since, stop.days, weights.get(stop.subject, 0.0)) for stop in ongoing
    ]
    return tuple(sorted(stopped, key=lambda stop: (-stop.share_of_base, stop.subject)))


def _capped(computed: Computed) -> tuple[CappedReading, ...]:
    return tuple(CappedReading(c.subject, c.day, c.reading, c.counted, c.points) for c in computed.capped)


def _outliers(
    bureau: Bureau, in_force: InForce, roster: Roster, computed: Computed, weights: dict[str, float]
) -> RecentOutliers:
    coincidence = Coincidence(in_force, roster.register, bureau.settings.zone.code)
    return recent_outliers(computed.outliers, computed.series.days[-1].item(), weights, coincidence)


def _counts(bureau: Bureau, manifest: int) -> DataCounts:
    """Return what came in of the source that the level rests on: a retry moves rows, it brings none."""
    of_source = [entry for entry in entries(bureau.store, manifest) if entry.source == bureau.settings.source]
    waiting = sum(one.observations for one in pending(bureau.store, bureau.settings.source, manifest))
    arrived = sum(entry.counts.observations for entry in of_source if entry.kind == "ingest")
    return DataCounts(arrived, arrived - waiting, waiting, sum(entry.counts.revised for entry in of_source))
