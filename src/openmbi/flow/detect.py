"""Detection in a run: the indicators that are read every day, who the enterprises are, what is known of events and cases; and the alerts that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from openmbi.alerts.detection.day_classes import DayClasses, day_classes
from openmbi.alerts.detection.episodes import Ending
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.replay import KnownCase, Replayed, replay
from openmbi.alerts.detection.watch import Explained, Members, Series
from openmbi.catalog.calendar import Calendar
from openmbi.catalog.events import Events, KnownEvent
from openmbi.core.alerts import Alert, Standing
from openmbi.core.cases import Case, Closing
from openmbi.core.cell_codes import parts_of
from openmbi.core.judged import Judged
from openmbi.core.tables import CellPanel, Days, Level, Names, Numbers, Stints
from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.compute import Computed
from openmbi.flow.detection_parameters import parameters_in_force
from openmbi.flow.in_force import InForce
from openmbi.flow.judged import judged
from openmbi.flow.roster import Roster
from openmbi.store.case_ledger import CaseFilter

PARAMETERS = DetectionParameters()
"""As shipped; a run goes by those in force on its newest day."""
ENDINGS = {
    Closing.FALSE_ALARM: Ending.NO_EVENT,
    Closing.DISPUTE_UPHELD: Ending.NO_EVENT,
    Closing.VERIFIED: Ending.CONFIRMED,
    Closing.RECOVERED: Ending.PASSED,
    Closing.EXPLAINED: Ending.NEW_LEVEL,
}
"""What a closing says of the episode of a case."""
OF_GROUPS = (Level.CITY, Level.INDUSTRY, Level.CELL)


@dataclass(frozen=True)
class Detection:
    """What stands on the newest day: alerts that have not ended, and how the subjects of all alerts stand; `passed`: alerts that have ended since; `judged`:
    how many enterprises this is said of.
    """

    alerts: tuple[Alert, ...]
    standings: tuple[Standing, ...]
    passed: tuple[Alert, ...]
    judged: Judged


def detection(
    series: Sequence[Series],
    members: Members,
    panel: CellPanel,
    in_force: InForce,
    cases: Sequence[Case] = (),
    *,
    days: Days,
    as_of: datetime | None = None,
) -> Detection:
    """Return what stands on the newest of the days (T,), the last ones of the `panel`; without a series, that nobody is judged.

    `cases`: as the ledger has them, of which those of the future of `as_of` are left out.
    """
    exists = np.ones(len(panel.subjects), bool) if members.stop is None else members.stop >= len(days)
    parameters = parameters_in_force(in_force, days)
    if not series:
        return Detection((), (), (), judged(None, panel, exists, parameters))
    made = replayed(series, members, days, in_force, known_cases(cases, days, as_of))
    return Detection(
        alerts=tuple(one.alert for one in made.followed if one.ended is None),
        standings=made.standings,
        passed=tuple(one.alert for one in made.followed if one.ended is not None),
        judged=judged(made.watch, panel, exists, parameters),
    )


def replayed(
    series: Sequence[Series],
    members: Members,
    days: Days,
    in_force: InForce,
    cases: Sequence[KnownCase] = (),
) -> Replayed:
    """Go through the days as if each had just come in, by the parameters in force on the newest."""
    parameters = parameters_in_force(in_force, days)
    return replay(
        series,
        members,
        days,
        classes_of(in_force.calendar, days, parameters),
        explained=explained_by(in_force.events, members, days),
        cases=cases,
        first_alert=len(days) - parameters.judged_days,
        parameters=parameters,
    )


def classes_of(calendar: Calendar, days: Days, parameters: DetectionParameters = PARAMETERS) -> DayClasses:
    """Return the classes of days that are judged against each other."""
    return day_classes(calendar.day_class(days), calendar.days_from_new_year(days), parameters.deep_festival)


def members_of(
    subjects: Names, stints: Mapping[Level, Stints], zone: str, *, owners: Sequence[str], stop: Numbers
) -> Members:
    """Return who the enterprises (n,) are on the newest day: `owners` (n,), "" for none known; `stop` (n,): first day number on which one is no more."""
    (cities, city), (industries, industry), (cells, cell) = (
        _newest(stints.get(level), len(subjects)) for level in OF_GROUPS
    )
    names, owner = np.unique(np.array(owners, dtype=str), return_inverse=True)
    known = (names[owner] != "") & (np.bincount(owner)[owner] > 1)
    return Members(
        subjects, city, industry, cell, np.where(known, owner, -1), cities, industries, cells, zone=zone, stop=stop
    )


def _newest(stints: Stints | None, count: int) -> tuple[Names, Numbers]:
    """Return the codes of the groups, and the number of each subject's last one (n,); one group "" where nothing tells groups apart."""
    if stints is None or not len(stints.row):
        return np.array([""]), np.zeros(count, np.intp)
    order = np.argsort(stints.stop, kind="stable")
    found = np.full(count, -1, np.intp)
    found[stints.row[order]] = stints.group[order]
    if (found >= 0).all():
        return stints.groups, found
    return np.append(stints.groups, ""), np.where(found < 0, len(stints.groups), found)


