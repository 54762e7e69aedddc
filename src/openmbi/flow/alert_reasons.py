"""Why the alerts of a run were raised: gathers what is known beside each, and has it told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np

from openmbi.alerts.reasons.context import AlertContext, Intensity, Member, NamedCause, PastCase, Peers
from openmbi.alerts.reasons.reason import reason_document
from openmbi.core.alerts import Alert
from openmbi.core.cases import Case
from openmbi.core.cell_codes import parts_of
from openmbi.core.language import Text
from openmbi.core.tables import Floats, Level, Numbers
from openmbi.flow.alert_intensity import Intensities
from openmbi.flow.alert_movement import REFERENCE_DAYS, Movements
from openmbi.flow.alerts import FoundAlert
from openmbi.flow.bureau import Zone
from openmbi.flow.compute import Computed
from openmbi.flow.group_names import group_names
from openmbi.flow.group_root_causes import GroupRootCauses
from openmbi.flow.in_force import InForce
from openmbi.flow.last_groups import LastGroups
from openmbi.flow.roster import Roster

PEERS = (Level.CELL, Level.CITY, Level.INDUSTRY, Level.ZONE)
"""The groups that an enterprise is compared with: the first that it shares with enough others."""
FEWEST_PEERS = 3
_TO_STORE = Decimal("0.0001")


@dataclass(frozen=True)
class AlertReasons:
    """Tells the reasons of the alerts of one run. `past`: cases that were closed before it."""

    zone: Zone
    in_force: InForce
    roster: Roster
    computed: Computed
    past: tuple[PastCase, ...] = ()

    def of(self, found: FoundAlert) -> dict[str, Any]:
        """Return the document of reasons of an alert."""
        return reason_document(found.alert, self.context(found))

    def context(self, found: FoundAlert) -> AlertContext:
        """Return everything that is known beside an alert."""
        alert, about = found.alert, found.subject.about
        rows = self._rows(alert)
        members = self._members(alert, rows)
        return AlertContext(
            name=found.subject.name,
            industry=about.industry or "",
            calendar=self.in_force.calendar,
            indicators=self.in_force.indicators,
            groups=self._groups_of(alert),
            covered_by=self._name(*alert.covered_by) if alert.covered_by else None,
            events=self.in_force.events.events_on(about.place, about.industry, alert.since, alert.found_on),
            peers=self._peers(alert),
            intensity=self._intensity(alert, rows),
            members=tuple(members.values()),
            root_causes=self._root_causes(alert, members),
            past=self.past,
        )

    def _rows(self, alert: Alert) -> Numbers:
        """Return the row of an enterprise, or those of a group's members."""
        if alert.level is not Level.ENTERPRISE:
            return self.groups.rows(alert.level, alert.subject)
        row = self.groups.row(alert.subject)
        return np.array([] if row is None else [row], np.intp)

    def _groups_of(self, alert: Alert) -> Mapping[Level, Text]:
        """Return the names of the groups that the subject lies in."""
        if alert.level is Level.ENTERPRISE:
            row = self.groups.row(alert.subject)
            found = {Level.ZONE: self.zone.code} if row is None else self.groups.of(row)
        elif alert.level is Level.CELL:
            city, industry = parts_of(alert.subject)
            found = {Level.ZONE: self.zone.code, Level.CITY: city, Level.INDUSTRY: industry}
        else:
            found = {Level.ZONE: self.zone.code}
        return {level: self._name(level, code) for level, code in found.items()}

    def _intensity(self, alert: Alert, rows: Numbers) -> Intensity | None:
        if alert.level is not Level.ENTERPRISE:
            return self._intensities.of_group(rows)
        return self._intensities.of_enterprise(int(rows[0])) if len(rows) else None

    def _peers(self, alert: Alert) -> Peers | None:
        return self._peers_of_enterprise(alert) if alert.level is Level.ENTERPRISE else self._peers_of_group(alert)

    def _peers_of_enterprise(self, alert: Alert) -> Peers | None:
        row = self.groups.row(alert.subject)
        own = np.nan if row is None else self._changes(np.array([row]), alert)[0]
        if row is None or isnan(own):
            return None
        groups = self.groups.of(row)
        for level in (one for one in PEERS if one in groups):
            rows = self.groups.rows(level, groups[level])
            changes = self._changes(rows[rows != row], alert)
            known = changes[~np.isnan(changes)]
            if len(known) >= FEWEST_PEERS:
                code = groups[level]
                return Peers(level, code, self._name(level, code), tuple(known.tolist()), float(own))
        return None

    def _peers_of_group(self, alert: Alert) -> Peers | None:
        """Return what the other groups of its level did; of a cell, those of its industry."""
        groups = self.computed.groups
        series = groups.series.get(alert.level) if groups and alert.level is not Level.ZONE else None
        if series is None:
            return None
        codes = series.groups.tolist()
        alike = [code for code in codes if _comparable(alert, code)]
        if alert.subject not in codes or len(alike) <= FEWEST_PEERS:
            return None
        before, within = self._movements.of_close(
            series.close[[codes.index(code) for code in alike]], *self._span(alert)
        )
        changes = dict(zip(alike, _shares(before, within).tolist(), strict=True))
        own = changes.pop(alert.subject)
        known = tuple(change for change in changes.values() if not isnan(change))
        if isnan(own):
            return None
        whole = (
            (Level.INDUSTRY, parts_of(alert.subject)[1]) if alert.level is Level.CELL else (Level.ZONE, self.zone.code)
        )
        return Peers(*whole, self._name(*whole), known, own)

    def _span(self, alert: Alert) -> tuple[date, date]:
        """Return the first and last day over which movements are compared: to the day on which it was found, and on, up to four weeks in all."""
        last: date = self.computed.terms.days[-1].item()
        return alert.since, max(alert.found_on, min(last, alert.since + timedelta(days=REFERENCE_DAYS - 1)))

    def _changes(self, rows: Numbers, alert: Alert) -> Floats:
        return _shares(*self._movements.of(rows, *self._span(alert)))

    def _members(self, alert: Alert, rows: Numbers) -> dict[int, Member]:
        """Return the members of a group by row, those whose movement is known."""
        if alert.level is Level.ENTERPRISE:
            return {}
        scale = self._movements.kwh(rows)
        before, within = (mean * scale for mean in self._movements.of(rows, *self._span(alert)))
        known = np.flatnonzero(~np.isnan(before + within))
        return {int(rows[k]): self._member(int(rows[k]), float(before[k]), float(within[k])) for k in known}

    def _member(self, row: int, before: float, within: float) -> Member:
        code = str(self.computed.terms.subjects[row])
        name = self.roster.names.get(code, code)
        expected, observed = (Decimal(str(kwh)).quantize(_TO_STORE) for kwh in (before, within))
        return Member(code, Text(name, name), expected, observed)

    def _root_causes(self, alert: Alert, members: Mapping[int, Member]) -> tuple[NamedCause, ...]:
        return self._root.of(alert.level, members, alert.direction) if members else ()

    def _name(self, level: Level, code: str) -> Text:
        if level is Level.ENTERPRISE:
            name = self.roster.names.get(code, code)
            return Text(name, name)
        return self._named(level, code)

    @cached_property
    def _named(self) -> Callable[[Level, str], Text]:
        last: date = self.computed.terms.days[-1].item()
        return group_names(self.in_force.hierarchy, self.zone.text, last)

    @cached_property
    def groups(self) -> LastGroups:
        """Who belongs to which group on the last day."""
        return LastGroups(self.computed, self.zone.code)

    @cached_property
    def _movements(self) -> Movements:
        return Movements(self.computed)

    @cached_property
    def _intensities(self) -> Intensities:
        return Intensities(self.computed, self.roster, self.groups.codes(Level.INDUSTRY))

    @cached_property
    def _root(self) -> GroupRootCauses:
        return GroupRootCauses(self.groups, self.roster, self._named, self.computed.terms.subjects)


def past_cases(cases: Iterable[Case], name: Callable[[Level, str], Text]) -> tuple[PastCase, ...]:
    """Return closed cases with the names of their subjects; `name` tells one by level and code."""
    return tuple(PastCase(case, name(case.level, case.subject)) for case in cases)


def _comparable(alert: Alert, code: str) -> bool:
    return alert.level is not Level.CELL or parts_of(code)[1] == parts_of(alert.subject)[1]


def _shares(before: Floats, within: Floats) -> Floats:
    """Return changes as shares; NaN where nothing was there before."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(before > 0, within / before - 1, np.nan)
