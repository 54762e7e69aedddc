"""`mbi quality`: how often alerts were false, what was found and when, as a document and a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.quality.area_error import area_error
from openmbi.alerts.quality.episode_quality import EpisodeQuality, episode_quality
from openmbi.alerts.quality.outcome_units import OutcomeUnits, outcome_units
from openmbi.alerts.quality.watch import Watch
from openmbi.core.language import Language
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.false_discovery import VERDICT_DAYS, Evidence, evidence
from openmbi.flow.in_force import InForce, declarations_in_force
from openmbi.flow.lone_report import navigation_of, write_report
from openmbi.flow.quality_known_before import bounds, reliabilities, told_beforehand
from openmbi.flow.quality_shares import lights, months, seasons, strata
from openmbi.index.signals.auroc import auroc
from openmbi.index.signals.signal_counts import Side, count_signals
from openmbi.index.signals.usefulness import relative_usefulness
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances
from openmbi.reports.quality.inputs import KindLine, LevelLine, QualityInput, SignalFigures
from openmbi.reports.quality.page import pages
from openmbi.reports.quality.report import quality as document_of
from openmbi.store.as_of import is_real_time
from openmbi.store.manifest import newest

PREFERENCE = 0.9
"""Weight of missed events against false alarms: events are rare, and a missed one costs more than a look at a false alarm."""
MOST = 0.9
LEVELS = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL, Level.ENTERPRISE)


@dataclass(frozen=True)
class Told:
    """The document, and the pages that were written."""

    document: dict[str, Any]
    pages: Mapping[Language, Path]


def quality(bureau: Bureau, *, as_of: datetime, now: datetime, truth: Path | None = None) -> Told:
    """Measure the alerts known at a moment, and write the page into the bureau's output. `truth`: as `evidence`.

    Raises
    ------
    Problem
        Those of `evidence` and of the catalog.
    """
    known = evidence(bureau, as_of, truth)
    in_force = declarations_in_force(bureau.catalog, as_of)
    document = measured(bureau, in_force, known, as_of=as_of, now=now, navigation=navigation_of(bureau))
    return Told(document, write_report(bureau, document, pages(document)))


def measured(
    bureau: Bureau,
    in_force: InForce,
    known: Evidence,
    *,
    as_of: datetime,
    now: datetime,
    navigation: tuple[Mapping[str, Any], ...],
) -> dict[str, Any]:
    """Return the document of what is known of alerts; `navigation`: where the pages of the run lead."""
    return document_of(_input(bureau, in_force, known, as_of=as_of, now=now, navigation=navigation))


def _input(
    bureau: Bureau,
    in_force: InForce,
    known: Evidence,
    *,
    as_of: datetime,
    now: datetime,
    navigation: tuple[Mapping[str, Any], ...],
) -> QualityInput:
    lines = known.lines(bureau, as_of)
    nominal = DetectionParameters().false_discovery_rate
    told_by, judged = told_beforehand(known)
    levels = list(_levels(known))
    return QualityInput(
        about=_about(bureau, in_force, known, as_of, now),
        nominal=nominal,
        preference=PREFERENCE,
        verdict_days=VERDICT_DAYS,
        lights=lights(lines),
        months=months(lines),
        strata=strata(lines, in_force.hierarchy.industries.name),
        seasons=seasons(known, in_force.calendar, as_of.astimezone(bureau.zone).date()),
        levels=tuple(_level(each, units) for each, units in levels),
        kinds=tuple(kind for each, _ in levels for kind in _kinds(each)),
        told_by=told_by,
        reliability=reliabilities(judged),
        bounds=bounds(judged, nominal),
        navigation=navigation,
    )


def _levels(known: Evidence) -> Iterator[tuple[EpisodeQuality, OutcomeUnits]]:
    """Yield what the alerts of every level were worth that has any, or an episode, where there is a truth."""
    who, history = known.watched, known.history
    if who is None or history.first is None or history.last is None:
        return
    for level in LEVELS:
        if count := who.count(level):
            watch = Watch(level, history.first, history.last, count)
            judged, episodes = known.replay, known.episodes
            found = episode_quality(judged, episodes, watch)
            if found.right.whole or found.recall.whole:
                yield found, outcome_units(judged, episodes, watch)


def _level(found: EpisodeQuality, units: OutcomeUnits) -> LevelLine:
    watch, delays = found.watch, found.all_delays
    return LevelLine(
        level=watch.level,
        subjects=watch.subjects,
        first=watch.first,
        last=watch.last,
        right=found.right,
        found=found.recall,
        half_days=delays.reached(0.5),
        most_days=delays.reached(MOST),
        false_alarms=found.false_alarms,
        repeats=found.repeats,
        echoes=found.echoes,
        others=found.others,
        young=found.young,
        signal=_signal(units),
    )


def _signal(units: OutcomeUnits) -> SignalFigures:
    """Judge the alerts as signals: any alert at all is one."""
    counts = count_signals(units.strength, units.event, np.array([np.finfo(float).tiny]), Side.ABOVE)
    area = auroc(units.strength, units.event)
    events = int(units.event.sum())
    return SignalFigures(
        noise_to_signal=float(counts.noise_to_signal[0]),
        usefulness=float(relative_usefulness(counts, PREFERENCE)[0]),
        area=area,
        area_error=area_error(area, events, len(units.event) - events),
    )


def _kinds(found: EpisodeQuality) -> Iterator[KindLine]:
    for kind, delays in found.delays.items():
        yield KindLine(found.watch.level, kind, delays.found, delays.reached(0.5), delays.reached(MOST))


def _about(bureau: Bureau, in_force: InForce, known: Evidence, as_of: datetime, now: datetime) -> Circumstances:
    settings, local = bureau.settings, as_of.astimezone(bureau.zone)
    until: date = known.history.last or local.date()
    real = is_real_time(bureau.store, as_of, newest(bureau.store))
    return Circumstances(
        bureau=settings.name.text,
        zone=settings.zone.text,
        zone_code=settings.zone.code,
        simulated=settings.simulated,
        as_of=local,
        run_at=now.astimezone(bureau.zone),
        timing=Timing.REAL_TIME if real else Timing.PSEUDO_REAL_TIME,
        data_until=until,
        palette=in_force.palette,
    )