def explained_by(events: Events, members: Members, days: Days) -> list[Explained]:
    """Return the known events of the days, with whom they touch."""
    first, last = days[0].item(), days[-1].item()
    return [_explained(events, event, members, first) for event in events.events_on(None, None, first, last)]


def _explained(events: Events, event: KnownEvent, members: Members, first: date) -> Explained:
    def touches(place: str | None, industry: str | None) -> bool:
        return event in events.events_on(place, industry, event.first, event.last)

    cells = np.array([touches(*_place_and_industry(code)) for code in members.cells.tolist()], bool)
    cities = [bool(code) and touches(code, None) for code in members.cities.tolist()]
    industries = [bool(code) and touches(None, code) for code in members.industries.tolist()]
    whole_place, whole_industry = not event.industries, not event.places or members.zone in event.places
    meso = np.array([each and whole_place for each in cities] + [each and whole_industry for each in industries], bool)
    return Explained(
        code=event.code,
        first=(event.first - first).days,
        last=(event.last - first).days,
        enterprises=cells[members.cell],
        meso=meso,
        cells=cells,
        zone=whole_industry,
    )


def _place_and_industry(cell: str) -> tuple[str | None, str | None]:
    if not cell:
        return None, None
    place, industry = parts_of(cell)
    return place, industry


def known_cases(cases: Iterable[Case], days: Days, as_of: datetime | None = None) -> list[KnownCase]:
    """Return cases in day numbers, as they were at `as_of`."""
    return [_known(case, days, as_of) for case in cases if as_of is None or case.opened_at <= as_of]


def _known(case: Case, days: Days, as_of: datetime | None) -> KnownCase:
    is_open = case.closed_at is None or (as_of is not None and case.closed_at > as_of)
    ending = None if is_open or case.closing is None else ENDINGS[case.closing]
    return KnownCase(
        level=case.level,
        subject=case.subject,
        found=_number(case.newest.found_on, days),
        began=_number(case.newest.since, days),
        closed=_number(case.closed_on, days) if ending and case.closed_on else None,
        ending=ending,
    )


def _number(day: date, days: Days) -> int:
    return int((np.datetime64(day) - days[0]).astype(int))


def look(bureau: Bureau, in_force: InForce, roster: Roster, computed: Computed, as_of: datetime) -> Detection:
    """Return what stands in what a run computed from what was known at `as_of`."""
    subjects, days = computed.panel.subjects, computed.watched[0].days
    unmeasured, window = computed.use.unmeasured, parameters_in_force(in_force, days).window
    unjudged = None if unmeasured is None else np.any(unmeasured[:, -window:], axis=1)
    series = [each.series(None if number else unjudged) for number, each in enumerate(computed.watched)]
    owner = dict(zip(*(roster.register[name].to_pylist() for name in ("enterprise", "group_owner")), strict=True))
    after = days[-1].item() + timedelta(days=1)
    stop = [_number(roster.exits.get(code, after), days) for code in subjects.tolist()]
    members = members_of(
        subjects,
        computed.groups.stints if computed.groups else {},
        bureau.settings.zone.code,
        owners=[owner.get(code) or "" for code in subjects.tolist()],
        stop=np.array(stop, np.intp),
    )
    heard = [each for each in series if np.isfinite(each.scale).any()]
    cases = CaseDesk(bureau).ledger.find(CaseFilter()) if heard else ()
    return detection(heard, members, computed.panel, in_force, cases, days=days, as_of=as_of)
